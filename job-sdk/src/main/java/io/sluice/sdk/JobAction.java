package io.sluice.sdk;

import io.sluice.schemas.Cancel;
import io.sluice.schemas.Delete;
import io.sluice.schemas.Move;
import io.sluice.schemas.Reprioritize;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.Reschedule;
import io.sluice.schemas.SetDone;
import io.sluice.schemas.SetMaxAttempts;
import io.sluice.schemas.Uuid;
import java.time.Instant;
import java.util.Objects;

/**
 * What an operator wants of a job that is there: of one by its id ({@link JobClient#act}), or of all that a
 * {@link JobFilter} lets through ({@link JobClient#sweep}). A job whose state forbids it is left as it is; by id the verdict
 * says why.
 *
 * <pre>{@code
 * client.act(job, JobAction.reprioritize(1));
 * }</pre>
 *
 * @since 0.1
 */
public final class JobAction {

    private final String name;
    private final String text;
    private final long number;
    private final boolean force;

    private JobAction(String name, String text, long number, boolean force) {
        this.name = name;
        this.text = text;
        this.number = number;
        this.force = force;
    }

    /**
     * End it without running it, if it is unfinished or FAILED; one that is with a worker is asked to stop first.
     *
     * @param reason why, for people; may be empty
     * @since 0.1
     */
    public static JobAction cancel(String reason) {
        return new JobAction("Cancel", Objects.requireNonNull(reason), 0, false);
    }

    /**
     * As {@link #cancel}, but one that is with a worker loses its seat at once, before the worker says that it ended. The
     * risk: its handler may still be at work, beside the next job of its channel, and what it returns is not kept.
     *
     * @param reason why, for people; may be empty
     * @since 0.1
     */
    public static JobAction cancelByForce(String reason) {
        return new JobAction("Cancel", Objects.requireNonNull(reason), 0, true);
    }

    /**
     * Let it run again, if it has ended, with its attempts set back to 0. In a sweep without a state: FAILED ones only.
     *
     * @since 0.1
     */
    public static JobAction requeue() {
        return new JobAction("Requeue", null, 0, false);
    }

    /**
     * End it as DONE without running it, if it is WAITING, SCHEDULED, READY or FAILED.
     *
     * @param result what it is to have returned, at most 64 KiB; null: nothing
     * @since 0.1
     */
    public static JobAction setDone(String result) {
        return new JobAction("SetDone", result, 0, false);
    }

    /**
     * Forget it, if it has ended, at once instead of after its retention. Its id may then come again.
     *
     * @since 0.1
     */
    public static JobAction delete() {
        return new JobAction("Delete", null, 0, false);
    }

    /**
     * Give it another priority, unless it is with a worker.
     *
     * @param priority smaller is sooner
     * @since 0.1
     */
    public static JobAction reprioritize(int priority) {
        return new JobAction("Reprioritize", null, priority, false);
    }

    /**
     * Give it another earliest start in place of its ETA or back-off, if it is WAITING, SCHEDULED or READY.
     *
     * @param eta at most 10 years ahead, to the millisecond; one that is past means now
     * @since 0.1
     */
    public static JobAction reschedule(Instant eta) {
        return new JobAction("Reschedule", null, eta.toEpochMilli(), false);
    }

    /**
     * Put it into another channel, unless it is with a worker.
     *
     * @param channel its path, such as {@code root.shop.import}
     * @throws IllegalArgumentException if that is no path
     * @since 0.1
     */
    public static JobAction move(String channel) {
        return new JobAction("Move", Limits.checkChannel(channel), 0, false);
    }

    /**
     * Give it another bound on its executions; it holds for the execution that runs too.
     *
     * @param maxAttempts at most that many; 0 is unlimited
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public static JobAction maxAttempts(int maxAttempts) {
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; it must be 0 (unlimited) or more");
        }
        return new JobAction("SetMaxAttempts", null, maxAttempts, false);
    }

    /** As a command about one job. */
    Object of(Uuid job) {
        return switch (name) {
            case "Cancel" -> new Cancel(job, text, force);
            case "Requeue" -> new Requeue(job);
            case "SetDone" -> new SetDone(job, text);
            case "Delete" -> new Delete(job);
            case "Reprioritize" -> new Reprioritize(job, (int) number);
            case "Reschedule" -> new Reschedule(job, number);
            case "Move" -> new Move(job, text);
            case "SetMaxAttempts" -> new SetMaxAttempts(job, (int) number);
            default -> throw new IllegalStateException("no command is named " + name);
        };
    }

    io.sluice.schemas.JobAction ofMany() {
        return new io.sluice.schemas.JobAction(name, text, number, force);
    }

    /**
     * Its name and what it is given.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return name
                + (text == null ? "" : " \"" + text + "\"")
                + (number == 0 ? "" : " " + number)
                + (force ? " by force" : "");
    }
}
