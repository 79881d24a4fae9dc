package io.sluice.core;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Command.Held;
import io.sluice.core.Command.LeaseCheck;
import io.sluice.core.Command.ReleaseDue;
import io.sluice.core.Command.TopicDue;
import io.sluice.core.Command.WorkerDue;
import io.sluice.core.Event.LostReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a run is given up because something did not arrive. The clock only raises the suspicion; what is decided is decided
 * when a {@link LeaseCheck} has come back through the log, behind every report that was sent before it.
 */
final class Leases {

    /** Behind the bundle with which so many jobs were decided, the rest is left to another check. */
    private static final int JOBS_A_STEP = 500;

    private final StateView state;
    private final Roster roster;
    private final Runs runs;
    private final Alarms alarms;
    private final Scheduler.Settings settings;
    /** When each claimed bundle was last listed, by worker: what its heartbeats said. */
    private final Map<String, Map<BundleId, Long>> listed = new HashMap<>();

    Leases(StateView state, Roster roster, Runs runs, Alarms alarms, Scheduler.Settings settings) {
        this.state = state;
        this.roster = roster;
        this.runs = runs;
        this.alarms = alarms;
        this.settings = settings;
    }

    // ---- heartbeats

    /** Takes in a heartbeat; tells whether another set of types can be run now. */
    boolean heartbeat(Heartbeat beat, Journal journal) {
        boolean typesChanged = roster.heartbeat(beat, journal);
        if (roster.lastSeen(beat.worker()).isEmpty()) {
            listed.remove(beat.worker());
            return typesChanged;
        }
        alarms.arm(journal.now() + settings.leaseMs(), new WorkerDue(beat.worker()), journal);
        Set<BundleId> held = heldHere(beat);
        tellOfGivenUp(held, beat.worker(), journal);
        checkListed(held, beat.worker(), journal);
        return typesChanged;
    }

    private void checkListed(Set<BundleId> held, String worker, Journal journal) {
        long seen = roster.lastSeen(worker).orElse(journal.now());
        List<BundleId> missing = missing(held, worker, journal.now(), seen);
        if (!missing.isEmpty()) {
            journal.send(new Effect.WriteLeaseCheck(new LeaseCheck(Optional.empty(), journal.now(), missing)));
        }
    }

    private Set<BundleId> heldHere(Heartbeat beat) {
        Set<BundleId> here = new HashSet<>();
        for (Held held : beat.held()) {
            if (held.partition() == settings.partition()) {
                here.add(held.bundle());
            }
        }
        return here;
    }

    /** A worker that woke up after its lease still works on what is not its any more. */
    private void tellOfGivenUp(Set<BundleId> held, String worker, Journal journal) {
        for (BundleId bundle : held) {
            if (state.bundle(bundle).isEmpty()) {
                journal.send(new Effect.TellConfirmed(
                        worker,
                        bundle,
                        Optional.of("bundle " + bundle + " is not open any more: it was given up or is done")));
            }
        }
    }

    /**
     * Claimed bundles that the worker has not listed for a lease time of its life. What it did not list after it was last seen
     * says nothing: that is for the check of the worker itself.
     */
    private List<BundleId> missing(Set<BundleId> held, String worker, long now, long seen) {
        Map<BundleId, Long> before = listed.getOrDefault(worker, Map.of());
        Map<BundleId, Long> after = new HashMap<>();
        List<BundleId> missing = new ArrayList<>();
        for (ActiveBundle bundle : state.claimedBy(worker)) {
            long last = held.contains(bundle.id()) ? now : before.getOrDefault(bundle.id(), now);
            after.put(bundle.id(), last);
            if (last + settings.leaseMs() <= seen) {
                missing.add(bundle.id());
            }
        }
        listed.put(worker, after);
        return missing;
    }

    /** A claim begins a lease, whatever the worker said before. */
    void claimed(String worker, Journal journal) {
        roster.heard(worker, journal.now());
        alarms.arm(journal.now() + settings.leaseMs(), new WorkerDue(worker), journal);
    }

    // ---- suspicions

    /** One timer a worker: a lease time after it was last seen, three where it holds nothing here. */
    void workerDue(WorkerDue command, Journal journal) {
        OptionalLong seen = roster.lastSeen(command.worker());
        if (seen.isEmpty()) {
            return;
        }
        long lease = settings.leaseMs();
        long patience = state.claimedBy(command.worker()).isEmpty() ? 3 * lease : lease;
        if (journal.now() - seen.getAsLong() >= patience) {
            journal.send(new Effect.WriteLeaseCheck(
                    new LeaseCheck(Optional.of(command.worker()), seen.getAsLong(), List.of())));
        } else if (journal.now() - seen.getAsLong() < lease) {
            // It lives: then what it holds and does not list is lost, and it alone.
            checkListed(Set.of(), command.worker(), journal);
        }
        long next = seen.getAsLong() + lease > journal.now() ? seen.getAsLong() + lease : journal.now() + lease;
        alarms.arm(next, command, journal);
    }

