package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Command.ExpireDue;
import io.sluice.core.Command.JobDue;
import io.sluice.core.Command.ReleaseDue;
import io.sluice.core.Command.Submit;
import io.sluice.core.Event.CancelAsked;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDuplicate;
import io.sluice.core.Event.JobFailed;
import io.sluice.core.Event.JobHandedBack;
import io.sluice.core.Event.JobReady;
import io.sluice.core.Event.JobRequeued;
import io.sluice.core.Event.JobSubmitted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What people do to jobs: submit, cancel, requeue; and what becomes due by itself. */
final class Lifecycle {

    static final String EXPIRED = "EXPIRED";

    private final StateView state;
    private final Dependencies dependencies;
    private final Dedups dedups;
    private final long leaseMs;

    Lifecycle(StateView state, Dependencies dependencies, Dedups dedups, long leaseMs) {
        this.state = state;
        this.dependencies = dependencies;
        this.dedups = dedups;
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
        Optional<String> refusal = dependencies.refusal(job);
        if (refusal.isPresent()) {
            journal.reject(RejectionCode.BAD_FLOW, id, "job " + id + " was not stored: " + refusal.get());
            return;
        }
        if (dedups.meets(job, journal)) {
            return;
        }
        journal.record(new JobSubmitted(job));
        dependencies.arrived(List.of(job), journal);
    }

    /** Ends what a command has brought or brought back, and what may not run by now. */
    void follow(Journal journal) {
        for (Recorded recorded : List.copyOf(journal.recorded())) {
            Event event = recorded.event();
            if (event instanceof JobSubmitted submitted) {
                cancelIfExpired(submitted.submitted(), journal);
            } else if (event instanceof Event.OfJob about && mayBeReadyAgain(event)) {
                failIfUsedUp(about.job(), journal);
            }
        }
    }

    /** One that has expired before it came is known, but never runs. */
    private void cancelIfExpired(Job job, Journal journal) {
        if (job.expires().isEmpty() || job.expires().getAsLong() > journal.now()) {
            return;
        }
        state.status(job.id())
                .filter(status -> status.state().isUnfinished())
                .ifPresent(status -> cancelIdle(job, status, EXPIRED, journal));
    }

    /** Without a look at its attempts: those of a job that retries were counted, and what was requeued has none. */
    private static boolean mayBeReadyAgain(Event event) {
        return event instanceof JobHandedBack
                || event instanceof Event.JobLost
                || event instanceof Event.JobSnoozed
                || event instanceof Event.JobRescheduled
                || event instanceof Event.JobReplaced;
    }

    private void failIfUsedUp(JobId id, Journal journal) {
        state.status(id)
                .filter(status -> status.state() == JobState.READY && status.attempt() > 0)
                .ifPresent(status -> failIfUsedUp(state.job(id).orElseThrow(), status, journal));
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
        if (!failIfUsedUp(job, status.get(), journal)) {
            journal.record(job.id().tree(), new JobReady(job.id(), job.channel(), job.type()));
        }
    }

    /** A job whose bound was lowered to what it has had already does not run again; tells whether it is so. */
    boolean failIfUsedUp(Job job, JobStatus status, Journal journal) {
        int most = job.maxAttempts()
                .orElseGet(() -> state.channels(job.id().tree()).maxAttempts(job.channel()));
        if (most == 0 || status.attempt() < most) {
            return false;
        }
        Failure last = status.error()
                .orElseGet(() -> new Failure("AttemptsUsedUp", "", ""))
                .saying(status.attempt() + " attempts were made and at most " + most + " are allowed by now");
        journal.record(job.id().tree(), new JobFailed(job.id(), job.channel(), job.type(), idle(status), last));
        return true;
    }

    /** A job that nobody has ever started until now is not worth it any more. */
    void expired(ExpireDue command, Journal journal) {
        Optional<Job> job = state.job(command.job());
        if (job.isEmpty() || !job.get().expires().equals(OptionalLong.of(command.expires()))) {
            return;
        }
        JobStatus status = state.status(command.job()).orElseThrow();
        if (status.attempt() > 0 || status.startedAt() > 0 || status.state().isEnded()) {
            return;
        }
        cancel(job.get(), status, new JobAction.Cancel(EXPIRED, false), journal);
    }

