package io.sluice.whatif;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.core.Scheduler;
import io.sluice.state.OrderedStore;
import io.sluice.state.StoredState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.DoublePredicate;

/**
 * A stretch of time once more: the same rules, in virtual time. Jobs come when they came, runs take as long as they took and end as
 * they ended, whoever asked for something asks again; when a job goes the rules decide anew.
 */
final class Trial {

    private static final String WORKER = "what-if";
    private static final int SLOTS = 1_000_000;
    private static final int AT_ONCE = 4096;

    /** Longer than any stretch: nobody is lost here but those who were. */
    private static final long LEASE_MS = 20 * 366 * 86_400_000L;

    private static final Optional<Command.End> DONE = Optional.of(new Command.Done(Optional.empty()));

    private static final int TELL_EVERY = 10_000;

    private final Timeline timeline;
    private final WhatIf.Window window;
    private final StoredState state;
    private final Scheduler scheduler;
    private final Measures measures;
    private final Cause somebody;
    private final Cause ofTree;
    private final Set<String> topics = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private final PriorityQueue<Hand> hands = new PriorityQueue<>(
            Comparator.comparingLong((Hand hand) -> hand.at).thenComparingLong(hand -> hand.number));

    /** Jobs that may run again: which row they are, and their next run. */
    private final Map<UUID, Next> next = new HashMap<>();

    /** Channels that are tried out: what was changed of them is left out. */
    private final Set<ChannelPath> tried = new HashSet<>();

    private long now;
    private long numbers;
    private long guessed;
    private long passedOver;
    private long channelChanges;

    /** What makes the result less certain. */
    record Doubts(long guessed, long passedOver, long channelChanges) {}

    private static final class Next {
        int run;

        Next(int run) {
            this.run = run;
        }
    }

    /** A job of a bundle. */
    private record Member(JobId job, int run) {}

    /** A bundle in the hands of a worker. */
    private static final class Hand {
        final long number;
        final BundleId bundle;
        final int type;
        final List<Member> members;

        /** Who is to report on it: one that had claimed it before. */
        String worker = WORKER;

        int member = -1;
        long at;
        long startedAt;
        int run = Runs.NONE;

        Hand(long number, BundleId bundle, int type, List<Member> members) {
            this.number = number;
            this.bundle = bundle;
            this.type = type;
            this.members = members;
        }
    }

    /** @param start the state at the beginning, written by this */
    Trial(Timeline timeline, WhatIf.Window window, OrderedStore start, Measures measures) {
        this.timeline = timeline;
        this.window = window;
        this.measures = measures;
        this.state = StoredState.open(start, 1);
        this.scheduler = new Scheduler(state, new Scheduler.Settings(0, LEASE_MS, true, thrown -> true, Carry.NEVER));
        this.somebody = new Cause(window.tree(), Optional.of(new UUID(0, 0)), WORKER);
        this.ofTree = new Cause(window.tree(), Optional.empty(), WORKER);
        this.now = window.from();
        timeline.ofBefore().forEach((job, row) -> next.put(job, new Next(timeline.firstRun(row))));
    }

    /** What they submitted is on the log. */
    private void forgetSchedules() {
        List<String> some;
        do {
            some = state.schedules(window.tree(), 100);
            some.forEach(id -> handle(new Command.DeleteSchedule(id)));
        } while (!some.isEmpty());
    }

    /**
     * Begins it.
     *
     * @param limits channel text that holds from the beginning on; empty: what held then
     * @throws IllegalArgumentException if the text does not fit the channels, with the rules' words
     */
    Trial with(String limits) {
        learn();
        // Before anything is released anew.
        takeUp();
        forgetSchedules();
        beat();
        if (!limits.isEmpty()) {
            tried.addAll(ChannelText.parse(limits).keySet());
            configure(limits);
        }
        return this;
    }

    /**
     * Goes through the stretch.
     *
     * @param watch told the share that is done; answers whether to go on
     * @return whether it came to the end
     */
    boolean run(DoublePredicate watch) {
        int step = 0;
        int told = 0;
        while (true) {
            long comes = step < timeline.steps() ? timeline.stepAt(step) : Long.MAX_VALUE;
            long ends = hands.isEmpty() ? Long.MAX_VALUE : hands.peek().at;
            long wakes = scheduler.nextWakeup().orElse(Long.MAX_VALUE);
            long first = Math.min(comes, Math.min(ends, wakes));
            if (first > window.to()) {
                return true;
            }
            now = Math.max(now, first);
            if (ends == first) {
                goOn(hands.poll());
            } else if (wakes == first) {
                take(scheduler.tick(now));
                release();
            } else {
                step(step++);
            }
            if (++told % TELL_EVERY == 0 && !watch.test(step / (double) Math.max(1, timeline.steps()))) {
                return false;
            }
        }
    }

    Doubts doubts() {
        return new Doubts(guessed, passedOver, channelChanges);
    }

    // ---- who takes part

    private void learn() {
        state.channels(window.tree()).declared().forEach(this::knows);
        timeline.channels.all().forEach(this::knows);
        knows(ChannelPath.ROOT);
        types.addAll(timeline.types.all());
        for (ChannelPath channel : state.channelsWithReadyJobs(window.tree())) {
            knows(channel);
            types.addAll(state.readyTypes(window.tree(), channel));
        }
    }

    private boolean knows(ChannelPath channel) {
        return topics.add(state.channels(window.tree()).topicName(channel));
    }

    private void beat() {
        handle(new Command.Heartbeat(WORKER, SLOTS, Set.copyOf(topics), Set.copyOf(types), List.of(), false));
    }

    private void configure(String limits) {
        Output output = scheduler.handle(new Command.Configure(limits), somebody, now);
        refusal(output).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        take(output);
        release();
    }

