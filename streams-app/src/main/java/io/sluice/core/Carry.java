package io.sluice.core;

/**
 * How often what lives is written again, so that any stretch of events that long holds all of it.
 *
 * @param withinMs that long, in milliseconds; 0: it is never written again
 * @since 0.1
 */
public record Carry(long withinMs) {

    /** Within 7 days. */
    public static final Carry DEFAULT = new Carry(7 * 24 * 3_600_000L);

    /** Where nobody will make the state from the events. */
    public static final Carry NEVER = new Carry(0);

    private static final long HOUR = 3_600_000;

    /** @throws IllegalArgumentException if it is negative */
    public Carry {
        if (withinMs < 0) {
            throw new IllegalArgumentException("within " + withinMs + " ms; 0 or more is allowed");
        }
    }

    boolean isNever() {
        return withinMs == 0;
    }

    /** Between two walks over a tree. */
    long everyMs() {
        return Math.max(1, withinMs / 7);
    }

    /** What was written whole that long before a walk, or longer, is written again. */
    long ageMs() {
        return withinMs - everyMs();
    }

    /** Between two writings of counters that change. */
    long countersMs() {
        return Math.min(HOUR, everyMs());
    }
}