    /** Ends a job that is unfinished or FAILED. */
    void cancel(Job job, JobStatus status, JobAction.Cancel action, Journal journal) {
        if (!status.state().isActive()) {
            cancelIdle(job, status, action.reason(), journal);
        } else if (action.force() && mayGoAtOnce(job.id())) {
            cancelAtOnce(job, action.reason(), journal);
        } else {
            askToStop(job.id(), action.reason(), journal);
        }
    }

    private static void cancelIdle(Job job, JobStatus status, String reason, Journal journal) {
        journal.record(job.id().tree(), new JobCancelled(job.id(), job.channel(), job.type(), idle(status), reason));
    }

    /** What an event says about the run of a job that is in no bundle. */
    static Event.Run idle(JobStatus status) {
        return new Event.Run(Optional.empty(), status.run(), status.attempt(), status.worker(), 0, 0);
    }

    /** Whoever has it decides when it ends; a release that nobody claims is decided on the log. */
    private void askToStop(JobId id, String reason, Journal journal) {
        ActiveBundle bundle = state.bundleOf(id).orElseThrow();
        Member member = bundle.member(id.uuid()).orElseThrow();
        if (member.cancelAsked()) {
            return;
        }
        journal.record(id.tree(), new CancelAsked(id, member.run(), bundle.id(), reason));
        if (!bundle.isClaimed()) {
            journal.schedule(Math.max(journal.now(), bundle.releasedAt() + leaseMs / 3), new ReleaseDue(bundle.id()));
        }
        tellStop(bundle, member, "cancelled: " + reason, journal);
    }

    /** A record that nobody has claimed yet names all of its jobs: whoever claims it for the others would run this one too. */
    private boolean mayGoAtOnce(JobId id) {
        ActiveBundle bundle = state.bundleOf(id).orElseThrow();
        return bundle.isClaimed() || bundle.members().size() == 1;
    }

    /** Frees the seat although the worker has not said that it stopped; what it reports later is stale. */
    private void cancelAtOnce(Job job, String reason, Journal journal) {
        JobId id = job.id();
        ActiveBundle bundle = state.bundleOf(id).orElseThrow();
        Member member = bundle.member(id.uuid()).orElseThrow();
        boolean runs = bundle.runs(member);
        journal.record(
                id.tree(),
                new JobCancelled(id, job.channel(), job.type(), Runs.run(bundle, member, member.attempt()), reason));
        tellStop(bundle, member, "cancelled by force: " + reason, journal);
        if (runs) {
            state.bundle(bundle.id()).ifPresent(rest -> handBack(rest, journal));
        }
    }

    /** Those behind a stuck handler shall not wait for it: the seat is free when nobody is left in the bundle. */
    private static void handBack(ActiveBundle rest, Journal journal) {
        for (Member member : rest.members()) {
            JobId id = rest.jobId(member);
            Event.Run run = Runs.run(rest, member, member.attempt());
            journal.record(
                    id.tree(),
                    member.cancelAsked()
                            ? new JobCancelled(id, rest.channel(), rest.type(), run, member.why())
                            : new JobHandedBack(
                                    id, rest.channel(), rest.type(), run, "the job before it was cancelled by force"));
            tellStop(rest, member, "the job before it was cancelled by force", journal);
        }
    }

    private static void tellStop(ActiveBundle bundle, Member member, String why, Journal journal) {
        for (String worker : bundle.claimants()) {
            journal.send(Runs.tellStop(bundle, member, worker, why));
        }
    }

    /** Lets an ended job run again. */
    void requeue(Job job, Journal journal) {
        OptionalLong eta =
                job.eta().isPresent() && job.eta().getAsLong() > journal.now() ? job.eta() : OptionalLong.empty();
        journal.record(job.id().tree(), new JobRequeued(job.id(), job.channel(), job.type(), eta));
    }
}