    /** Bundles that are open at the beginning go on. */
    private void takeUp() {
        List<ActiveBundle> open = new ArrayList<>();
        state.claimants().forEach(worker -> open.addAll(state.claimedBy(worker)));
        topics.forEach(topic -> open.addAll(state.unclaimed(topic)));
        for (ActiveBundle bundle : open) {
            if (bundle.id().tree().equals(window.tree())) {
                takeUp(bundle);
            }
        }
    }

    private void takeUp(ActiveBundle bundle) {
        measures.open(bundle.id().number(), bundle.channel(), bundle.members().size());
        List<Member> members = bundle.members().stream()
                .map(member -> new Member(bundle.jobId(member), member.run()))
                .toList();
        Hand hand = new Hand(numbers++, bundle.id(), timeline.types.find(bundle.type()), members);
        hand.at = now;
        if (bundle.isClaimed()) {
            hand.worker = bundle.claimants().getFirst();
            begin(hand, Math.min(now, bundle.startedAt()));
        }
        hands.add(hand);
    }

    // ---- what happens

    private void step(int step) {
        OptionalInt job = timeline.arriving(step);
        job.ifPresent(row -> next.put(timeline.id(row).uuid(), new Next(timeline.firstRun(row))));
        Command command = timeline.command(step);
        if (command instanceof Command.Configure change && triesOut(change)) {
            channelChanges++;
            return;
        }
        Output output = handle(command);
        if (job.isEmpty() && (refusal(output).isPresent() || isNothing(output))) {
            passedOver++;
        }
    }

    private boolean triesOut(Command.Configure change) {
        return ChannelText.parse(change.channels()).keySet().stream().anyMatch(tried::contains);
    }

    private static Optional<String> refusal(Output output) {
        return output.events().stream()
                .map(Recorded::event)
                .filter(Event.CommandRejected.class::isInstance)
                .map(event -> ((Event.CommandRejected) event).reason())
                .findFirst();
    }

    private static boolean isNothing(Output output) {
        return output.events().stream().allMatch(recorded -> recorded.event() instanceof Event.NothingChanged);
    }

    private Output handle(Command command) {
        Output output = scheduler.handle(command, somebody, now);
        take(output);
        release();
        return output;
    }

    private void release() {
        Output output;
        do {
            output = scheduler.release(now, AT_ONCE);
            take(output);
        } while (output.more());
    }

    private void take(Output output) {
        boolean isNew = false;
        for (Recorded recorded : output.events()) {
            measures.take(recorded);
            if (recorded.event() instanceof Event.OfJob about && !types.contains(about.type())) {
                types.add(about.type());
                isNew = true;
            }
        }
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatched(dispatch);
            }
        }
        if (isNew) {
            beat();
        }
    }

    // ---- the worker

    private void dispatched(Effect.Dispatch dispatch) {
        List<Member> members = new ArrayList<>(dispatch.jobs().size());
        dispatch.jobs().forEach(job -> members.add(new Member(job.job().id(), job.run())));
        Hand hand = new Hand(numbers++, dispatch.bundle(), timeline.types.find(dispatch.type()), members);
        hand.at = now + timeline.claimDelay();
        hands.add(hand);
    }

    /** Claims the bundle, or ends the run that is on and begins the next one. */
    private void goOn(Hand hand) {
        if (hand.member < 0) {
            scheduler
                    .handle(
                            new Command.Claimed(WORKER, List.of(new Command.Claim(hand.bundle, false))),
                            Cause.itself(),
                            now)
                    .events()
                    .forEach(measures::take);
            begin(hand, now);
        } else {
            end(hand);
        }
        if (hand.member < hand.members.size()) {
            hands.add(hand);
        }
        release();
    }

    private void begin(Hand hand, long startedAt) {
        Optional<ActiveBundle> open = state.bundle(hand.bundle);
        do {
            hand.member++;
        } while (hand.member < hand.members.size() && !isIn(open, hand.members.get(hand.member)));
        if (hand.member == hand.members.size()) {
            return;
        }
        Next coming = next.get(hand.members.get(hand.member).job().uuid());
        hand.run = coming == null ? Runs.NONE : coming.run;
        hand.startedAt = startedAt;
        if (hand.run == Runs.NONE) {
            guessed++;
            hand.at = Math.max(now, startedAt + timeline.runs.usual(hand.type));
        } else {
            coming.run = timeline.runs.after(hand.run);
            hand.at = Math.max(now, startedAt + timeline.runs.duration(hand.run));
        }
    }

    private static boolean isIn(Optional<ActiveBundle> open, Member member) {
        return open.flatMap(bundle -> bundle.member(member.job().uuid()))
                .filter(there -> there.run() == member.run())
                .isPresent();
    }

    private void end(Hand hand) {
        Member member = hand.members.get(hand.member);
        Optional<Command.End> end = hand.run == Runs.NONE ? DONE : timeline.runs.end(hand.run);
        if (end.isEmpty()) {
            // Whoever had it is gone, and what was behind it in the bundle waits again.
            take(scheduler.handle(
                    new Command.HandedBack(hand.worker, List.of(hand.bundle), "given up"), Cause.itself(), now));
            hand.member = hand.members.size();
            return;
        }
        Command.Outcome outcome =
                new Command.Outcome(hand.bundle, member.job(), member.run(), hand.startedAt, now, end.get());
        take(scheduler.handle(new Command.Outcomes(hand.worker, List.of(outcome)), ofTree, now));
        if (end.get() instanceof Command.Done) {
            next.remove(member.job().uuid());
            // Nobody looks at it any more, and a small state is a fast one.
            scheduler.handle(new Command.OnJob(member.job(), new JobAction.Delete()), ofTree, now);
        }
        begin(hand, now);
    }
}
