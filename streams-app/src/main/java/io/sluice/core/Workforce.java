package io.sluice.core;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

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
     * partition's share of the free slots, but one always while a worker reads the topic. Where runs are short, of all slots, for
     * they are free again before the bundle is there; and then bundles of little work count for a part of one only.
     */
    int room(String topic) {
        if (!roster.reads(topic)) {
            return 0;
        }
        if (!runTimes.areShort(topic)) {
            return share(roster.freeSlots(topic)) - wanted(topic, type -> 1);
        }
        long parts = (long) RunTimes.MOST_AHEAD * share(roster.slots(topic)) - wanted(topic, runTimes::parts);
        return Math.clamp(parts, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** How much of the room a further bundle takes: what {@link #room} is counted in. */
    int takes(String topic, String type) {
        return runTimes.areShort(topic) ? runTimes.parts(type) : 1;
    }

    /** Slots of this partition's share for which no bundle lies there: fewer than none, if some lie behind others. */
    int spareSlots(String topic) {
        int slots = runTimes.areShort(topic) ? roster.slots(topic) : roster.freeSlots(topic);
        return share(slots) - wanted(topic, type -> 1);
    }

    private int share(int slots) {
        return Math.max(1, slots / roster.partitionsAtWork());
    }

    /** Unclaimed bundles; those that nobody takes now, because the workers of their types are gone, wait and block nobody. */
    private int wanted(String topic, ToIntFunction<String> each) {
        int sum = 0;
        for (Map.Entry<String, Integer> unclaimed : state.unclaimedByType(topic).entrySet()) {
            sum += roster.handles(topic, unclaimed.getKey())
                    ? unclaimed.getValue() * each.applyAsInt(unclaimed.getKey())
                    : 0;
        }
        return sum;
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
