package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Command.HandedBack;
import io.sluice.core.Command.Outcome;
import io.sluice.core.Command.Unstarted;
import io.sluice.core.Event.ClaimDropped;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobHandedBack;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What was released but not run: it goes back to READY without having used an attempt, or ends if that was asked for. */
final class HandBacks {

    private final StateView state;

    HandBacks(StateView state) {
        this.state = state;
    }

    /** Takes back what a worker gives back; answers the bundles of which it gave single jobs. */
    Set<BundleId> take(HandedBack command, Journal journal) {
        for (BundleId id : command.bundles()) {
            state.bundle(id)
                    .filter(open -> open.claimants().contains(command.worker()))
                    .ifPresent(open -> whole(open, command, journal));
        }
        Set<BundleId> goingOn = new LinkedHashSet<>();
        for (Unstarted unstarted : command.jobs()) {
            if (single(unstarted, command, journal)) {
                goingOn.add(unstarted.bundle());
            }
        }
        return goingOn;
    }

    private void whole(ActiveBundle bundle, HandedBack command, Journal journal) {
        if (bundle.claimants().size() > 1) {
            journal.record(bundle.id().tree(), new ClaimDropped(bundle.id(), command.worker(), command.reason()));
            return;
        }
        for (Member member : bundle.members()) {
            giveBack(state.bundle(bundle.id()).orElseThrow(), member, command.reason(), journal);
        }
    }

    /** Whether it was as the worker says; if not, or no longer, it was decided otherwise. */
    private boolean single(Unstarted unstarted, HandedBack command, Journal journal) {
        Optional<ActiveBundle> open = state.bundle(unstarted.bundle())
                .filter(bundle -> bundle.claimants().contains(command.worker()));
        Optional<Member> member = open.flatMap(
                        bundle -> bundle.member(unstarted.job().uuid()))
                .filter(there -> there.run() == unstarted.run());
        member.ifPresent(there -> giveBack(open.orElseThrow(), there, command.reason(), journal));
        return member.isPresent();
    }

    /**
     * A worker runs a bundle in its order and reports in that order, so whatever stands before a job that ended was not run:
     * the worker left it out, and its hand-back is still on its way.
     */
    void passOver(ActiveBundle bundle, Outcome outcome, Journal journal) {
        for (Member member : bundle.members()) {
            if (member.job().equals(outcome.job().uuid())) {
                return;
            }
            giveBack(state.bundle(bundle.id()).orElseThrow(), member, "its worker went on without it", journal);
        }
    }

    /** One job that was not run after all: an attempt that was counted is given back. */
    void giveBack(ActiveBundle bundle, Member member, String reason, Journal journal) {
        Event.Run run = Runs.run(bundle, member, bundle.runs(member) ? member.attempt() - 1 : member.attempt());
        JobId id = bundle.jobId(member);
        journal.record(
                id.tree(),
                member.cancelAsked()
                        ? new JobCancelled(id, bundle.channel(), bundle.type(), run, member.why())
                        : new JobHandedBack(id, bundle.channel(), bundle.type(), run, reason));
    }
}
