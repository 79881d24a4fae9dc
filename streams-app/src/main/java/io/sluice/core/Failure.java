package io.sluice.core;

/**
 * Why a run did not succeed. What is longer is cut, however it came here.
 *
 * @param type class of the error, at most 256 bytes
 * @param message its message, at most 8 KiB
 * @param stackTrace its trace, at most 32 KiB
 * @since 0.1
 */
public record Failure(String type, String message, String stackTrace) {

    private static final int LONGEST_TYPE = 256;
    private static final int LONGEST_MESSAGE = 8 * 1024;
    private static final int LONGEST_TRACE = 32 * 1024;

    /** Cuts what is too long. */
    public Failure {
        type = Cut.beginning(type, LONGEST_TYPE);
        message = Cut.beginning(message, LONGEST_MESSAGE);
        stackTrace = Cut.beginning(stackTrace, LONGEST_TRACE);
    }

    /** Of a run that succeeded, but submitted what cannot be: nothing of that exists, so the run is not DONE. */
    public static Failure submissionRefused(JobId by, String why) {
        return new Failure(
                "SubmissionRefused",
                "the run of job " + by + " succeeded, but what it submitted cannot be stored: " + why,
                "");
    }

    /** The same error with a sentence behind its message. */
    Failure saying(String more) {
        // However long the message is, what is said in addition is read.
        String room = Cut.beginning(message, LONGEST_MESSAGE - 3 * (more.length() + 3));
        return new Failure(type, message.isEmpty() ? more : room + " (" + more + ")", stackTrace);
    }
}
