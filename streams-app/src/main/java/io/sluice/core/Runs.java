package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Command.Claim;
import io.sluice.core.Command.Claimed;
import io.sluice.core.Command.Done;
import io.sluice.core.Command.Failed;
import io.sluice.core.Command.HandedBack;
import io.sluice.core.Command.Outcome;
import io.sluice.core.Command.Outcomes;
import io.sluice.core.Command.Progressed;
import io.sluice.core.Command.RateLimited;
import io.sluice.core.Command.Retry;
import io.sluice.core.Command.Snoozed;
import io.sluice.core.Event.BundleClaimed;
import io.sluice.core.Event.ChannelShut;
import io.sluice.core.Event.ClaimDropped;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDone;
import io.sluice.core.Event.JobFailed;
import io.sluice.core.Event.JobLost;
import io.sluice.core.Event.JobRetried;
import io.sluice.core.Event.JobSnoozed;
import io.sluice.core.Event.JobStarted;
import io.sluice.core.Event.LostReason;
import io.sluice.core.Event.ProgressTold;
import java.util.Optional;

/**
 * What workers report about bundles: claims, outcomes, hand-backs; and how a run is given up. A bundle that is no longer open
 * is the fence: whatever names it is stale.
 */
final class Runs {

    private final StateView state;
    private final HandBacks handBacks;
    private final FanOut fanOut;

    Runs(StateView state, FanOut fanOut) {
        this.state = state;
        this.handBacks = new HandBacks(state);
        this.fanOut = fanOut;
    }

    // ---- claims

    void claimed(Claimed command, Journal journal) {
        for (Claim claim : command.claims()) {
            claim(claim, command.worker(), journal);
        }
    }

    private void claim(Claim claim, String worker, Journal journal) {
        Optional<ActiveBundle> open = state.bundle(claim.bundle());
        if (open.isEmpty()) {
            refuse(claim.bundle(), worker, journal);
            return;
        }
        ActiveBundle bundle = open.get();
        if (!bundle.claimants().contains(worker)) {
            journal.record(bundle.id().tree(), new BundleClaimed(bundle.id(), worker));
            startNext(bundle.id(), worker, journal);
            tellAskedToStop(state.bundle(bundle.id()).orElseThrow(), worker, journal);
        }
        if (claim.confirm()) {
            journal.send(new Effect.TellConfirmed(worker, bundle.id(), Optional.empty()));
        }
    }

    private static void refuse(BundleId bundle, String worker, Journal journal) {
        journal.send(new Effect.TellConfirmed(
                worker,
                bundle,
                Optional.of("bundle " + bundle + " is not open any more: it was lost, cancelled or done")));
    }

    private static void tellAskedToStop(ActiveBundle bundle, String worker, Journal journal) {
        for (Member member : bundle.members()) {
            if (member.cancelAsked()) {
                journal.send(tellAsked(bundle, member, worker, member.why()));
            }
        }
    }

    /** What runs is to stop; what does not yet is to be left out, or stopped if the worker is faster than the log. */
    static Effect tellAsked(ActiveBundle bundle, Member member, String worker, String why) {
        return tellStop(bundle, member, worker, "cancelled: " + why);
    }

    /** The same in other words. */
    static Effect tellStop(ActiveBundle bundle, Member member, String worker, String words) {
        JobId id = bundle.jobId(member);
        return bundle.runs(member)
                ? new Effect.TellStop(worker, id, member.run(), words)
                : new Effect.TellDrop(worker, id, member.run(), words);
    }

    /** The claim starts the first job, each outcome the next. */
    private void startNext(BundleId id, String worker, Journal journal) {
        Optional<ActiveBundle> open = state.bundle(id);
        if (open.isEmpty() || open.get().isStarted()) {
            return;
        }
        ActiveBundle bundle = open.get();
        Member next = bundle.members().getFirst();
        journal.record(id.tree(), new JobStarted(bundle.jobId(next), next.run(), next.attempt() + 1, id, worker));
    }

    // ---- outcomes

    void outcomes(Outcomes command, Journal journal) {
        for (Outcome outcome : command.outcomes()) {
            outcome(outcome, command.worker(), journal);
        }
    }

    private void outcome(Outcome outcome, String worker, Journal journal) {
        if (!isCurrent(outcome, worker)) {
            journal.reject(
                    RejectionCode.STALE_RUN,
                    outcome.job(),
                    "the outcome of run " + outcome.run() + " of job " + outcome.job() + " from worker " + worker
                            + whyStale(outcome));
            return;
        }
        if (!state.bundle(outcome.bundle()).orElseThrow().isClaimed()) {
            // Its claim is not on the log yet, but the outcome proves it.
            claim(new Claim(outcome.bundle(), false), worker, journal);
        }
        handBacks.passOver(state.bundle(outcome.bundle()).orElseThrow(), outcome, journal);
        // If it waited for the worker's word: it was started, as its outcome proves.
        startNext(outcome.bundle(), worker, journal);
        ActiveBundle bundle = state.bundle(outcome.bundle()).orElseThrow();
        Member member = bundle.members().getFirst();
        end(new Ended(bundle, member, worker, outcome), journal);
        boolean isSequential = state.channels(bundle.id().tree()).isSequential(bundle.channel());
        // There nothing overtakes: after a job that did not end as DONE the worker hands back the rest.
        if (outcome.end() instanceof Done || !isSequential) {
            goOn(bundle.id(), worker, journal);
        }
    }

