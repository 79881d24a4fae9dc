package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Event;
import io.sluice.core.Limits;
import io.sluice.core.StateView.Pause;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
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

    private final NavigableMap<ChannelPath, ChannelRecord> channels = new TreeMap<>();
    private final NavigableSet<ChannelPath> withReadyJobs = new TreeSet<>();
    private final SubtreeCounts seats = new SubtreeCounts();
    private final Map<BundleId, ActiveBundle> bundles = new HashMap<>();
    private final Map<UUID, BundleId> bundleByJob = new HashMap<>();

    private final BundleRecords bundleRecords = new BundleRecords();

    private final Set<ChannelRecord> changedChannels = new LinkedHashSet<>();
    private final Set<BundleId> replaced = new HashSet<>();
    private final NavigableSet<ChannelPath> uncarried = new TreeSet<>();
    private final Set<ChannelPath> forgotten = new LinkedHashSet<>();
    private final Map<BundleId, ChannelPath> changedBundles =
            new TreeMap<>((a, b) -> Long.compare(a.number(), b.number()));

    private long nextSeq;
    private long nextEvent;
    private long ready;
    private long edges;
    private long members;
    private boolean dropped;
    private long carryAt;
    private long countersAt;
    private boolean isChanged;

    /** Its first events were not applied, so there may be more of everything than is known. */
    private boolean isPartial;

    /** What holds for the channels, until one is configured; and under which file. */
    private Optional<ChannelTree> limits = Optional.empty();

    private FileValue limitsUnder = FileValue.NONE;

    // channels
    private final Set<ChannelPath> withOwnEntry = new TreeSet<>();
    private final Set<ChannelPath> withScheduledJobs = new TreeSet<>();
    private final Map<ChannelPath, Integer> ownSeats = new HashMap<>();
    private final SubtreeCounts unclaimed = new SubtreeCounts();
    private final SubtreeCounts failed = new SubtreeCounts();
    private final Map<String, Pause> pausedTypes;

    private Tree(String name, TreeValue stored) {
        this.name = name;
        nextSeq = stored.nextSeq();
        nextEvent = stored.nextEvent();
        ready = stored.ready();
        edges = stored.edges();
        members = stored.members();
        dropped = stored.dropped();
        carryAt = stored.carryAt();
        countersAt = stored.countersAt();
        pausedTypes = new TreeMap<>(stored.pausedTypes());
    }

    static Tree load(String name, OrderedReads store) {
        Optional<TreeValue> stored = store.get(Keys.tree(name)).map(TreeValue::read);
        Tree tree = new Tree(name, stored.orElse(TreeValue.NEW));
        if (stored.isPresent()) {
            KeyRange records = Keys.of(Index.CHANNEL, name);
            store.forEach(
                    records.from(), records.to(), entry -> tree.add(ChannelRecord.read(entry.key(), entry.value())));
        }
        // To look for none leads over what all trees behind this one have removed: half a millisecond was seen.
        if (stored.isPresent() && stored.get().open() > 0) {
            KeyRange active = Keys.of(Index.ACTIVE, name);
            store.forEach(active.from(), active.to(), entry -> tree.index(tree.bundleRecords.load(store, entry)));
        }
        return tree;
    }

    private void add(ChannelRecord channel) {
        channels.put(channel.path, channel);
        if (!channel.lines.isEmpty()) {
            withReadyJobs.add(channel.path);
        }
        channel.own().ifPresent(any -> withOwnEntry.add(channel.path));
        if (channel.uncarried) {
            uncarried.add(channel.path);
        }
        scheduledChanged(channel);
        countFailed(channel);
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

    void edgesChanged(int by) {
        edges += by;
        isChanged = true;
    }

    boolean hasEdges() {
        return edges > 0 || isPartial;
    }

    void membersChanged(int by) {
        members += by;
        isChanged = true;
    }

    boolean hasMembers() {
        return members > 0 || isPartial;
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
        used();
        // Without a record of the tree nobody would look for its channels.
        isChanged |= !channels.containsKey(path);
        ChannelRecord channel = channels.computeIfAbsent(path, ChannelRecord::new);
        changedChannels.add(channel);
        channel.uncarried = true;
        uncarried.add(path);
        return channel;
    }

    void configure(ChannelPath path, Limits own, long fileNumber) {
        change(path).configure(own, fileNumber);
        withOwnEntry.add(path);
        limits = Optional.empty();
    }

    /** The channels under a file; the same object as long as nothing changes. */
    ChannelTree limits(FileValue file) {
        if (limits.isEmpty() || limitsUnder != file) {
            Map<ChannelPath, Limits> own = new TreeMap<>();
            for (ChannelPath path : withOwnEntry) {
                channel(path)
                        .filter(channel -> file.leaves(name, path, channel.ownSince()))
                        .flatMap(ChannelRecord::own)
                        .ifPresent(said -> own.put(path, said));
            }
            limits = Optional.of(new ChannelTree(file.file(), name, own));
            limitsUnder = file;
        }
        return limits.get();
    }

    // ---- what is written again

    boolean isPartial() {
        return isPartial;
    }

    void isPartial(boolean now) {
        isPartial = now;
    }

    long carryAt() {
        return carryAt;
    }

    void carryAt(long due) {
        carryAt = due;
        isChanged = true;
    }

    long countersAt() {
        return countersAt;
    }

    void countersAt(long due) {
        countersAt = due;
        isChanged = true;
    }

    List<ChannelPath> uncarriedChannels(int limit) {
        return uncarried.stream().limit(limit).toList();
    }

    /** A channel was written again; where not all is known, it is that now. */
    void carried(Event.ChannelCarried event) {
        ChannelRecord channel = isPartial ? change(event.channel()) : channels.get(event.channel());
        if (isPartial) {
            channel.become(event);
            channel.own()
                    .ifPresentOrElse(any -> withOwnEntry.add(channel.path), () -> withOwnEntry.remove(channel.path));
            limits = Optional.empty();
        }
        if (uncarried.remove(channel.path)) {
            channel.uncarried = false;
            changedChannels.add(channel);
        }
    }

    /** What is written again of the tree itself. */
    Event.TreeCarried carried(long since) {
        return new Event.TreeCarried(since, nextSeq, Map.copyOf(pausedTypes), dropped);
    }

    /** It was written again; where not all is known, it is that now. */
    void carried(Event.TreeCarried event) {
        if (isPartial) {
            nextSeq = event.nextSeq();
            pausedTypes.clear();
            pausedTypes.putAll(event.pausedTypes());
            dropped = event.dropped();
            isChanged = true;
        }
    }

    /** Whether nothing is kept but numbers. */
    boolean isEmpty() {
        return channels.isEmpty() && bundles.isEmpty() && pausedTypes.isEmpty();
    }

    Set<ChannelPath> channelsWithScheduledJobs() {
        return withScheduledJobs;
    }

    void scheduledChanged(ChannelRecord channel) {
        if (channel.scheduled().isPresent()) {
            withScheduledJobs.add(channel.path);
        } else {
            withScheduledJobs.remove(channel.path);
        }
    }

    int failed(ChannelPath channel) {
        changedChannels.forEach(this::countFailed);
        return failed.of(channel);
    }

    /** Takes over what the channel itself counts, whoever changed it. */
    private void countFailed(ChannelRecord channel) {
        int now = Math.toIntExact(channel.counts.failedNow);
        failed.add(channel.path, now - channel.failedAbove);
        channel.failedAbove = now;
    }

    int unclaimed(ChannelPath channel) {
        return unclaimed.of(channel);
    }

    int ownSeats(ChannelPath channel) {
        return ownSeats.getOrDefault(channel, 0);
    }

    Optional<Pause> pausedType(String type) {
        return Optional.ofNullable(pausedTypes.get(type));
    }

    void pauseType(String type, Optional<Pause> pause) {
        used();
        pause.ifPresentOrElse(now -> pausedTypes.put(type, now), () -> pausedTypes.remove(type));
        isChanged = true;
    }

    NavigableSet<ChannelPath> channelsWithReadyJobs() {
        return withReadyJobs;
    }

    /** Paths of which something is kept, behind that text. */
    List<ChannelPath> channelsAfter(String path, int limit) {
        NavigableMap<ChannelPath, ChannelRecord> rest =
                path.isEmpty() ? channels : channels.tailMap(new ChannelPath(path), false);
        return rest.keySet().stream().limit(limit).toList();
    }

    /** Its tree was dropped: what is said about the channel goes, and all of it unless newer jobs are there. */
    void forget(ChannelPath path) {
        ChannelRecord channel = channels.get(path);
        if (channel == null) {
            return;
        }
        countFailed(channel);
        limits = Optional.empty();
        withOwnEntry.remove(path);
        if (channel.hasJobs() || seats(path) > 0) {
            channel.unconfigure();
            changedChannels.add(channel);
        } else {
            channels.remove(path);
            uncarried.remove(path);
            changedChannels.remove(channel);
            forgotten.add(path);
        }
    }

    /** Nothing is left of a dropped tree but its numbers, unless something newer is there. */
    void dropped(boolean hasSchedules) {
        dropped = channels.isEmpty() && bundles.isEmpty() && !hasSchedules;
        isChanged = true;
    }

    /** Something is there that people may look for. */
    void used() {
        isChanged |= dropped;
        dropped = false;
    }

    /** Its tree was dropped: no type is paused in it any more. */
    void resumeTypes() {
        pausedTypes.clear();
        isChanged = true;
    }

    int seats(ChannelPath channel) {
        return seats.of(channel);
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
        // The tree's own record says how many there are.
        isChanged |= !bundles.containsKey(bundle.id());
        index(bundle);
    }

    private void index(ActiveBundle bundle) {
        unclaimedChanged(bundle.channel(), Optional.ofNullable(bundles.get(bundle.id())), Optional.of(bundle));
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
        unclaimedChanged(bundle.channel(), Optional.of(bundle), Optional.empty());
    }

    /** The bundle is that one, whatever was known of it. */
    void replace(ActiveBundle bundle) {
        Optional<ActiveBundle> before = bundle(bundle.id());
        before.ifPresent(known -> {
            known.members().forEach(member -> bundleByJob.remove(member.job()));
            bundles.remove(known.id());
            seat(known.channel(), -1);
            unclaimedChanged(known.channel(), before, Optional.empty());
            replaced.add(known.id());
        });
        put(bundle);
    }

    private void unclaimedChanged(ChannelPath channel, Optional<ActiveBundle> before, Optional<ActiveBundle> after) {
        unclaimed.add(channel, unclaimed(after) - unclaimed(before));
    }

    private static int unclaimed(Optional<ActiveBundle> bundle) {
        return bundle.isPresent() && !bundle.get().isClaimed() ? 1 : 0;
    }

    private void seat(ChannelPath channel, int by) {
        seats.add(channel, by);
        ownSeats.merge(channel, by, (before, more) -> before + more == 0 ? null : before + more);
    }

    // ---- writing

    /** Writes what changed since the last time. */
    void write(OrderedStore store) {
        changedBundles.forEach((id, channel) -> write(store, id, channel));
        changedBundles.clear();
        // Which of them were written before nobody knows.
        for (ChannelPath path : forgotten) {
            store.upsert(Keys.channel(name, path), new byte[] {1});
            store.delete(Keys.channel(name, path));
        }
        forgotten.clear();
        for (ChannelRecord channel : changedChannels) {
            countFailed(channel);
            // Only the first write of a channel or a tree makes it; later ones would not know.
            store.upsert(Keys.channel(name, channel.path), channel.write());
        }
        changedChannels.clear();
        if (isChanged) {
            TreeValue value = new TreeValue(
                    nextSeq,
                    nextEvent,
                    ready,
                    bundles.size(),
                    edges,
                    members,
                    pausedTypes,
                    dropped,
                    carryAt,
                    countersAt);
            store.upsert(Keys.tree(name), value.write());
            isChanged = false;
        }
    }

    private void write(OrderedStore store, BundleId id, ChannelPath channel) {
        ActiveBundle bundle = bundles.get(id);
        if (replaced.remove(id)) {
            // Its jobs are others, which a record laid over the old one cannot say.
            bundleRecords.remove(store, id, channel);
        }
        if (bundle == null) {
            bundleRecords.remove(store, id, channel);
        } else {
            bundleRecords.write(store, bundle);
        }
    }
}
