package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Command.Claim;
import io.sluice.core.Command.Claimed;
import io.sluice.core.Command.Done;
import io.sluice.core.Command.Failed;
import io.sluice.core.Command.HandedBack;
import io.sluice.core.Command.Outcome;
import io.sluice.core.Command.Outcomes;
import io.sluice.core.Command.Retry;
import io.sluice.core.Command.Snoozed;
import io.sluice.core.Event.BundleClaimed;
import io.sluice.core.Event.ClaimDropped;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDone;
import io.sluice.core.Event.JobFailed;
import io.sluice.core.Event.JobHandedBack;
import io.sluice.core.Event.JobLost;
import io.sluice.core.Event.JobRetried;
import io.sluice.core.Event.JobSnoozed;
import io.sluice.core.Event.JobStarted;
import io.sluice.core.Event.LostReason;
import java.util.Optional;

/**
 * What workers report about bundles: claims, outcomes, hand-backs; and how a run is given up. A bundle that is no longer open
 * is the fence: whatever names it is stale.
 */
final class Runs {

    private final StateView state;

    Runs(StateView state) {
        this.state = state;
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
            tellAskedToStop(bundle, worker, journal);
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
                journal.send(
                        new Effect.TellStop(worker, bundle.jobId(member), member.run(), "cancelled: " + member.why()));
            }
        }
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
                            + " came too late: that run was given up or has ended");
            return;
        }
        if (!state.bundle(outcome.bundle()).orElseThrow().isClaimed()) {
            // Its claim is not on the log yet, but the outcome proves it.
            claim(new Claim(outcome.bundle(), false), worker, journal);
        }
        ActiveBundle bundle = state.bundle(outcome.bundle()).orElseThrow();
        Member member = bundle.members().getFirst();
        end(new Ended(bundle, member, worker, outcome), journal);
        startNext(bundle.id(), worker, journal);
    }

    private boolean isCurrent(Outcome outcome, String worker) {
        Optional<ActiveBundle> open = state.bundle(outcome.bundle());
        if (open.isEmpty()) {
            return false;
        }
        ActiveBundle bundle = open.get();
        Member first = bundle.members().getFirst();
        boolean mayReport = !bundle.isClaimed() || bundle.claimants().contains(worker);
        return mayReport && first.job().equals(outcome.job().uuid()) && first.run() == outcome.run();
    }

    /** A run that came to its end while it was the current one. */
    private record Ended(ActiveBundle bundle, Member member, String worker, Outcome outcome) {

        Event.Run run(int attempt) {
            return new Event.Run(
                    Optional.of(bundle.id()), member.run(), attempt, worker, outcome.startedAt(), outcome.finishedAt());
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
            return;
        }
        switch (ended.outcome().end()) {
            case Done done -> journal.record(new JobDone(id, channel, type, ended.run(), done.result()));
            case Failed failed -> journal.record(new JobFailed(id, channel, type, ended.run(), failed.error()));
            case Snoozed snoozed -> {
                Event.Run uncounted = ended.run(ended.member().attempt() - 1);
                journal.record(
                        new JobSnoozed(id, channel, type, uncounted, journal.now() + Math.max(0, snoozed.delayMs())));
            }
            case Retry retry -> retry(retry, ended, journal);
        }
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
        long notBefore = journal.now() + Math.max(0, delay);
        journal.record(new JobRetried(job.id(), job.channel(), job.type(), ended.run(), retry.error(), notBefore));
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

    // ---- giving up

    void handedBack(HandedBack command, Journal journal) {
        for (BundleId id : command.bundles()) {
            Optional<ActiveBundle> open = state.bundle(id);
            if (open.isPresent() && open.get().claimants().contains(command.worker())) {
                handBack(open.get(), command, journal);
            }
        }
    }

    private void handBack(ActiveBundle bundle, HandedBack command, Journal journal) {
        if (bundle.claimants().size() > 1) {
            journal.record(bundle.id().tree(), new ClaimDropped(bundle.id(), command.worker(), command.reason()));
            return;
        }
        boolean started = bundle.isStarted();
        for (Member member : bundle.members()) {
            boolean counted = started && member.equals(bundle.members().getFirst());
            Event.Run run = run(bundle, member, counted ? member.attempt() - 1 : member.attempt());
            JobId id = bundle.jobId(member);
            journal.record(
                    id.tree(),
                    member.cancelAsked()
                            ? new JobCancelled(id, bundle.channel(), bundle.type(), run, member.why())
                            : new JobHandedBack(id, bundle.channel(), bundle.type(), run, command.reason()));
        }
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
        if (most != 0 && member.attempt() >= most) {
            Failure lost = new Failure(
                    "WorkerLost",
                    "worker " + run.worker() + " was lost while it ran attempt " + member.attempt() + " of " + most,
                    "");
            journal.record(id.tree(), new JobFailed(id, bundle.channel(), bundle.type(), over, lost));
        }
    }

    /** Cancels the members that were asked to stop before anybody claimed them. */
    void cancelUnclaimed(ActiveBundle bundle, Journal journal) {
        for (Member member : bundle.members()) {
            if (member.cancelAsked()) {
                JobId id = bundle.jobId(member);
                Event.Run run = run(bundle, member, member.attempt());
                journal.record(id.tree(), new JobCancelled(id, bundle.channel(), bundle.type(), run, member.why()));
            }
        }
    }

    private static Event.Run run(ActiveBundle bundle, Member member, int attempt) {
        String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "";
        return new Event.Run(Optional.of(bundle.id()), member.run(), attempt, worker, 0, 0);
    }
}