    private String whyStale(Outcome outcome) {
        Optional<JobStatus> status = state.status(outcome.job());
        if (status.isEmpty()) {
            return " counts for nothing: no such job is kept";
        }
        int last = status.get().run();
        if (outcome.run() > last || outcome.run() < 1) {
            return " counts for nothing: there never was such a run, the last is " + last;
        }
        Optional<ActiveBundle> open = state.bundleOf(outcome.job());
        if (open.isEmpty() || outcome.run() < last) {
            return " came too late: that run was given up or has ended";
        }
        return open.get().id().equals(outcome.bundle())
                ? " counts for nothing: it has no claim on bundle " + outcome.bundle()
                : " counts for nothing: that run is in bundle " + open.get().id() + ", not in " + outcome.bundle();
    }

    /** Starts the next member, unless its worker was told to leave it out: then its word is waited for. */
    private void goOn(BundleId id, String worker, Journal journal) {
        boolean isDropped = state.bundle(id)
                .map(bundle -> bundle.members().getFirst().cancelAsked())
                .orElse(true);
        if (!isDropped) {
            startNext(id, worker, journal);
        }
    }

    private boolean isCurrent(Outcome outcome, String worker) {
        Optional<ActiveBundle> open = state.bundle(outcome.bundle());
        if (open.isEmpty()) {
            return false;
        }
        ActiveBundle bundle = open.get();
        boolean mayReport = !bundle.isClaimed() || bundle.claimants().contains(worker);
        return mayReport
                && bundle.member(outcome.job().uuid())
                        .filter(member -> member.run() == outcome.run())
                        .isPresent();
    }

    /** A run that came to its end while it was the current one. */
    private record Ended(ActiveBundle bundle, Member member, String worker, Outcome outcome) {

        /** A worker that does not say when it began did so when the log had it begin. */
        Event.Run run(int attempt) {
            return new Event.Run(
                    Optional.of(bundle.id()),
                    member.run(),
                    attempt,
                    worker,
                    outcome.startedAt() > 0 ? outcome.startedAt() : bundle.startedAt(),
                    outcome.finishedAt(),
                    outcome.log());
        }

        Event.Run run() {
            return run(member.attempt());
        }
    }

    private void end(Ended ended, Journal journal) {
        JobId id = ended.outcome().job();
        ChannelPath channel = ended.bundle().channel();
        String type = ended.bundle().type();
        if (ended.member().cancelAsked() && !(ended.outcome().end() instanceof Done)) {
            journal.record(new JobCancelled(
                    id, channel, type, ended.run(), ended.member().why()));
            if (ended.outcome().end() instanceof RateLimited limited) {
                shut(channel, limited, journal);
            }
            return;
        }
        switch (ended.outcome().end()) {
            case Done done -> done(done, ended, journal);
            case Failed failed -> journal.record(new JobFailed(id, channel, type, ended.run(), failed.error()));
            case Snoozed snoozed -> {
                Event.Run uncounted = ended.run(ended.member().attempt() - 1);
                journal.record(new JobSnoozed(id, channel, type, uncounted, later(journal.now(), snoozed.delayMs())));
            }
            case Retry retry -> retry(retry, ended, journal);
            case RateLimited limited -> {
                end(
                        new Ended(ended.bundle(), ended.member(), ended.worker(), snooze(ended.outcome(), limited)),
                        journal);
                shut(channel, limited, journal);
            }
        }
    }

    private static void shut(ChannelPath channel, RateLimited limited, Journal journal) {
        journal.record(new ChannelShut(channel, later(journal.now(), limited.delayMs())));
    }

    /** What the run submitted exists exactly if it ends DONE, so a run that submits what cannot be does not. */
    private void done(Done done, Ended ended, Journal journal) {
        JobId id = ended.outcome().job();
        ChannelPath channel = ended.bundle().channel();
        String type = ended.bundle().type();
        Optional<Failure> refused = fanOut.submit(id, done.submitted(), journal);
        if (refused.isEmpty()) {
            journal.record(new JobDone(id, channel, type, ended.run(), done.result()));
        } else if (ended.member().cancelAsked()) {
            journal.record(new JobCancelled(
                    id, channel, type, ended.run(), ended.member().why()));
        } else {
            journal.record(new JobFailed(id, channel, type, ended.run(), refused.get()));
        }
    }