    /** One timer a channel topic, for its oldest unclaimed release. */
    void topicDue(TopicDue command, Journal journal) {
        List<BundleId> stale = new ArrayList<>();
        for (ActiveBundle bundle : state.unclaimed(command.topic())) {
            if (bundle.releasedAt() + settings.leaseMs() > journal.now()) {
                break;
            }
            if (isUnwanted(bundle, journal.now())) {
                stale.add(bundle.id());
            }
        }
        if (!stale.isEmpty()) {
            journal.send(new Effect.WriteLeaseCheck(new LeaseCheck(Optional.empty(), journal.now(), stale)));
        }
        watch(command.topic(), journal);
    }

    /** Sees to it that the oldest unclaimed release of a topic is looked at in time. */
    void watch(String topic, Journal journal) {
        for (ActiveBundle oldest : state.unclaimed(topic)) {
            long due = Math.max(oldest.releasedAt() + settings.leaseMs(), journal.now() + settings.leaseMs() / 3);
            alarms.arm(due, new TopicDue(topic), journal);
            return;
        }
    }

    /** A release that was asked to stop and is old enough that nobody starts it any more without our word. */
    void releaseDue(ReleaseDue command, Journal journal) {
        Optional<ActiveBundle> bundle = state.bundle(command.bundle());
        if (bundle.isPresent() && !bundle.get().isClaimed()) {
            journal.send(new Effect.WriteLeaseCheck(
                    new LeaseCheck(Optional.empty(), journal.now(), List.of(command.bundle()))));
        }
    }

    // ---- decisions

    /** Decides a suspicion; tells whether another set of types can be run now. */
    boolean decide(LeaseCheck check, Journal journal) {
        int touched = 0;
        for (int i = 0; i < check.bundles().size(); i++) {
            if (touched >= JOBS_A_STEP) {
                List<BundleId> rest = check.bundles().subList(i, check.bundles().size());
                journal.send(new Effect.WriteLeaseCheck(
                        new LeaseCheck(check.worker(), check.lastSeen(), List.copyOf(rest))));
                return false;
            }
            Optional<ActiveBundle> bundle = state.bundle(check.bundles().get(i));
            touched += bundle.map(open -> open.members().size()).orElse(0);
            bundle.ifPresent(open -> decide(open, journal));
        }
        return check.worker().isPresent() && decide(check.worker().get(), check.lastSeen(), journal);
    }

    private boolean decide(String worker, long lastSeen, Journal journal) {
        OptionalLong seen = roster.lastSeen(worker);
        if (seen.isEmpty() || seen.getAsLong() > lastSeen) {
            return false;
        }
        int touched = 0;
        for (ActiveBundle bundle : List.copyOf(state.claimedBy(worker))) {
            if (touched >= JOBS_A_STEP) {
                // Should it wake up in between, it keeps the others.
                journal.send(new Effect.WriteLeaseCheck(new LeaseCheck(Optional.of(worker), lastSeen, List.of())));
                return false;
            }
            touched += bundle.members().size();
            runs.loseClaim(bundle, worker, LostReason.WORKER_LOST, journal);
        }
        listed.remove(worker);
        return roster.gone(worker, journal);
    }

    private void decide(ActiveBundle bundle, Journal journal) {
        if (bundle.isClaimed()) {
            for (String worker : bundle.claimants()) {
                Long last = listed.getOrDefault(worker, Map.of()).get(bundle.id());
                long seen = roster.lastSeen(worker).orElse(journal.now());
                if (last != null && last + settings.leaseMs() <= seen) {
                    state.bundle(bundle.id())
                            .ifPresent(open -> runs.loseClaim(open, worker, LostReason.NOT_LISTED, journal));
                }
            }
            return;
        }
        if (bundle.releasedAt() + settings.leaseMs() / 3 <= journal.now()) {
            runs.cancelUnclaimed(bundle, journal);
        }
        state.bundle(bundle.id())
                .filter(open -> isUnwanted(open, journal.now()))
                .ifPresent(open -> runs.lose(open, LostReason.UNCLAIMED, journal));
    }

    /** Unclaimed for a lease time during all of which a worker had room for it. */
    private boolean isUnwanted(ActiveBundle bundle, long now) {
        return bundle.releasedAt() + settings.leaseMs() <= now
                && roster.hadRoom(bundle.topic(), bundle.type(), settings.leaseMs(), now);
    }
}
