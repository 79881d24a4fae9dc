package io.sluice.core;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Command.Held;
import io.sluice.core.StateView.WorkerFacts;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The live workers as this partition sees them. What they say about themselves is stored; when they were last seen and what
 * they hold elsewhere is not: after a start every worker counts as just seen, so a scheduler that was away takes nobody's
 * lease.
 */
final class Roster {

    /** An idle worker speaks once a lease time; that much later it is silent. */
    private static final long LATE = 5_000;

    private static final long NEVER = -1;

    private final StateView state;
    private final int partition;
    private final Map<String, Seen> seen;
    private Map<String, Set<String>> typesByTopic;

    /**
     * @param at when the worker was last heard of
     * @param freeSince since when it has said without a break that it has a free slot; {@link #NEVER}: it has none
     */
    record Seen(long at, long freeSince, int heldElsewhere, Set<Integer> partitions, boolean stopping) {}

    Roster(StateView state, int partition) {
        this(state, partition, Map.of());
    }

    /** With what is known of the workers already. */
    Roster(StateView state, int partition, Map<String, Seen> seen) {
        this.state = state;
        this.partition = partition;
        this.seen = new HashMap<>(seen);
    }

    /** What is known of each worker and not stored; a view. */
    Map<String, Seen> seen() {
        return Collections.unmodifiableMap(seen);
    }

    /** Takes in what a worker says; tells whether another set of types can be run now. */
    boolean heartbeat(Heartbeat beat, Journal journal) {
        WorkerFacts facts = new WorkerFacts(beat.slots(), beat.topics(), beat.types());
        Seen before = seen.get(beat.worker());
        boolean changed = !facts.equals(state.workers().get(beat.worker()))
                || before != null && before.stopping() != beat.stopping();
        seen.put(beat.worker(), seen(beat, before, journal.now()));
        if (beat.stopping()
                && beat.held().isEmpty()
                && state.claimedBy(beat.worker()).isEmpty()) {
            return gone(beat.worker(), journal);
        }
        if (!changed) {
            return false;
        }
        journal.record("", new Event.WorkerChanged(beat.worker(), beat.slots(), beat.topics(), beat.types()));
        return typesChanged();
    }

    private Seen seen(Heartbeat beat, Seen before, long now) {
        Set<Integer> partitions = new HashSet<>();
        int elsewhere = 0;
        for (Held held : beat.held()) {
            partitions.add(held.partition());
            elsewhere += held.partition() == partition ? 0 : 1;
        }
        boolean free = !beat.stopping() && beat.held().size() < beat.slots();
        boolean wasFree = before != null && before.freeSince() != NEVER;
        long freeSince = !free ? NEVER : wasFree ? before.freeSince() : now;
        return new Seen(now, freeSince, elsewhere, partitions, beat.stopping());
    }

    /** A claim is a sign of life, also from a worker that was forgotten or has not said anything about itself. */
    void heard(String worker, long now) {
        seen.merge(
                worker,
                new Seen(now, NEVER, 0, Set.of(), false),
                (before, fresh) -> new Seen(
                        now, before.freeSince(), before.heldElsewhere(), before.partitions(), before.stopping()));
    }

    /** Forgets a worker; tells whether another set of types can be run now. */
    boolean gone(String worker, Journal journal) {
        seen.remove(worker);
        if (state.workers().containsKey(worker)) {
            journal.record("", new Event.WorkerGone(worker));
        }
        return typesChanged();
    }

    /** When a live worker was last seen; none: no such worker is known. */
    OptionalLong lastSeen(String worker) {
        Seen known = seen.get(worker);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.at());
    }

    /** Workers that the store remembers but nobody has heard of since the start count as seen now. */
    void wake(long now) {
        typesByTopic = null;
        for (String worker : state.workers().keySet()) {
            seen.putIfAbsent(worker, new Seen(now, NEVER, 0, Set.of(), false));
        }
        for (String worker : state.claimants()) {
            seen.putIfAbsent(worker, new Seen(now, NEVER, 0, Set.of(), false));
        }
    }

    // ---- what the gates ask

    /** Whether a live worker of the topic runs the type. */
    boolean handles(String topic, String type) {
        if (typesByTopic == null) {
            typesByTopic = countTypes();
        }
        return typesByTopic.getOrDefault(topic, Set.of()).contains(type);
    }

    boolean reads(String topic) {
        return state.workers().entrySet().stream()
                .anyMatch(worker ->
                        isOpen(worker.getKey()) && worker.getValue().topics().contains(topic));
    }

    /** Slots of the topic's workers. */
    int slots(String topic) {
        return count(topic, false);
    }

    /** Those of them that nothing is known to run in. */
    int freeSlots(String topic) {
        return count(topic, true);
    }

    /** Partitions with a bundle in some live worker's hands, this one included. */
    int partitionsAtWork() {
        Set<Integer> partitions = new HashSet<>();
        partitions.add(partition);
        seen.values().forEach(worker -> partitions.addAll(worker.partitions()));
        return partitions.size();
    }

    /** Whether some live worker of the topic that runs the type has said for {@code span} ms, without a break, that it has room. */
    boolean hadRoom(String topic, String type, long span, long now) {
        return state.workers().entrySet().stream()
                .filter(worker -> worker.getValue().topics().contains(topic)
                        && worker.getValue().types().contains(type))
                .map(worker -> seen.get(worker.getKey()))
                .anyMatch(known -> known != null
                        && known.freeSince() != NEVER
                        && known.freeSince() + span <= now
                        && known.at() + span + LATE >= now);
    }

    private int count(String topic, boolean onlyFree) {
        int slots = 0;
        for (Map.Entry<String, WorkerFacts> worker : state.workers().entrySet()) {
            Seen known = seen.get(worker.getKey());
            if (known == null || known.stopping() || !worker.getValue().topics().contains(topic)) {
                continue;
            }
            int busy = onlyFree
                    ? known.heldElsewhere() + state.claimedBy(worker.getKey()).size()
                    : 0;
            slots += Math.max(0, worker.getValue().slots() - busy);
        }
        return slots;
    }

    private boolean isOpen(String worker) {
        Seen known = seen.get(worker);
        return known != null && !known.stopping();
    }

    private boolean typesChanged() {
        Map<String, Set<String>> before = typesByTopic;
        typesByTopic = countTypes();
        return !typesByTopic.equals(before);
    }

    private Map<String, Set<String>> countTypes() {
        Map<String, Set<String>> types = new HashMap<>();
        state.workers().forEach((worker, facts) -> {
            if (isOpen(worker)) {
                facts.topics()
                        .forEach(topic -> types.computeIfAbsent(topic, any -> new HashSet<>())
                                .addAll(facts.types()));
            }
        });
        return types;
    }
}
