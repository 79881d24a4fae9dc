package io.sluice.core;

import java.util.HashMap;
import java.util.Map;

/**
 * Types that a worker handed back because it did not know them, while others of the topic do: they wait a moment, longer each
 * time, until a run of the type ends properly.
 */
final class UnknownTypes {

    /** The reason that a worker gives for such a hand-back. */
    static final String REASON = "UNKNOWN_TYPE";

    private static final long FIRST = 100;
    private static final long LONGEST = 5_000;

    private final Map<OnTopic, Wait> waits = new HashMap<>();

    /** A type on a channel topic. */
    private record OnTopic(String topic, String type) {}

    private record Wait(long length, long until) {}

    /** Makes the type wait; answers until when. */
    long handedBack(String topic, String type, long now) {
        Wait before = waits.get(new OnTopic(topic, type));
        long length = before == null ? FIRST : Math.min(LONGEST, before.length() * 2);
        waits.put(new OnTopic(topic, type), new Wait(length, now + length));
        return now + length;
    }

    void ran(String topic, String type) {
        if (!waits.isEmpty()) {
            waits.remove(new OnTopic(topic, type));
        }
    }

    boolean isWaiting(String topic, String type, long now) {
        Wait wait = waits.isEmpty() ? null : waits.get(new OnTopic(topic, type));
        return wait != null && now < wait.until();
    }
}
