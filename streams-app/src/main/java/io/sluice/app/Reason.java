package io.sluice.app;

/** The words of an exception that a person can use. */
final class Reason {

    private Reason() {}

    /** The innermost message: Kafka wraps what matters in what does not. */
    static String of(Throwable problem) {
        Throwable inner = problem;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }
}