    private static Outcome snooze(Outcome outcome, RateLimited limited) {
        return new Outcome(
                outcome.bundle(),
                outcome.job(),
                outcome.run(),
                outcome.startedAt(),
                outcome.finishedAt(),
                new Snoozed(limited.delayMs()),
                outcome.log());
    }

    private void retry(Retry retry, Ended ended, Journal journal) {
        Job job = state.job(ended.outcome().job()).orElseThrow();
        int made = ended.member().attempt();
        int most = maxAttempts(job);
        if (most != 0 && made >= most) {
            Failure last = retry.error().saying("attempt " + made + " of " + most + ": no more are left");
            journal.record(new JobFailed(job.id(), job.channel(), job.type(), ended.run(), last));
            return;
        }
        long delay = retry.delayMs().orElseGet(() -> policy(job, retry).delay(job.id(), made));
        long notBefore = later(journal.now(), delay);
        journal.record(new JobRetried(job.id(), job.channel(), job.type(), ended.run(), retry.error(), notBefore));
    }

    /** No wait is longer than an ETA may be far: what is beyond is taken for that. */
    private static long later(long now, long delayMs) {
        return now + Math.clamp(delayMs, 0, Admission.FURTHEST_ETA);
    }

    private int maxAttempts(Job job) {
        return job.maxAttempts().orElseGet(() -> state.channels(job.id().tree()).maxAttempts(job.channel()));
    }

    /** The job's own, else the handler's, else the channel's, else the default. */
    private RetryPolicy policy(Job job, Retry retry) {
        return job.retry()
                .or(retry::policy)
                .orElseGet(() -> state.channels(job.id().tree()).retry(job.channel()));
    }

    // ---- progress

    /** It is soft: what comes too late is no refusal, for the next word or the outcome says more. */
    void progressed(Progressed command, Journal journal) {
        state.bundle(command.bundle())
                .filter(bundle -> bundle.claimants().contains(command.worker()))
                .flatMap(bundle -> bundle.member(command.job().uuid()))
                .filter(member -> member.run() == command.run())
                .ifPresent(member ->
                        journal.record(new ProgressTold(command.job(), command.bundle(), command.progress())));
    }

    // ---- giving up

    void handedBack(HandedBack command, Journal journal) {
        handBacks.take(command, journal).forEach(id -> goOn(id, command.worker(), journal));
    }

    /** One claimant is gone; if it was the last, so is the run. */
    void loseClaim(ActiveBundle bundle, String worker, LostReason reason, Journal journal) {
        if (bundle.claimants().size() > 1) {
            journal.record(bundle.id().tree(), new ClaimDropped(bundle.id(), worker, reason.name()));
            return;
        }
        lose(bundle, reason, journal);
    }

    /** Gives up a bundle: a started job has used an attempt, the others none. */
    void lose(ActiveBundle bundle, LostReason reason, Journal journal) {
        for (Member member : bundle.members()) {
            JobId id = bundle.jobId(member);
            Event.Run run = run(bundle, member, member.attempt());
            journal.record(id.tree(), new JobLost(id, bundle.channel(), bundle.type(), run, reason));
            afterLoss(bundle, member, run, journal);
        }
    }

    private void afterLoss(ActiveBundle bundle, Member member, Event.Run run, Journal journal) {
        JobId id = bundle.jobId(member);
        Event.Run over = new Event.Run(
                Optional.empty(), run.run(), run.attempt(), run.worker(), run.startedAt(), run.finishedAt());
        if (member.cancelAsked()) {
            journal.record(id.tree(), new JobCancelled(id, bundle.channel(), bundle.type(), over, member.why()));
            return;
        }
        int most = maxAttempts(state.job(id).orElseThrow());
        if (bundle.runs(member) && most != 0 && member.attempt() >= most) {
            Failure lost = new Failure(
                    "WorkerLost",
                    "worker " + run.worker() + " was lost while it ran attempt " + member.attempt() + " of " + most,
                    "");
            journal.record(id.tree(), new JobFailed(id, bundle.channel(), bundle.type(), over, lost));
        }
    }

    /**
     * Cancels the members that were asked to stop before anybody claimed them. The others come along out of the bundle: whoever
     * claimed it later would find the cancelled ones in it too.
     */
    void cancelUnclaimed(ActiveBundle bundle, Journal journal) {
        if (bundle.members().stream().noneMatch(Member::cancelAsked)) {
            return;
        }
        for (Member member : bundle.members()) {
            ActiveBundle left = state.bundle(bundle.id()).orElseThrow();
            handBacks.giveBack(
                    left, member, "another job of its bundle was cancelled before anybody claimed it", journal);
        }
    }

    /** What an event says about a run that its worker has not reported on. */
    static Event.Run run(ActiveBundle bundle, Member member, int attempt) {
        String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "";
        return new Event.Run(Optional.of(bundle.id()), member.run(), attempt, worker, 0, 0);
    }
}
