package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The one door to the rules of a partition. A command comes in with the time; events and what is to be sent come out.
 *
 * <p>Not safe for use by several threads: a partition has one.
 *
 * @since 0.1
 */
public final class Scheduler {

    /** How many timers one step handles. */
    private static final int TIMERS_A_STEP = 500;

    private static final long[] AFTER_FAILURE = {60_000, 600_000, 3_600_000};

    private final State state;
    private final Lifecycle lifecycle;
    private final Channels channels;
    private final Runs runs;
    private final Roster roster;
    private final Alarms alarms = new Alarms();
    private final Leases leases;
    private final UnknownTypes unknown = new UnknownTypes();
    private final RunTimes runTimes = new RunTimes();
    private final Dispatcher dispatcher;
    private boolean awake;

    /** Rules over that state. */
    public Scheduler(State state, Settings settings) {
        this.state = state;
        this.lifecycle = new Lifecycle(state, settings.leaseMs());
        this.channels = new Channels(state);
        this.runs = new Runs(state);
        this.roster = new Roster(state, settings.partition());
        this.leases = new Leases(state, roster, runs, alarms, settings);
        this.dispatcher = new Dispatcher(state, roster, unknown, runTimes, settings.leaseMs());
    }

    /**
     * Handles one command completely, but for the releases that it makes possible: call {@link #release} next.
     *
     * <p>If a rule or the store throws, nothing of the command is applied and the exception goes on to the caller.
     */
    public Output handle(Command command, Cause cause, long now) {
        wake(now);
        if (command instanceof Command.Tick) {
            return tick(now);
        }
        Journal journal = new Journal(state, cause, now);
        step(journal, () -> {
            decide(command, journal);
            if (cause.command().isPresent() && journal.recorded().isEmpty()) {
                journal.record(new Event.NothingChanged());
            }
        });
        return journal.output(false);
    }

    /**
     * Handles timers that are due, a bounded number of them, each for itself: one that throws is taken back and comes again
     * later, up to three times, and is then given up. Each failure is an {@link Effect.TimerFailed}.
     */
    public Output tick(long now) {
        wake(now);
        List<Recorded> events = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        List<Timer> due = state.dueTimers(now, TIMERS_A_STEP);
        for (Timer timer : due) {
            Output one = fire(timer, now);
            events.addAll(one.events());
            effects.addAll(one.effects());
        }
        return new Output(List.copyOf(events), List.copyOf(effects), due.size() == TIMERS_A_STEP);
    }

    /** Releases at most {@code max} jobs whose channels and all of whose ancestors are open, in their order. */
    public Output release(long now, int max) {
        wake(now);
        Journal journal = new Journal(state, Cause.itself(), now);
        boolean[] more = new boolean[1];
        step(journal, () -> {
            more[0] = dispatcher.release(journal, max);
            journal.released().forEach(topic -> leases.watch(topic, journal));
        });
        return journal.output(more[0]);
    }

    /** When {@link #tick} has something to do next, in the partition's time; none: nothing is planned. */
    public OptionalLong nextWakeup() {
        return state.nextDue();
    }

    // ---- one step: wholly or not at all

    private void step(Journal journal, Runnable rules) {
        try {
            rules.run();
            state.land();
        } catch (RuntimeException e) {
            takeBack();
            throw e;
        }
    }

    private void takeBack() {
        state.discard();
        dispatcher.forget();
        alarms.forget();
    }

    private void wake(long now) {
        if (!awake) {
            awake = true;
            roster.wake(now);
        }
    }

