package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Limits;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One tree in memory: its channels and its open bundles, so bounded by channels and seats, never by the backlog. What an
 * event changes here is written when the command lands, once, however many events there were.
 */
final class Tree {

    final String name;

    private final Map<ChannelPath, ChannelRecord> channels = new TreeMap<>();
    private final Set<ChannelPath> withReadyJobs = new TreeSet<>();
    private final Map<ChannelPath, Integer> seats = new HashMap<>();
    private final Map<BundleId, ActiveBundle> bundles = new HashMap<>();
    private final Map<UUID, BundleId> bundleByJob = new HashMap<>();

    /** Keys of bundles that stand in the store, to tell an update from an insert. */
    private final Set<BundleId> landed = new LinkedHashSet<>();

    private final Set<ChannelRecord> changedChannels = new LinkedHashSet<>();
    private final Map<BundleId, ChannelPath> changedBundles =
            new TreeMap<>((a, b) -> Long.compare(a.number(), b.number()));

    private long nextSeq;
    private long nextEvent;
    private long ready;
    private boolean isChanged;

    /** What holds for the channels, until one is configured. */
    private Optional<ChannelTree> limits = Optional.empty();

    private Tree(String name, TreeValue stored) {
        this.name = name;
        nextSeq = stored.nextSeq();
        nextEvent = stored.nextEvent();
        ready = stored.ready();
    }

    static Tree load(String name, OrderedReads store) {
        Tree tree =
                new Tree(name, store.get(Keys.tree(name)).map(TreeValue::read).orElse(TreeValue.NEW));
        KeyRange records = Keys.of(Index.CHANNEL, name);
        store.forEach(records.from(), records.to(), entry -> tree.add(ChannelRecord.read(entry.key(), entry.value())));
        KeyRange active = Keys.of(Index.ACTIVE, name);
        store.forEach(active.from(), active.to(), entry -> {
            ActiveBundle bundle = BundleValue.read(entry.key(), entry.value());
            tree.landed.add(bundle.id());
            tree.index(bundle);
        });
        return tree;
    }

    private void add(ChannelRecord channel) {
        channels.put(channel.path, channel);
        if (!channel.lines.isEmpty()) {
            withReadyJobs.add(channel.path);
        }
    }

    // ---- numbers

    long nextSeq() {
        return nextSeq;
    }

    long nextEvent() {
        return nextEvent;
    }

    void arrived(long seq) {
        nextSeq = Math.max(nextSeq, seq + 1);
        isChanged = true;
    }

    void happened(long number) {
        nextEvent = Math.max(nextEvent, number + 1);
        isChanged = true;
    }

    void readyChanged(ChannelRecord channel, int by) {
        ready += by;
        isChanged = true;
        if (channel.lines.isEmpty()) {
            withReadyJobs.remove(channel.path);
        } else {
            withReadyJobs.add(channel.path);
        }
    }

    boolean hasReadyJobs() {
        return ready > 0;
    }

    boolean isBusy() {
        return ready > 0 || !bundles.isEmpty();
    }

    // ---- channels

    Optional<ChannelRecord> channel(ChannelPath path) {
        return Optional.ofNullable(channels.get(path));
    }

    /** The channel in order to change it; it is made on first use. */
    ChannelRecord change(ChannelPath path) {
        ChannelRecord channel = channels.computeIfAbsent(path, ChannelRecord::new);
        changedChannels.add(channel);
        return channel;
    }

    void configure(ChannelPath path, Limits own) {
        change(path).configure(own);
        limits = Optional.empty();
    }

    /** The channels with the file's entries; the same map each time as long as the file is the same. */
    ChannelTree limits(Map<ChannelPath, Limits> file) {
        if (limits.isEmpty() || limits.get().file() != file) {
            Map<ChannelPath, Limits> own = new TreeMap<>();
            channels.forEach((path, channel) -> channel.own().ifPresent(said -> own.put(path, said)));
            limits = Optional.of(new ChannelTree(file, own));
        }
        return limits.get();
    }

    Set<ChannelPath> channelsWithReadyJobs() {
        return withReadyJobs;
    }

    int seats(ChannelPath channel) {
        return seats.getOrDefault(channel, 0);
    }

    // ---- bundles

    Optional<ActiveBundle> bundle(BundleId id) {
        return Optional.ofNullable(bundles.get(id));
    }

    Optional<ActiveBundle> bundleOf(UUID job) {
        return Optional.ofNullable(bundleByJob.get(job)).map(bundles::get);
    }

    Iterable<ActiveBundle> bundles() {
        return bundles.values();
    }

    /** A bundle that is new or has one more member. */
    void put(ActiveBundle bundle) {
        changedBundles.put(bundle.id(), bundle.channel());
        isChanged = true;
        index(bundle);
    }

    private void index(ActiveBundle bundle) {
        if (bundles.put(bundle.id(), bundle) == null) {
            seat(bundle.channel(), 1);
            bundle.members().forEach(member -> bundleByJob.put(member.job(), bundle.id()));
        } else {
            bundleByJob.put(bundle.members().getLast().job(), bundle.id());
        }
    }

    /** A job has its outcome: it leaves, and the bundle frees its seat with the last one. */
    void leave(ActiveBundle bundle, UUID job) {
        changedBundles.put(bundle.id(), bundle.channel());
        isChanged = true;
        bundleByJob.remove(job);
        if (bundle.members().size() > 1) {
            bundles.put(bundle.id(), bundle.without(job));
            return;
        }
        bundles.remove(bundle.id());
        seat(bundle.channel(), -1);
    }

    private void seat(ChannelPath channel, int by) {
        for (ChannelPath path : ChannelTree.upwards(channel)) {
            seats.merge(path, by, (before, more) -> before + more == 0 ? null : before + more);
        }
    }

    // ---- writing

    /** Writes what changed since the last time. */
    void write(OrderedStore store) {
        changedBundles.forEach((id, channel) -> write(store, id, Keys.active(id, channel)));
        changedBundles.clear();
        for (ChannelRecord channel : changedChannels) {
            // Only the first write of a channel or a tree makes it; later ones would not know.
            store.upsert(Keys.channel(name, channel.path), channel.write());
        }
        changedChannels.clear();
        if (isChanged) {
            store.upsert(Keys.tree(name), new TreeValue(nextSeq, nextEvent, ready, bundles.size()).write());
            isChanged = false;
        }
    }

    private void write(OrderedStore store, BundleId id, byte[] key) {
        ActiveBundle bundle = bundles.get(id);
        if (bundle == null) {
            if (landed.remove(id)) {
                store.delete(key);
            }
        } else if (landed.add(id)) {
            store.insert(key, BundleValue.write(bundle));
        } else {
            store.update(key, BundleValue.write(bundle));
        }
    }
}
