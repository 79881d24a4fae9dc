package io.sluice.web;

import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The way of what somebody wants to the log, from where the scheduler takes it.
 *
 * <p>Safe for use by many threads; a call may block as long as the broker takes.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Commands extends AutoCloseable {

    /** For an API that only answers questions. */
    Commands NONE = (order, by, wait) -> {
        throw new NotSentException("this API only answers questions");
    };

    /**
     * Sends a command and waits until the broker has it.
     *
     * @param order what is wanted
     * @param by who wants it; stands in every event that follows
     * @param wait how long to wait for what the scheduler makes of it; 0: not at all
     * @throws IllegalArgumentException if it does not read or is over a limit; nothing was sent
     * @throws NotSentException if the broker did not confirm it
     */
    Sent send(Order order, String by, Duration wait);

    @Override
    default void close() {}

    /**
     * What is wanted. What jobs are to be is left as it came: who sends it knows the forms.
     *
     * @since 0.1
     */
    sealed interface Order {

        /** @param job a job to submit */
        record Submit(Fields job) implements Order {}

        /** @param flow jobs to submit that wait for each other */
        record SubmitFlow(Fields flow) implements Order {}

        /** @param schedule a schedule to put */
        record PutSchedule(Fields schedule) implements Order {}

        /** What is done to one job. */
        record Act(JobId job, JobAction action) implements Order {}

        /** What is done to many. */
        record Sweep(String tree, JobFilter filter, JobAction action) implements Order {}

        /** A sweep, or the drop of a tree, is to end. */
        record CancelSweep(String tree, UUID sweep) implements Order {}

        /** A flow is to end. */
        record CancelFlow(FlowId flow, String reason) implements Order {}

        /** What went wrong in a flow is to run again. */
        record RequeueFlow(FlowId flow) implements Order {}

        /** Channels are to be set live. */
        record Configure(String tree, String channels) implements Order {}

        /** A channel is to stop. */
        record Pause(String tree, String channel, String reason) implements Order {}

        /** A channel is to go on. */
        record Resume(String tree, String channel) implements Order {}

        /** A job type is to stop. */
        record PauseType(String tree, String type, String reason) implements Order {}

        /** A job type is to go on. */
        record ResumeType(String tree, String type) implements Order {}

        /** A schedule is to be forgotten. */
        record DeleteSchedule(String tree, String id) implements Order {}

        /** A schedule is to submit its job now. */
        record TriggerSchedule(String tree, String id) implements Order {}

        /** A schedule is to be switched on or off. */
        record SwitchSchedule(String tree, String id, boolean enabled) implements Order {}

        /** A tree is to be forgotten. */
        record DropTree(String tree, String reason) implements Order {}
    }

    /**
     * What was sent.
     *
     * @param command its id, by which events name it; that of a job or a flow is the command's, too
     * @param job the job that was submitted
     * @param flow the flow that was submitted
     * @param jobs the jobs of that flow
     * @param verdict what became of it; none: nobody waited, or it did not come in time
     * @since 0.1
     */
    record Sent(
            UUID command, Optional<String> job, Optional<String> flow, List<String> jobs, Optional<Verdict> verdict) {

        /** A command about what is there. */
        public static Sent command(UUID id, Optional<Verdict> verdict) {
            return new Sent(id, Optional.empty(), Optional.empty(), List.of(), verdict);
        }
    }

    /**
     * What the scheduler made of a command.
     *
     * @since 0.1
     */
    sealed interface Verdict {

        /** It was done, or is being done. */
        record Accepted() implements Verdict {}

        /** It was not stored: that job is there already. */
        record Duplicate(String existing) implements Verdict {}

        /** It was not stored: that job, which waits, took over its payload, priority and ETA. */
        record Replaced(String existing) implements Verdict {}

        /** It changed nothing. */
        record Rejected(String code, String reason) implements Verdict {}
    }

    /**
     * A command that did not get to the log, or maybe did: its sender does not know.
     *
     * @since 0.1
     */
    final class NotSentException extends RuntimeException {

        /** @param message what was tried, why it failed and what to do */
        public NotSentException(String message) {
            super(message);
        }
    }
}