    private void decide(Command command, Journal journal) {
        switch (command) {
            case Command.Submit c -> lifecycle.submit(c, journal);
            case Command.Cancel c -> lifecycle.cancel(c, journal);
            case Command.Requeue c -> lifecycle.requeue(c, journal);
            case Command.Pause c -> channels.pause(c, journal);
            case Command.Resume c -> channels.resume(c, journal);
            case Command.Configure c -> channels.configure(c, journal);
            case Command.ConfigureFile c -> channels.configureFile(c, journal);
            case Command.Claimed c -> runs.claimed(c, journal);
            case Command.Outcomes c -> outcomes(c, journal);
            case Command.HandedBack c -> handedBack(c, journal);
            case Command.Heartbeat c -> typesChanged(leases.heartbeat(c, journal));
            case Command.LeaseCheck c -> typesChanged(leases.decide(c, journal));
            case Command.Tick c -> {
                // Handled by tick: each timer is a step of its own.
            }
            case Command.JobDue c -> lifecycle.due(c, journal);
            case Command.WorkerDue c -> leases.workerDue(c, journal);
            case Command.TopicDue c -> leases.topicDue(c, journal);
            case Command.ReleaseDue c -> leases.releaseDue(c, journal);
            case Command.TypeDue c -> dispatcher.forget();
        }
        dispatcher.follow(journal.recorded(), journal.now());
    }

    private void typesChanged(boolean changed) {
        if (changed) {
            dispatcher.forget();
        }
    }

    private void outcomes(Command.Outcomes command, Journal journal) {
        for (Command.Outcome outcome : command.outcomes()) {
            state.bundle(outcome.bundle()).ifPresent(bundle -> {
                runTimes.ran(bundle.topic(), outcome.startedAt(), outcome.finishedAt());
                unknown.ran(bundle.topic(), bundle.type());
            });
        }
        runs.outcomes(command, journal);
    }

    private void handedBack(Command.HandedBack command, Journal journal) {
        if (command.reason().equals(UnknownTypes.REASON)) {
            for (BundleId id : command.bundles()) {
                state.bundle(id)
                        .ifPresent(bundle -> journal.schedule(
                                unknown.handedBack(bundle.topic(), bundle.type(), journal.now()),
                                new Command.TypeDue(bundle.topic(), bundle.type())));
            }
        }
        runs.handedBack(command, journal);
    }

    // ---- timers

    private Output fire(Timer timer, long now) {
        try {
            return run(timer, now);
        } catch (RuntimeException e) {
            return failed(timer, now, e);
        }
    }

    private Output failed(Timer timer, long now, RuntimeException cause) {
        boolean givenUp = timer.failures() >= AFTER_FAILURE.length;
        Journal journal = new Journal(state, Cause.itself(), now);
        step(journal, () -> {
            journal.record("", new Event.TimerFired(timer));
            if (!givenUp) {
                long due = now + AFTER_FAILURE[timer.failures()];
                journal.record(
                        "", new Event.TimerSet(new Timer(due, timer.subject(), timer.failures() + 1, timer.command())));
            }
            journal.send(new Effect.TimerFailed(timer, cause, givenUp));
        });
        return journal.output(false);
    }

    private Output run(Timer timer, long now) {
        String tree = timer.command() instanceof Command.JobDue due ? due.job().tree() : "";
        Journal journal = new Journal(state, Cause.itself().about(tree), now);
        step(journal, () -> {
            journal.record("", new Event.TimerFired(timer));
            if (!isKept(timer.command()) || alarms.isCurrent(timer)) {
                decide(timer.command(), journal);
            }
        });
        return journal.output(false);
    }

    /** Timers that see to their own successor must have one at a time. */
    private static boolean isKept(Command.Timed command) {
        return switch (command) {
            case Command.WorkerDue c -> true;
            case Command.TopicDue c -> true;
            case Command.JobDue c -> false;
            case Command.ReleaseDue c -> false;
            case Command.TypeDue c -> false;
        };
    }

    /**
     * What holds for the whole instance.
     *
     * @param partition the number of the partition
     * @param leaseMs how long a missing heartbeat is waited for, in milliseconds; 15 000 by default
     * @since 0.1
     */
    public record Settings(int partition, long leaseMs) {}
}
