package io.sluice.contract;

import io.sluice.core.Command;
import io.sluice.core.Failure;
import java.util.Optional;
import java.util.OptionalLong;

/** The ways in which a scenario's runs end. */
final class Ends {

    private Ends() {}

    static Command.End done() {
        return new Command.Done(Optional.empty());
    }

    /** The handler returned that. */
    static Command.End done(String result) {
        return new Command.Done(Optional.of(result));
    }

    static Command.End retryable(String message, long delayMs) {
        return new Command.Retry(
                new Failure("java.io.IOException", message, ""), OptionalLong.of(delayMs), Optional.empty());
    }

    /** An error that leaves it to the job, its handler or its channel when to try again. */
    static Command.End retryable(String message) {
        return new Command.Retry(
                new Failure("java.io.IOException", message, ""), OptionalLong.empty(), Optional.empty());
    }

    /** The worker interrupted the handler because its time was over. */
    static Command.End timedOut(long delayMs) {
        return new Command.Retry(
                new Failure("Timeout", "longer than its timeout", ""), OptionalLong.of(delayMs), Optional.empty());
    }

    static Command.End broken(String message) {
        return failed("java.lang.IllegalStateException", message);
    }

    static Command.End failed(String type, String message) {
        return new Command.Failed(new Failure(type, message, "at line 1"));
    }
}
