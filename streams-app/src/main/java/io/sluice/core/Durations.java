package io.sluice.core;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Durations as the channel text writes them: an integer and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
 *
 * @since 0.1
 */
public final class Durations {

    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("ms", 1L);
        UNITS.put("s", 1_000L);
        UNITS.put("m", 60_000L);
        UNITS.put("h", 3_600_000L);
        UNITS.put("d", 86_400_000L);
    }

    /** So long that nobody waits for it, and so short that no sum of times overflows. */
    private static final long LONGEST_MS = Admission.FURTHEST_ETA;

    private Durations() {}

    /**
     * Milliseconds.
     *
     * @throws IllegalArgumentException with what is expected
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        Long unit = UNITS.get(text.substring(digits));
        if (digits == 0 || digits > 12 || unit == null) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a duration; expected a whole number and one of ms, s, m, h, d, such as 10s");
        }
        long count = Long.parseLong(text.substring(0, digits));
        if (count > LONGEST_MS / unit) {
            throw new IllegalArgumentException("\"" + text + "\" is too long a duration; at most " + text(LONGEST_MS)
                    + ", which is 10 years, is allowed");
        }
        return count * unit;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** The shortest text that reads back as the same. */
    public static String text(long millis) {
        String best = millis + "ms";
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (millis % unit.getValue() == 0 && (millis > 0 || unit.getValue() == 1000)) {
                best = millis / unit.getValue() + unit.getKey();
            }
        }
        return best;
    }
}
