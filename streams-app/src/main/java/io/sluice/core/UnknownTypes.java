package io.sluice.core;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Types that a worker handed back because it did not know them, while others of the topic do: they wait a moment, longer each
 * time, until one that knows it claims one.
 */
final class UnknownTypes {

    /** The reason that a worker gives for such a hand-back. */
    static final String REASON = "UNKNOWN_TYPE";

    private static final long FIRST = 100;
    private static final long LONGEST = 5_000;

    private final Map<OnTopic, Wait> waits;

    /** A type on a channel topic. */
    record OnTopic(String topic, String type) {}

    record Wait(long length, long until) {}

    UnknownTypes() {
        this(Map.of());
    }

    UnknownTypes(Map<OnTopic, Wait> waits) {
        this.waits = new HashMap<>(waits);
    }

    /** All that wait or have waited; a view. */
    Map<OnTopic, Wait> waits() {
        return Collections.unmodifiableMap(waits);
    }

    /** Makes the type wait; answers until when. */
    long handedBack(String topic, String type, long now) {
        Wait before = waits.get(new OnTopic(topic, type));
        long length = before == null ? FIRST : Math.min(LONGEST, before.length() * 2);
        waits.put(new OnTopic(topic, type), new Wait(length, now + length));
        return now + length;
    }

    /** A worker that knows the type has claimed one; tells whether it had been waiting. */
    boolean isKnownAgain(String topic, String type) {
        return !waits.isEmpty() && waits.remove(new OnTopic(topic, type)) != null;
    }

    /** After a step that did not land: nobody knows which timers are on their way. */
    void forget() {
        waits.clear();
    }

    boolean isWaiting(String topic, String type, long now) {
        Wait wait = waits.isEmpty() ? null : waits.get(new OnTopic(topic, type));
        return wait != null && now < wait.until();
    }

    /** Until when a type waits that {@link #isWaiting}. */
    long until(String topic, String type) {
        return waits.get(new OnTopic(topic, type)).until();
    }
}
