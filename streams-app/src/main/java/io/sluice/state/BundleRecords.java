package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Members;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * ACTIVE and REST of one tree. A bundle of few jobs is written whole each time. Of a larger one the jobs are written once, to
 * ACTIVE; what is left of them, and who has claimed it, goes to REST, which is small: else a thousand outcomes would write a
 * thousand jobs each.
 */
final class BundleRecords {

    /** Up to so many jobs one record is cheaper than two. */
    static final int FEW = 8;

    /**
     * What stands in the store.
     *
     * @param named how many jobs ACTIVE names
     * @param released how many had been released by then
     * @param hasRest whether there is a REST
     */
    private record Landed(int named, int released, boolean hasRest) {}

    private final Map<BundleId, Landed> landed = new HashMap<>();

    /** The bundle behind an entry of ACTIVE. */
    static ActiveBundle read(OrderedReads store, OrderedReads.Entry entry) {
        ActiveBundle named = BundleValue.read(entry.key(), entry.value());
        return rest(store, named)
                .map(bytes -> BundleValue.readRest(named, bytes))
                .orElse(named);
    }

    private static Optional<byte[]> rest(OrderedReads store, ActiveBundle named) {
        return named.members().size() <= FEW ? Optional.empty() : store.get(Keys.rest(named.id(), named.channel()));
    }

    /** Reads one, in order to write it again later. */
    ActiveBundle load(OrderedReads store, OrderedReads.Entry entry) {
        ActiveBundle named = BundleValue.read(entry.key(), entry.value());
        int jobs = named.members().size();
        Optional<byte[]> rest = rest(store, named);
        landed.put(named.id(), new Landed(jobs, jobs, rest.isPresent()));
        return rest.map(bytes -> BundleValue.readRest(named, bytes)).orElse(named);
    }

    /** Writes a bundle that is new or changed. */
    void write(OrderedStore store, ActiveBundle bundle) {
        Landed before = landed.get(bundle.id());
        Members members = (Members) bundle.members();
        if (before != null && before.released() == members.released() && before.named() > FEW) {
            writeRest(store, bundle, before);
            return;
        }
        if (before == null) {
            store.insert(Keys.active(bundle.id(), bundle.channel()), BundleValue.write(bundle));
        } else {
            store.update(Keys.active(bundle.id(), bundle.channel()), BundleValue.write(bundle));
            removeRest(store, bundle.id(), bundle.channel(), before);
        }
        landed.put(bundle.id(), new Landed(members.size(), members.released(), false));
    }

    private void writeRest(OrderedStore store, ActiveBundle bundle, Landed before) {
        byte[] key = Keys.rest(bundle.id(), bundle.channel());
        if (before.hasRest()) {
            store.update(key, BundleValue.writeRest(bundle));
        } else {
            store.insert(key, BundleValue.writeRest(bundle));
            landed.put(bundle.id(), new Landed(before.named(), before.released(), true));
        }
    }

    /** Removes a bundle that is closed. */
    void remove(OrderedStore store, BundleId id, ChannelPath channel) {
        Landed before = landed.remove(id);
        if (before != null) {
            store.delete(Keys.active(id, channel));
            removeRest(store, id, channel, before);
        }
    }

    private static void removeRest(OrderedStore store, BundleId id, ChannelPath channel, Landed before) {
        if (before.hasRest()) {
            store.delete(Keys.rest(id, channel));
        }
    }
}
