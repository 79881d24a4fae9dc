package io.sluice.simulate;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.StateView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bundles of several jobs that workers claimed by themselves. How each run ends is the script's to say; when the rest is
 * handed back is theirs, as it is with workers of flesh and blood: behind a job of a sequential subtree that did not end as
 * DONE, behind one that runs long, what was dropped, and all of it when the worker stops.
 */
final class InHand {

    private static final long LONG_RUN_MS = 200;

    private final StateView state;
    private final Past past;
    private final Map<BundleId, Mine> mine = new LinkedHashMap<>();
    private final Deque<Command.HandedBack> due = new ArrayDeque<>();

    /** Whose it is, and whether its jobs are one of a sequential subtree. */
    private record Mine(String worker, boolean sequential) {}

    InHand(StateView state, Past past) {
        this.state = state;
        this.past = past;
    }

    /** A worker is about to claim that. One job alone has no rest. */
    void take(Effect.Dispatch dispatch, String worker) {
        mine.put(dispatch.bundle(), new Mine(worker, dispatch.sequential()));
    }

    /** A run ended as its worker says. */
    void ended(String worker, Command.Outcome outcome) {
        Mine it = mine.get(outcome.bundle());
        Optional<ActiveBundle> open = state.bundle(outcome.bundle());
        if (it == null || open.isEmpty() || !it.worker().equals(worker)) {
            return;
        }
        boolean counted = open.get().member(outcome.job().uuid()).isEmpty();
        if (counted && it.sequential() && !(outcome.end() instanceof Command.Done)) {
            due.add(new Command.HandedBack(
                    worker,
                    List.of(outcome.bundle()),
                    "a job before it did not end as DONE, and its channel is sequential"));
        }
    }

    /** A worker is told not to start a job. */
    void drop(Effect.TellDrop drop) {
        state.bundleOf(drop.job())
                .filter(bundle -> isHeld(bundle, drop.worker()))
                .ifPresent(bundle -> bundle.member(drop.job().uuid())
                        .filter(member -> member.run() == drop.run() && !bundle.runs(member))
                        .ifPresent(member ->
                                handBack(bundle, drop.worker(), List.of(member), "it was stopped before it started")));
    }

    /** A worker stops: what runs may end, nothing else starts. */
    void stop(String worker) {
        for (BundleId id : List.copyOf(mine.keySet())) {
            open(id).filter(bundle -> isHeld(bundle, worker))
                    .ifPresent(bundle -> handBack(bundle, worker, rest(bundle), "its worker stops"));
        }
    }

    /** A worker is no more. */
    void forget(String worker) {
        mine.values().removeIf(it -> it.worker().equals(worker));
    }

    private boolean isHeld(ActiveBundle bundle, String worker) {
        Mine it = mine.get(bundle.id());
        return it != null && it.worker().equals(worker) && bundle.claimants().contains(worker);
    }

    // ---- what has to be said

    /** When a run is long enough that those behind it are not to wait for it. */
    OptionalLong nextLook() {
        OptionalLong next = OptionalLong.empty();
        for (BundleId id : List.copyOf(mine.keySet())) {
            Optional<ActiveBundle> bundle = open(id).filter(InHand::hasRest);
            if (bundle.isPresent()) {
                long look = isLongAt(bundle.get());
                next = next.isPresent() ? OptionalLong.of(Math.min(next.getAsLong(), look)) : OptionalLong.of(look);
            }
        }
        return next;
    }

    /** The next hand-back, if one is due. */
    Optional<Command.HandedBack> handBack(long now) {
        if (due.isEmpty()) {
            lookAtLongRuns(now);
        }
        return Optional.ofNullable(due.poll());
    }

    private void lookAtLongRuns(long now) {
        for (BundleId id : List.copyOf(mine.keySet())) {
            open(id).filter(InHand::hasRest)
                    .filter(bundle -> isLongAt(bundle) <= now)
                    .ifPresent(bundle ->
                            handBack(bundle, mine.get(id).worker(), rest(bundle), "a job before it runs long"));
        }
    }

    private void handBack(ActiveBundle bundle, String worker, List<ActiveBundle.Member> members, String reason) {
        List<Command.Unstarted> jobs = new ArrayList<>();
        for (ActiveBundle.Member member : members) {
            JobId job = bundle.jobId(member);
            jobs.add(new Command.Unstarted(bundle.id(), job, member.run()));
        }
        if (!jobs.isEmpty()) {
            due.add(new Command.HandedBack(worker, List.of(), reason, jobs));
        }
    }

    private long isLongAt(ActiveBundle bundle) {
        ActiveBundle.Member running = bundle.members().getFirst();
        return past.startedAt(bundle.jobId(running), running.run()).orElseGet(bundle::startedAt) + LONG_RUN_MS;
    }

    private static boolean hasRest(ActiveBundle bundle) {
        return bundle.isStarted() && bundle.members().size() > 1;
    }

    private static List<ActiveBundle.Member> rest(ActiveBundle bundle) {
        List<ActiveBundle.Member> members = bundle.members();
        return members.subList(bundle.isStarted() ? 1 : 0, members.size());
    }

    /** What is over, or not its worker's any more, is forgotten. */
    private Optional<ActiveBundle> open(BundleId id) {
        Optional<ActiveBundle> open = state.bundle(id)
                .filter(bundle -> !bundle.isClaimed()
                        || bundle.claimants().contains(mine.get(id).worker()));
        if (open.isEmpty()) {
            mine.remove(id);
        }
        return open;
    }
}
