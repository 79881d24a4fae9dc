package io.sluice.core;

/**
 * At most so many releases in any window of a length.
 *
 * @param releases how many, at least 1
 * @param periodMs the window, in milliseconds, at least 1
 * @since 0.1
 */
public record Throttle(int releases, long periodMs) {

    private static final long LONGEST_MS = 365L * 24 * 3600 * 1000;

    private static final String ALLOWED =
            "; allowed are 5/1s, 100/1m… (releases in a time) and a bare number of seconds between two releases";

    /** @throws IllegalArgumentException if one of them is less than 1, or the window longer than a year */
    public Throttle {
        if (releases < 1 || periodMs < 1 || periodMs > LONGEST_MS) {
            throw new IllegalArgumentException("a throttle of " + releases + " releases in " + periodMs
                    + " ms; both must be 1 or more, and the time at most 365d");
        }
    }

    /**
     * Reads {@code 5/1s}; a bare {@code 2} is one release in 2 s.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    static Throttle parse(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash).strip();
        if (!first.matches("[0-9]{1,9}") || Integer.parseInt(first) == 0) {
            throw new IllegalArgumentException("the option throttle is \"" + text + "\"" + ALLOWED);
        }
        int number = Integer.parseInt(first);
        return slash < 0
                ? new Throttle(1, number * 1000L)
                : new Throttle(number, Durations.parse(text.substring(slash + 1).strip()));
    }

    @Override
    public String toString() {
        return releases + "/" + Durations.text(periodMs);
    }
}
