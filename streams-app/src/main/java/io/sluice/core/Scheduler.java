package io.sluice.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

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

    /** With the timer that brings a step to so many events it ends: one may purge or cancel hundreds of jobs. */
    private static final int EVENTS_A_STEP = 500;

    private static final long[] AFTER_FAILURE = {60_000, 600_000, 3_600_000};

    private final State state;
    private final Settings settings;
    private final Dependencies dependencies;
    private final Dedups dedups;
    private final Lifecycle lifecycle;
    private final Flows flows;
    private final JobActions actions;
    private final Sweeps sweeps;
    private final Retention retention;
    private final Carrying carrying;
    private final OnFailure onFailure;
    private final Channels channels;
    private final Runs runs;
    private final Roster roster;
    private final Alarms alarms = new Alarms();
    private final Leases leases;
    private final UnknownTypes unknown = new UnknownTypes();
    private final RunTimes runTimes = new RunTimes();
    private final Workforce workforce;
    private final Dispatcher dispatcher;
    private final Schedules schedules;
    private boolean awake;
    private boolean walksAreSet;

    /** Rules over that state that know no schedules. */
    public Scheduler(State state, Settings settings) {
        this(state, settings, Calendar.NONE);
    }

    /** Rules over that state. */
    public Scheduler(State state, Settings settings, Calendar calendar) {
        this(state, settings, calendar, Dependencies.STEP);
    }

    /** The same, but with steps through edges and flows of another size: a test need not make thousands of jobs. */
    Scheduler(State state, Settings settings, Calendar calendar, int step) {
        this.state = state;
        this.settings = settings;
        this.dependencies = new Dependencies(state, step);
        this.dedups = new Dedups(state);
        this.lifecycle = new Lifecycle(state, dependencies, dedups, settings.leaseMs());
        this.flows = new Flows(state, dependencies, lifecycle, new FlowAdmission(state, dedups));
        this.schedules = new Schedules(state, lifecycle, dedups, calendar);
        this.actions = new JobActions(state, dependencies, lifecycle);
        this.sweeps = new Sweeps(state, actions);
        this.retention = new Retention(state, flows::retainedSince);
        this.carrying = new Carrying(state, settings.carry(), step);
        this.onFailure = new OnFailure(state);
        this.channels = new Channels(state);
        this.runs = new Runs(state, new FanOut(state, dependencies, dedups));
        this.roster = new Roster(state, settings.partition());
        this.leases = new Leases(state, roster, runs, alarms, settings);
        this.workforce = new Workforce(state, roster, unknown, runTimes);
        this.dispatcher = new Dispatcher(state, workforce, runTimes, settings);
    }

    /**
     * Handles one command completely, but for the releases that it makes possible: call {@link #release} next.
     *
     * <p>If a rule or the store throws, nothing of the command is applied and the exception goes on to the caller.
     */
    public Output handle(Command command, Cause cause, long now) {
        wake(now);
        setWalks(now);
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
        int fired = 0;
        while (fired < due.size() && events.size() < EVENTS_A_STEP) {
            Output one = fire(due.get(fired++), now);
            events.addAll(one.events());
            effects.addAll(one.effects());
        }
        boolean more = fired < due.size() || due.size() == TIMERS_A_STEP;
        return new Output(List.copyOf(events), List.copyOf(effects), more);
    }

    /**
     * Releases jobs whose channels and all of whose ancestors are open, in their order: {@code max}, and what goes in one bundle
     * with the last of them.
     */
    public Output release(long now, int max) {
        wake(now);
        Journal journal = new Journal(state, Cause.itself(), now);
        boolean[] more = new boolean[1];
        step(journal, () -> {
            more[0] = dispatcher.release(journal, max);
            journal.released().forEach(topic -> leases.watch(topic, journal));
            dispatcher
                    .takeLooks()
                    .forEach((where, at) ->
                            alarms.armBy(at, new Command.ChannelDue(where.tree(), where.channel()), journal));
        });
        return journal.output(more[0]);
    }

    /**
     * After {@link #release} threw because of a rule's bug: pauses the channel whose job was being released, with the trace, so
     * that it is not tried for ever. Nothing comes out if the bug was not about a job.
     *
     * @param thrown what it threw
     * @param now the partition's time
     */
    public Output releaseThrew(RuntimeException thrown, long now) {
        Journal journal = new Journal(state, Cause.itself(), now);
        dispatcher
                .takeReleasing()
                .ifPresent(where -> step(journal, () -> {
                    journal.record(where.tree(), new Event.ChannelPaused(where.channel(), Bug.words(thrown), Bug.BY));
                    dispatcher.follow(journal.recorded(), now);
                }));
        return journal.output(!journal.recorded().isEmpty());
    }

    /** When {@link #tick} has something to do next, in the partition's time; none: nothing is planned. */
    public OptionalLong nextWakeup() {
        return state.nextDue();
    }

    /** Why jobs are where they are now. */
    public Why why(long now) {
        wake(now);
        return new Why(state, workforce, now);
    }

    /** What is known of the workers and not stored, to be asked by another thread: see {@link Why#Why(StateView, SoftFacts, long)}. */
    public SoftFacts softFacts() {
        return workforce.softFacts(settings.partition());
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
        unknown.forget();
        // The roster took in what was taken back: it is compared with the store again.
        awake = false;
    }

    private void wake(long now) {
        if (!awake) {
            awake = true;
            roster.wake(now);
        }
    }

    private void setWalks(long now) {
        if (!walksAreSet) {
            Journal journal = new Journal(state, Cause.itself(), now);
            step(journal, () -> carrying.wake(journal));
            walksAreSet = true;
        }
    }

    private void decide(Command command, Journal journal) {
        switch (command) {
            case Command.Submit c -> lifecycle.submit(c, journal);
            case Command.Unfit c ->
                journal.reject(RejectionCode.OVER_LIMIT, c.job(), "job " + c.job() + " was not stored: " + c.why());
            case Command.OnJob c -> actions.take(c, journal);
            case Command.Pause c -> channels.pause(c, journal);
            case Command.Resume c -> channels.resume(c, journal);
            case Command.Configure c -> channels.configure(c, journal);
            case Command.ConfigureFile c -> channels.configureFile(c, journal);
            case Command.Claimed c -> claimed(c, journal);
            case Command.Outcomes c -> outcomes(c, journal);
            case Command.HandedBack c -> handedBack(c, journal);
            case Command.Progressed c -> runs.progressed(c, journal);
            case Command.Heartbeat c -> typesChanged(leases.heartbeat(c, journal));
            case Command.LeaseCheck c -> typesChanged(leases.decide(c, journal));
            case Command.WriteTimes c ->
                journal.record(new Event.TimesMeasured(c.channel(), c.type(), c.hour(), c.waits(), c.runs()));
            case Command.Tick c -> {
                // Handled by tick: each timer is a step of its own.
            }
            case Command.JobDue c -> lifecycle.due(c, journal);
            case Command.WorkerDue c -> leases.workerDue(c, journal);
            case Command.TopicDue c -> leases.topicDue(c, journal);
            case Command.ReleaseDue c -> leases.releaseDue(c, journal);
            case Command.TypeDue c -> dispatcher.forget();
            // flows
            case Command.SubmitFlow c -> flows.submit(c, journal);
            case Command.UnfitFlow c -> flows.refuse(c.flow(), c.why(), journal);
            case Command.CancelFlow c -> flows.cancel(c, journal);
            case Command.RequeueFlow c -> flows.requeue(c, journal);
            case Command.CascadeDue c -> dependencies.due(c, journal);
            case Command.FlowDue c -> flows.due(c, journal);
            case Command.ChannelDue c -> dispatcher.due(new Dispatcher.Where(c.tree(), c.channel()), journal.now());
            case Command.PutSchedule c -> schedules.put(c, journal);
            case Command.UnfitSchedule c -> schedules.refuse(c.id(), c.why(), journal);
            case Command.DeleteSchedule c -> schedules.delete(c, journal);
            case Command.TriggerSchedule c -> schedules.trigger(c, journal);
            case Command.SwitchSchedule c -> schedules.switchOn(c, journal);
            case Command.ScheduleDue c -> schedules.due(c, journal);
            // jobs
            case Command.Sweep c -> sweeps.start(c, journal);
            case Command.UnfitSweep c -> sweeps.refuse(c.why(), journal);
            case Command.CancelSweep c -> sweeps.cancel(c, journal);
            case Command.DropTree c -> sweeps.drop(c, journal);
            case Command.ExpireDue c -> lifecycle.expired(c, journal);
            case Command.DedupDue c -> dedups.due(c, journal);
            case Command.PurgeDue c -> retention.due(c, journal);
            case Command.PurgeJobDue c -> retention.due(c, journal);
            case Command.RetentionDue c -> retention.due(c, journal);
            case Command.SweepDue c -> sweeps.due(c, journal);
            // what is written again
            case Command.CarryDue c -> carrying.due(c, journal);
            case Command.CountersDue c -> carrying.due(c, journal);
        }
        lifecycle.follow(journal);
        dependencies.follow(journal);
        onFailure.follow(journal);
        retention.follow(journal);
        carrying.follow(journal);
        dispatcher.follow(journal.recorded(), journal.now());
    }

    private void typesChanged(boolean changed) {
        if (changed) {
            dispatcher.forget();
        }
    }

    private void claimed(Command.Claimed command, Journal journal) {
        leases.claimed(command.worker(), journal);
        runs.claimed(command, journal);
        for (Command.Claim claim : command.claims()) {
            state.bundle(claim.bundle())
                    .filter(bundle -> knows(command.worker(), bundle.type()))
                    .ifPresent(bundle -> typesChanged(unknown.isKnownAgain(bundle.topic(), bundle.type())));
        }
    }

    private boolean knows(String worker, String type) {
        StateView.WorkerFacts facts = state.workers().get(worker);
        return facts != null && facts.types().contains(type);
    }

    private void outcomes(Command.Outcomes command, Journal journal) {
        for (Command.Outcome outcome : command.outcomes()) {
            state.bundle(outcome.bundle()).ifPresent(bundle -> {
                runTimes.ran(bundle, outcome.startedAt(), outcome.finishedAt());
            });
        }
        runs.outcomes(command, journal);
    }

    private void handedBack(Command.HandedBack command, Journal journal) {
        if (command.reason().equals(UnknownTypes.REASON)) {
            // Many bundles of one report are one piece of news.
            Set<Command.TypeDue> types = new LinkedHashSet<>();
            for (BundleId id : command.bundles()) {
                state.bundle(id).ifPresent(bundle -> types.add(new Command.TypeDue(bundle.topic(), bundle.type())));
            }
            types.forEach(due -> journal.schedule(unknown.handedBack(due.topic(), due.type(), journal.now()), due));
            typesChanged(!types.isEmpty());
        }
        runs.handedBack(command, journal);
    }

    // ---- timers

    private Output fire(Timer timer, long now) {
        try {
            return run(timer, now);
        } catch (RuntimeException e) {
            if (!settings.isOurs().test(e)) {
                throw e;
            }
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
        Journal journal = new Journal(state, cause(timer.command()), now);
        step(journal, () -> {
            journal.record("", new Event.TimerFired(timer));
            if (!isKept(timer.command()) || alarms.isCurrent(timer)) {
                decide(timer.command(), journal);
            }
        });
        return journal.output(false);
    }

    private Cause cause(Command.Timed command) {
        return switch (command) {
            case Command.JobDue c -> Cause.itself().about(c.job().tree());
            case Command.WorkerDue c -> Cause.itself();
            case Command.TopicDue c -> Cause.itself();
            case Command.ReleaseDue c -> Cause.itself();
            case Command.TypeDue c -> Cause.itself();
            case Command.CascadeDue c -> Cause.itself().about(c.parent().tree());
            case Command.FlowDue c -> Cause.itself().about(c.flow().tree());
            case Command.ChannelDue c -> Cause.itself().about(c.tree());
            case Command.ScheduleDue c -> Cause.itself().about(c.tree());
            // jobs
            case Command.ExpireDue c -> Cause.itself().about(c.job().tree());
            case Command.DedupDue c -> Cause.itself().about(c.job().tree());
            case Command.PurgeDue c -> Cause.itself().about(c.tree());
            case Command.PurgeJobDue c -> Cause.itself().about(c.job().tree());
            case Command.RetentionDue c -> Cause.itself().about(c.tree());
            case Command.SweepDue c ->
                sweeps.cause(c).orElseGet(() -> Cause.itself().about(c.tree()));
            // what is written again
            case Command.CarryDue c -> Cause.itself().about(c.tree());
            case Command.CountersDue c -> Cause.itself().about(c.tree());
        };
    }

    /** Timers that see to their own successor must have one at a time. */
    private static boolean isKept(Command.Timed command) {
        return switch (command) {
            case Command.WorkerDue c -> true;
            case Command.TopicDue c -> true;
            case Command.JobDue c -> false;
            case Command.ReleaseDue c -> false;
            case Command.TypeDue c -> false;
            case Command.CascadeDue c -> false;
            case Command.FlowDue c -> false;
            case Command.ChannelDue c -> true;
            case Command.ScheduleDue c -> false;
            // jobs
            case Command.ExpireDue c -> false;
            case Command.DedupDue c -> false;
            case Command.PurgeDue c -> false;
            case Command.PurgeJobDue c -> false;
            case Command.RetentionDue c -> false;
            case Command.SweepDue c -> false;
            // what is written again
            case Command.CarryDue c -> false;
            case Command.CountersDue c -> false;
        };
    }

    /**
     * What holds for the whole instance.
     *
     * @param partition the number of the partition
     * @param leaseMs how long a missing heartbeat is waited for, in milliseconds; 15 000 by default
     * @param bundles whether very short jobs are released together; true by default
     * @param isOurs whether an exception comes from a rule, which would throw again, and not from the store, whose work is
     *     done again as a whole
     * @param carry how old what lives may become on the log before it is written again
     * @since 0.1
     */
    public record Settings(
            int partition, long leaseMs, boolean bundles, Predicate<RuntimeException> isOurs, Carry carry) {

        /** With what lives written again within 7 days. */
        public Settings(int partition, long leaseMs, boolean bundles, Predicate<RuntimeException> isOurs) {
            this(partition, leaseMs, bundles, isOurs, Carry.DEFAULT);
        }

        /** With bundles, for a store that does not fail. */
        public Settings(int partition, long leaseMs) {
            this(partition, leaseMs, true, thrown -> true);
        }
    }
}
