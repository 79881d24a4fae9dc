package io.sluice.core;

import io.sluice.core.Command.OnJob;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDone;
import io.sluice.core.Event.JobMoved;
import io.sluice.core.Event.JobPurged;
import io.sluice.core.Event.JobReprioritized;
import io.sluice.core.Event.JobRescheduled;
import io.sluice.core.Event.MaxAttemptsSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What is done to a job that is there, by its id or by a sweep. By id a refusal says why; a sweep passes such a job by. */
final class JobActions {

    private static final int LONGEST_RESULT = 64 * 1024;

    private final StateView state;
    private final Dependencies dependencies;
    private final Lifecycle lifecycle;

    JobActions(StateView state, Dependencies dependencies, Lifecycle lifecycle) {
        this.state = state;
        this.dependencies = dependencies;
        this.lifecycle = lifecycle;
    }

    void take(OnJob command, Journal journal) {
        JobId id = command.job();
        JobAction action = command.action();
        Optional<JobStatus> status = state.status(id);
        if (status.isEmpty()) {
            journal.reject(
                    RejectionCode.UNKNOWN_JOB,
                    id,
                    "job " + id + " cannot be " + done(action)
                            + ": no such job is kept; closed jobs go after their retention");
            return;
        }
        JobState is = status.get().state();
        if (action instanceof JobAction.Requeue && !is.isEnded() && !is.isActive()) {
            // It is on its way already.
            return;
        }
        if (!action.fits().contains(is)) {
            journal.reject(RejectionCode.WRONG_STATE, id, "job " + id + " is " + is + "; " + instead(action, is));
            return;
        }
        Optional<String> problem = problem(action, journal.now());
        if (problem.isPresent()) {
            journal.reject(
                    action instanceof JobAction.Move ? RejectionCode.BAD_CHANNELS : RejectionCode.OVER_LIMIT,
                    id,
                    "job " + id + " was not " + done(action) + ": " + problem.get());
            return;
        }
        Job job = state.job(id).orElseThrow();
        Optional<String> refusal = refusal(job, action, status.get());
        if (refusal.isPresent()) {
            journal.reject(RejectionCode.WRONG_STATE, id, refusal.get());
            return;
        }
        act(job, action, status.get(), journal);
    }

    /** Why an action cannot be done to a job in whose state it fits, because of those that it waits for or that wait for it. */
    Optional<String> refusal(Job job, JobAction action, JobStatus status) {
        return switch (action) {
            case JobAction.Requeue c -> dependencies.refusesRequeue(job, status);
            case JobAction.Delete c ->
                dependencies.isSettled(job.id())
                        ? Optional.empty()
                        : Optional.of("job " + job.id() + " cannot be deleted yet: many jobs wait for it and not all of"
                                + " them know how it ended; try again in a moment");
            case JobAction.SetDone c -> notOfJoin(job, action);
            case JobAction.Reprioritize c -> notOfJoin(job, action);
            case JobAction.Reschedule c -> notOfJoin(job, action);
            case JobAction.Move c -> notOfJoin(job, action);
            case JobAction.SetMaxAttempts c -> notOfJoin(job, action);
            case JobAction.Cancel c -> notOfJoin(job, action);
            case JobAction.Drop c -> Optional.empty();
        };
    }

    /** It follows from the jobs before it: ended by itself it would leave those behind it with nobody to bring them back. */
    private static Optional<String> notOfJoin(Job job, JobAction action) {
        return job.isJoin()
                ? Optional.of("job " + job.id() + " is a hidden join, which runs nothing and cannot be " + done(action)
                        + "; do it to the jobs before or behind it")
                : Optional.empty();
    }

    /** What is wrong with an action whatever it is done to. */
    Optional<String> problem(JobAction action, long now) {
        return switch (action) {
            case JobAction.SetDone c -> result(c.result());
            case JobAction.Reschedule c ->
                c.eta() > now + Admission.FURTHEST_ETA
                        ? Optional.of("the ETA is more than 10 years ahead: " + c.eta() + " ms")
                        : Optional.empty();
            case JobAction.Move c -> channel(c.channel());
            case JobAction.SetMaxAttempts c ->
                c.most() < 0
                        ? Optional.of("maxAttempts is " + c.most() + "; 0 (unlimited) or more is allowed")
                        : Optional.empty();
            case JobAction.Cancel c -> Optional.empty();
            case JobAction.Requeue c -> Optional.empty();
            case JobAction.Delete c -> Optional.empty();
            case JobAction.Reprioritize c -> Optional.empty();
            case JobAction.Drop c -> Optional.empty();
        };
    }

    private static Optional<String> result(Optional<String> result) {
        int size =
                result.map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
        return size > LONGEST_RESULT
                ? Optional.of("the result is " + size + " bytes long; at most " + LONGEST_RESULT + " are allowed")
                : Optional.empty();
    }

