package io.sluice.core;

/** Lengths of time as people say them: the largest unit that fits, and the next one while the first is a small number. */
final class Spans {

    private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000};
    private static final String[] NAMES = {" d", " h", " min", " s"};

    /** From here on the next smaller unit says nothing. */
    private static final long LARGE = 10;

    private Spans() {}

    static String words(long millis) {
        for (int i = 0; i < UNITS.length; i++) {
            long count = millis / UNITS[i];
            if (count > 0) {
                return count + NAMES[i] + (count < LARGE && i + 1 < UNITS.length ? rest(millis % UNITS[i], i + 1) : "");
            }
        }
        return Math.max(0, millis) + " ms";
    }

    private static String rest(long millis, int unit) {
        long count = millis / UNITS[unit];
        return count == 0 ? "" : " " + count + NAMES[unit];
    }
}
