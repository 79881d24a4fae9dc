package io.sluice.core;

/** Text from outside as it stands in our own words: long enough to be known again, short enough for any record. */
final class Quote {

    private static final int LONGEST = 200;
    private static final int LONGEST_MESSAGE = 4_000;

    private Quote() {}

    /** A whole message of ours, which may quote. */
    static String whole(String message) {
        return message == null || message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    static String of(String text) {
        return text == null || text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }
}
