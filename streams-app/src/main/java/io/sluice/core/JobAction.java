package io.sluice.core;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants of a job that is there: of one, by its id, or of many, by a {@link JobFilter}.
 *
 * @since 0.1
 */
public sealed interface JobAction {

    /**
     * End it without running it; one that is with a worker is asked to stop first.
     *
     * @param reason why, for people
     * @param force whether one that is with a worker loses its seat at once; its handler may still be at work while another
     *     job takes its place
     */
    record Cancel(String reason, boolean force) implements JobAction {}

    /** Let it run again with its attempts set back to 0. */
    record Requeue() implements JobAction {}

    /** End it as DONE without running it. */
    record SetDone(Optional<String> result) implements JobAction {}

    /** Forget it at once instead of after its retention. */
    record Delete() implements JobAction {}

    /** Give it another priority. */
    record Reprioritize(int priority) implements JobAction {}

    /** Give it another earliest start, in milliseconds since the epoch; a past one means now. */
    record Reschedule(long eta) implements JobAction {}

    /** Put it into another channel. */
    record Move(String channel) implements JobAction {}

    /** Give it another bound on its executions; 0 = unlimited. */
    record SetMaxAttempts(int most) implements JobAction {}

    /** Cancel and forget it, because its tree is dropped. Only a {@link Command.DropTree} does that. */
    record Drop(String reason) implements JobAction {}

    /** The states in which it can be done; in all others it is refused. */
    default Set<JobState> fits() {
        return switch (this) {
            case Cancel c -> EnumSet.complementOf(EnumSet.of(JobState.DONE, JobState.CANCELLED));
            case Requeue c -> EnumSet.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED);
            case SetDone c -> EnumSet.of(JobState.WAITING, JobState.SCHEDULED, JobState.READY, JobState.FAILED);
            case Delete c -> EnumSet.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED);
            case Reprioritize c -> EnumSet.allOf(JobState.class);
            case Reschedule c -> EnumSet.of(JobState.WAITING, JobState.SCHEDULED, JobState.READY);
            case Move c -> EnumSet.complementOf(EnumSet.of(JobState.RELEASED, JobState.RUNNING));
            case SetMaxAttempts c -> EnumSet.allOf(JobState.class);
            case Drop c -> EnumSet.allOf(JobState.class);
        };
    }

    /** The states that a sweep looks at if its filter names none: where the action makes sense unasked. */
    default Set<JobState> usual() {
        return switch (this) {
            case Cancel c -> fits();
            case Requeue c -> EnumSet.of(JobState.FAILED);
            case SetDone c -> fits();
            case Delete c -> fits();
            case Reprioritize c -> open(fits());
            case Reschedule c -> fits();
            case Move c -> open(fits());
            case SetMaxAttempts c -> open(fits());
            case Drop c -> fits();
        };
    }

    private static Set<JobState> open(Set<JobState> states) {
        Set<JobState> open = EnumSet.copyOf(states);
        open.removeIf(JobState::isClosed);
        return open;
    }
}
