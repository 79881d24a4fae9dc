package io.sluice.core;

/** What a pause says that a bug in the rules brought about. */
final class Bug {

    /** What its words begin with. */
    static final String MARK = "BUG: ";

    /** Who such a pause is by. */
    static final String BY = "sluice";

    private static final int MOST_FRAMES = 20;
    private static final int LONGEST_MESSAGE = 1000;

    private Bug() {}

    /** {@code BUG}, what was thrown and where. */
    static String words(RuntimeException thrown) {
        StringBuilder words = new StringBuilder(MARK + "releasing its first job threw ");
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 3; depth++) {
            String message = cause.toString();
            words.append(depth == 0 ? "" : "\ncaused by ");
            words.append(message, 0, Math.min(message.length(), LONGEST_MESSAGE));
            StackTraceElement[] trace = cause.getStackTrace();
            for (int i = 0; i < Math.min(trace.length, MOST_FRAMES); i++) {
                words.append("\n\tat ").append(trace[i]);
            }
            cause = cause.getCause();
        }
        return words.toString();
    }
}
