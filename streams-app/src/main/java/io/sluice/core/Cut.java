package io.sluice.core;

/** Texts that are cut where they are longer than a record should carry. Lengths are bytes of UTF-8; no character is split. */
final class Cut {

    private static final String MARK = "…";
    private static final int MARK_BYTES = 3;
    private static final int MOST_BYTES_A_CHAR = 3;

    private Cut() {}

    /** The text if it is at most so long, else its beginning with a mark behind it. */
    static String beginning(String text, int most) {
        if (isSurelyWithin(text, most)) {
            return text;
        }
        int kept = 0;
        long bytes = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            kept = bytes <= most - MARK_BYTES ? at : kept;
            bytes += bytes(text.codePointAt(at));
            if (bytes > most) {
                return text.substring(0, kept) + MARK;
            }
        }
        return text;
    }

    /** The text if it is at most so long, else its end with a mark in front of it. */
    static String end(String text, int most) {
        if (isSurelyWithin(text, most)) {
            return text;
        }
        int kept = text.length();
        long bytes = 0;
        for (int at = text.length(); at > 0; at -= Character.charCount(text.codePointBefore(at))) {
            kept = bytes <= most - MARK_BYTES ? at : kept;
            bytes += bytes(text.codePointBefore(at));
            if (bytes > most) {
                return MARK + text.substring(kept);
            }
        }
        return text;
    }

    /** The last so many lines. */
    static String lastLines(String text, int lines) {
        int start = text.length();
        for (int line = 0; line < lines && start >= 0; line++) {
            start = text.lastIndexOf('\n', start - 1);
        }
        return text.substring(start + 1);
    }

    private static boolean isSurelyWithin(String text, int most) {
        return (long) text.length() * MOST_BYTES_A_CHAR <= most;
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
