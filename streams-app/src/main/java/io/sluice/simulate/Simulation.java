package io.sluice.simulate;

import io.sluice.core.BundleId;
import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.core.Scheduler;
import io.sluice.core.State;
import io.sluice.core.StateView;
import io.sluice.core.Timer;
import io.sluice.cron.CronCalendar;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A partition in memory whose time is the script's. What a command makes possible has happened before the next one. */
final class Simulation {

    private static final long LEASE_MS = 15_000;

    private final StoredState state = StoredState.open(new InMemoryStore(), 1);
    private final Crew crew;
    private final Watcher watcher;
    private final Deque<Command.LeaseCheck> checks = new ArrayDeque<>();
    private final Past past = new Past();
    private final State seen;
    private Scheduler scheduler;
    private boolean bundles;
    private long now;

    /** Is told what comes out of the rules. */
    interface Watcher {

        /** Something changed. */
        void happened(Recorded recorded);

        /** Something would be sent. */
        void sent(Effect effect, long at);
    }

    Simulation(Known known, Set<JobId> claimedByLines, Watcher watcher) {
        this(known, claimedByLines, watcher, state -> state);
    }

    /** @param seen what the rules get to see of the state: a test can have them stumble */
    Simulation(Known known, Set<JobId> claimedByLines, Watcher watcher, UnaryOperator<State> seen) {
        this.seen = seen.apply(state);
        this.scheduler = scheduler(false);
        this.crew = new Crew(state, past, known, claimedByLines);
        this.watcher = watcher;
    }

    private Scheduler scheduler(boolean withBundles) {
        Scheduler.Settings settings = new Scheduler.Settings(0, LEASE_MS, withBundles, thrown -> true, Carry.NEVER);
        return new Scheduler(seen, settings, new CronCalendar());
    }

    long now() {
        return now;
    }

    StateView state() {
        return state;
    }

    Crew crew() {
        return crew;
    }

    Past past() {
        return past;
    }

    // ---- time

    /** Lets time pass; what is due meanwhile happens at its own time. */
    void advance(long until) {
        OptionalLong stop = nextStop(until);
        while (stop.isPresent()) {
            now = Math.max(now, stop.getAsLong());
            settle();
            stop = nextStop(until);
        }
        now = Math.max(now, until);
    }

    private OptionalLong nextStop(long until) {
        OptionalLong timer = nextTimer(until);
        OptionalLong look = crew.inHand().nextLook();
        return look.isPresent() && look.getAsLong() <= Math.min(until, timer.orElse(until)) ? look : timer;
    }

    private OptionalLong nextTimer(long until) {
        for (Timer timer : state.dueTimers(until, crew.size() + 1)) {
            if (!crew.isOwnAlarm(timer)) {
                return OptionalLong.of(timer.due());
            }
        }
        return OptionalLong.empty();
    }

    // ---- commands

    /** Handles one command and all that follows from it at this time. */
    void command(Command command, Cause cause) {
        take(scheduler.handle(command, cause, now));
        settle();
    }

    /** A run ended, as its worker says. */
    void ended(String worker, Command.Outcome outcome) {
        report(
                new Command.Outcomes(worker, List.of(outcome)),
                worker,
                outcome.job().tree());
        crew.inHand().ended(worker, outcome);
        settle();
    }

    /** What workers say by themselves. */
    private void report(Command command, String worker, String tree) {
        take(scheduler.handle(command, new Cause(tree, Optional.empty(), worker), now));
    }

    private void settle() {
        do {
            beat();
            tick();
            handBack();
            beat();
            release();
        } while (readBack() || isDue());
    }

    private void handBack() {
        Optional<Command.HandedBack> next = crew.inHand().handBack(now);
        while (next.isPresent()) {
            Command.HandedBack back = next.get();
            BundleId bundle = back.bundles().isEmpty()
                    ? back.jobs().getFirst().bundle()
                    : back.bundles().getFirst();
            report(back, back.worker(), bundle.tree());
            next = crew.inHand().handBack(now);
        }
    }

    private void beat() {
        crew.beats(now).forEach(beat -> report(beat, beat.worker(), ""));
    }

    private boolean isDue() {
        return scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= now;
    }

    private void tick() {
        if (isDue()) {
            take(scheduler.tick(now));
        }
    }

    /** One by one, so that each release is claimed before the next. */
    private void release() {
        boolean more = true;
        while (more) {
            Output output = releaseOne();
            take(output);
            more = output.more() || !output.effects().isEmpty();
            Optional<Command.Claimed> claim = crew.claim();
            while (claim.isPresent()) {
                report(
                        claim.get(),
                        claim.get().worker(),
                        claim.get().claims().getFirst().bundle().tree());
                more = true;
                claim = crew.claim();
            }
        }
    }

    /** As in a partition: a rule that throws has the channel paused whose job it was about, and the rest goes on. */
    private Output releaseOne() {
        try {
            return scheduler.release(now, 1);
        } catch (RuntimeException thrown) {
            Output pause = scheduler.releaseThrew(thrown, now);
            if (pause.events().isEmpty()) {
                throw thrown;
            }
            return pause;
        }
    }

    /** What the scheduler wrote to itself comes back from the log. */
    private boolean readBack() {
        boolean some = !checks.isEmpty();
        while (!checks.isEmpty()) {
            report(checks.removeFirst(), "sluice", "");
        }
        return some;
    }

    private void take(Output output) {
        for (Recorded recorded : output.events()) {
            crew.follow(recorded);
            past.follow(recorded);
            watcher.happened(recorded);
        }
        output.effects().forEach(this::take);
    }

    private void take(Effect effect) {
        watcher.sent(effect, now);
        switch (effect) {
            case Effect.Dispatch dispatch -> crew.released(dispatch);
            case Effect.TellDrop drop -> crew.inHand().drop(drop);
            case Effect.WriteLeaseCheck write -> checks.add(write.check());
            case Effect.TimerFailed failed ->
                throw new IllegalStateException("the timer " + failed.timer() + " threw", failed.cause());
            // What workers are told ends here.
            default -> {}
        }
    }

    /** Workers that are declared anew; those before stop, and hand back what they have not started. */
    void workers(List<Crew.Facts> declared, Set<String> byHand) {
        List<String> leaving = crew.leaving(declared);
        leaving.forEach(crew.inHand()::stop);
        handBack();
        List<Command.Heartbeat> last = leaving.stream().map(crew::farewell).toList();
        crew.declare(declared, byHand);
        last.forEach(beat -> report(beat, beat.worker(), ""));
        settle();
    }

    /**
     * Whether jobs may be released together. A scheduler learns that when it starts: so another one takes over, who knows all
     * that is stored and has yet to learn how long runs take.
     */
    void bundles(boolean on) {
        if (on != bundles) {
            bundles = on;
            scheduler = scheduler(on);
            settle();
        }
    }
}