    private static Optional<String> channel(String path) {
        try {
            ChannelPath.parse(path);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Does it to a job in whose state it fits. What it would not change gets no event. */
    void act(Job job, JobAction action, JobStatus status, Journal journal) {
        switch (action) {
            case JobAction.Cancel c -> lifecycle.cancel(job, status, c, journal);
            case JobAction.Requeue c -> lifecycle.requeue(job, journal);
            case JobAction.SetDone c ->
                record(job, journal, new JobDone(job.id(), job.channel(), job.type(), ofNobody(status), c.result()));
            case JobAction.Delete c -> record(job, journal, new JobPurged(job.id(), job.channel(), job.type()));
            case JobAction.Reprioritize c -> {
                if (c.priority() != job.priority()) {
                    record(job, journal, new JobReprioritized(job.id(), job.channel(), job.type(), c.priority()));
                }
            }
            case JobAction.Reschedule c -> {
                if (!waitsAlready(job, status, c.eta(), journal.now())) {
                    record(job, journal, new JobRescheduled(job.id(), job.channel(), job.type(), c.eta()));
                }
            }
            case JobAction.Move c -> {
                ChannelPath to = ChannelPath.parse(c.channel());
                if (!to.equals(job.channel())) {
                    record(job, journal, new JobMoved(job.id(), job.channel(), job.type(), to));
                }
            }
            case JobAction.SetMaxAttempts c -> {
                if (job.maxAttempts().isEmpty() || job.maxAttempts().getAsInt() != c.most()) {
                    record(job, journal, new MaxAttemptsSet(job.id(), c.most()));
                    if (status.state() == JobState.SCHEDULED || status.state() == JobState.READY) {
                        lifecycle.failIfUsedUp(state.job(job.id()).orElseThrow(), status, journal);
                    }
                }
            }
            case JobAction.Drop c -> drop(job, c, status, journal);
        }
    }

    /** No worker made it DONE. */
    private static Event.Run ofNobody(JobStatus status) {
        return new Event.Run(Optional.empty(), status.run(), status.attempt(), "", 0, 0);
    }

    /** Whether it starts at that time as it is. */
    private static boolean waitsAlready(Job job, JobStatus status, long eta, long now) {
        return switch (status.state()) {
            case WAITING -> job.eta().equals(OptionalLong.of(eta));
            case SCHEDULED -> status.notBefore().equals(OptionalLong.of(eta));
            case READY -> eta <= now;
            case RELEASED, RUNNING, DONE, FAILED, CANCELLED -> false;
        };
    }

    /** One that is with a worker goes once that has answered: the next pass finds it ended. */
    private void drop(Job job, JobAction.Drop action, JobStatus status, Journal journal) {
        if (status.state().isActive()) {
            lifecycle.cancel(job, status, new JobAction.Cancel(action.reason(), false), journal);
            return;
        }
        if (!status.state().isEnded()) {
            record(
                    job,
                    journal,
                    new JobCancelled(job.id(), job.channel(), job.type(), Lifecycle.idle(status), action.reason()));
        }
        record(job, journal, new JobPurged(job.id(), job.channel(), job.type()));
    }

    private static void record(Job job, Journal journal, Event event) {
        journal.record(job.id().tree(), event);
    }

    // ---- words

    private static String done(JobAction action) {
        return switch (action) {
            case JobAction.Cancel c -> "cancelled";
            case JobAction.Requeue c -> "requeued";
            case JobAction.SetDone c -> "set done";
            case JobAction.Delete c -> "deleted";
            case JobAction.Reprioritize c -> "reprioritized";
            case JobAction.Reschedule c -> "rescheduled";
            case JobAction.Move c -> "moved";
            case JobAction.SetMaxAttempts c -> "given another maxAttempts";
            case JobAction.Drop c -> "dropped";
        };
    }

    /** What could be done instead. */
    private static String instead(JobAction action, JobState is) {
        return switch (action) {
            case JobAction.Cancel c -> "only unfinished or FAILED jobs can be cancelled";
            case JobAction.Requeue c -> "cancel it first: two runs at once are what a requeue must not make";
            case JobAction.SetDone c ->
                only(action) + (is.isActive() ? ": cancel it first, or wait for its end" : ": requeue it first");
            case JobAction.Delete c -> only(action) + ": cancel it first";
            case JobAction.Reprioritize c -> only(action);
            case JobAction.Reschedule c ->
                only(action) + (is.isActive() ? ": it is with a worker already" : ": requeue it first");
            case JobAction.Move c -> "it holds a seat in its channel: cancel it first, or wait for its end";
            case JobAction.SetMaxAttempts c -> only(action);
            case JobAction.Drop c -> only(action);
        };
    }

    private static String only(JobAction action) {
        String states = action.fits().stream().map(JobState::name).collect(Collectors.joining(", "));
        return "only jobs that are " + states + " can be " + done(action);
    }
}
