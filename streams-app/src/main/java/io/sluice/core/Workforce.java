package io.sluice.core;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What the workers of a partition can take now. The dispatcher asks it in order to release, and "why is my job not running" asks
 * the very same.
 */
final class Workforce {

    private final StateView state;
    private final Roster roster;
    private final UnknownTypes unknown;
    private final RunTimes runTimes;

    Workforce(StateView state, Roster roster, UnknownTypes unknown, RunTimes runTimes) {
        this.state = state;
        this.roster = roster;
        this.unknown = unknown;
        this.runTimes = runTimes;
    }

    /** The workers as another thread knows them. */
    static Workforce of(StateView state, SoftFacts soft, long now) {
        Roster roster = new Roster(state, soft.partition(), soft.seen());
        roster.wake(now);
        return new Workforce(state, roster, new UnknownTypes(soft.waits()), soft.runTimes());
    }

    /** What of this is in memory only, as it is now. */
    SoftFacts softFacts(int partition) {
        return new SoftFacts(partition, roster.seen(), unknown.waits(), runTimes);
    }

    /** Whether a type can be released to a channel topic at all now. */
    boolean canRun(String tree, String topic, String type, long now) {
        return roster.handles(topic, type)
                && !unknown.isWaiting(topic, type, now)
                && state.typePause(tree, type).isEmpty();
    }

    /**
     * How many more bundles may lie unclaimed on a channel topic, so that what is released is close to what runs: at most this
     * partition's share of the free slots, but one always while a worker reads the topic. Where runs are short, of all slots, or
     * of several times as many: they are free again before the bundle is there.
     */
    int room(String topic) {
        if (!roster.reads(topic)) {
            return 0;
        }
        int ahead = runTimes.ahead(topic);
        int slots = ahead == 0 ? roster.freeSlots(topic) : ahead * roster.slots(topic);
        return share(slots) - wanted(topic);
    }

    /** How much of the room is for bundles that find no slot of their own, but lie behind another. */
    int roomBehind(String topic) {
        int ahead = runTimes.ahead(topic);
        int slots = roster.slots(topic);
        return ahead <= 1 ? 0 : share(ahead * slots) - share(slots);
    }

    private int share(int slots) {
        return Math.max(1, slots / roster.partitionsAtWork());
    }

    /** Unclaimed bundles; those that nobody takes now, because the workers of their types are gone, wait and block nobody. */
    private int wanted(String topic) {
        int count = 0;
        for (Map.Entry<String, Integer> unclaimed : state.unclaimedByType(topic).entrySet()) {
            count += roster.handles(topic, unclaimed.getKey()) ? unclaimed.getValue() : 0;
        }
        return count;
    }

    /** The same for people who ask about a job. */
    Gate.Workers of(String topic, String type, long now) {
        boolean waits = unknown.isWaiting(topic, type, now);
        return new Gate.Workers(
                roster.reads(topic),
                roster.handles(topic, type),
                room(topic),
                waits ? OptionalLong.of(unknown.until(topic, type)) : OptionalLong.empty());
    }

    /** Slots of a channel topic's workers in which nothing is known to run. */
    int freeSlots(String topic) {
        return roster.freeSlots(topic);
    }
}
