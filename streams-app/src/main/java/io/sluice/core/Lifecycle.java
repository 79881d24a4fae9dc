package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Command.Cancel;
import io.sluice.core.Command.JobDue;
import io.sluice.core.Command.ReleaseDue;
import io.sluice.core.Command.Requeue;
import io.sluice.core.Command.Submit;
import io.sluice.core.Event.CancelAsked;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDuplicate;
import io.sluice.core.Event.JobReady;
import io.sluice.core.Event.JobRequeued;
import io.sluice.core.Event.JobSubmitted;
import java.util.Optional;
import java.util.OptionalLong;

/** What people do to jobs: submit, cancel, requeue; and what becomes due by itself. */
final class Lifecycle {

    private final StateView state;
    private final long leaseMs;

    Lifecycle(StateView state, long leaseMs) {
        this.state = state;
        this.leaseMs = leaseMs;
    }

    void submit(Submit command, Journal journal) {
        JobId id = command.job().id();
        if (state.job(id).isPresent()) {
            journal.record(new JobDuplicate(id, id));
            return;
        }
        Job job;
        try {
            job = Admission.admit(command.job(), state.nextSeq(id.tree()), journal.now());
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.OVER_LIMIT, id, "job " + id + " was not stored: " + e.getMessage());
            return;
        }
        journal.record(new JobSubmitted(job));
    }

    /** An ETA or back-off that is over. A job that has another by now has another timer. */
    void due(JobDue command, Journal journal) {
        Optional<JobStatus> status = state.status(command.job());
        if (status.isEmpty()
                || status.get().state() != JobState.SCHEDULED
                || status.get().notBefore().orElseThrow() != command.notBefore()) {
            return;
        }
        Job job = state.job(command.job()).orElseThrow();
        journal.record(job.id().tree(), new JobReady(job.id(), job.channel(), job.type()));
    }

    void cancel(Cancel command, Journal journal) {
        Optional<JobStatus> found = known(command.job(), "cancelled", journal);
        if (found.isEmpty()) {
            return;
        }
        JobStatus status = found.get();
        switch (status.state()) {
            case WAITING, SCHEDULED, READY, FAILED -> cancelIdle(command, status, journal);
            case RELEASED, RUNNING -> askToStop(command, journal);
            case DONE, CANCELLED ->
                journal.reject(
                        RejectionCode.WRONG_STATE,
                        command.job(),
                        "job " + command.job() + " is " + status.state()
                                + "; only unfinished or FAILED jobs can be cancelled");
        }
    }

    private void cancelIdle(Cancel command, JobStatus status, Journal journal) {
        Job job = state.job(command.job()).orElseThrow();
        Event.Run run = new Event.Run(Optional.empty(), status.run(), status.attempt(), status.worker(), 0, 0);
        journal.record(new JobCancelled(job.id(), job.channel(), job.type(), run, command.reason()));
    }

    /** Whoever has it decides when it ends; a release that nobody claims is decided on the log. */
    private void askToStop(Cancel command, Journal journal) {
        JobId id = command.job();
        ActiveBundle bundle = state.bundleOf(id).orElseThrow();
        Member member = bundle.member(id.uuid()).orElseThrow();
        if (member.cancelAsked()) {
            return;
        }
        journal.record(new CancelAsked(id, member.run(), bundle.id(), command.reason()));
        if (!bundle.isClaimed()) {
            journal.schedule(Math.max(journal.now(), bundle.releasedAt() + leaseMs / 3), new ReleaseDue(bundle.id()));
        }
        for (String worker : bundle.claimants()) {
            journal.send(new Effect.TellStop(worker, id, member.run(), "cancelled: " + command.reason()));
        }
    }

    void requeue(Requeue command, Journal journal) {
        Optional<JobStatus> found = known(command.job(), "requeued", journal);
        if (found.isEmpty()) {
            return;
        }
        switch (found.get().state()) {
            case WAITING, SCHEDULED, READY -> {
                // It is on its way already.
            }
            case RELEASED, RUNNING ->
                journal.reject(
                        RejectionCode.WRONG_STATE,
                        command.job(),
                        "job " + command.job() + " is " + found.get().state()
                                + "; cancel it first: two runs at once are what a requeue must not make");
            case DONE, FAILED, CANCELLED -> {
                Job job = state.job(command.job()).orElseThrow();
                OptionalLong eta = job.eta().isPresent() && job.eta().getAsLong() > journal.now()
                        ? job.eta()
                        : OptionalLong.empty();
                journal.record(new JobRequeued(job.id(), job.channel(), job.type(), eta));
            }
        }
    }

    private Optional<JobStatus> known(JobId id, String wish, Journal journal) {
        Optional<JobStatus> status = state.status(id);
        if (status.isEmpty()) {
            journal.reject(
                    RejectionCode.UNKNOWN_JOB,
                    id,
                    "job " + id + " cannot be " + wish + ": no such job is kept; closed jobs go after their retention");
        }
        return status;
    }
}
