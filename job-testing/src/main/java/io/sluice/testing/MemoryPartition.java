package io.sluice.testing;

import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.core.Scheduler;
import io.sluice.core.StateView;
import io.sluice.core.Timer;
import io.sluice.core.Why;
import io.sluice.cron.CronCalendar;
import io.sluice.state.InMemoryStore;
import io.sluice.state.JobRow;
import io.sluice.state.Reads;
import io.sluice.state.StoredState;
import io.sluice.wire.Message;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/**
 * One partition of the scheduler in the heap, on which all trees live: what the Streams shell is in production. It releases only
 * when it is asked to, one job at a time.
 *
 * <p>Safe for use by several threads. Those who follow are called without its lock, so they may come back with commands.
 */
final class MemoryPartition {

    private static final Wire WIRE = Wire.bundled();
    private static final long LEASE_MS = 15_000;
    /** No timer lies further ahead. */
    private static final long CENTURY_MS = 100L * 366 * 86_400_000;

    private static final int TIMERS_A_LOOK = 32;

    private final StoredState state;
    private final Reads reads;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Follower follower;
    private final Deque<Command.LeaseCheck> checks = new ArrayDeque<>();
    private final Deque<Effect.Dispatch> dispatched = new ArrayDeque<>();
    private final Deque<Output> untold = new ArrayDeque<>();
    private final ReentrantLock telling = new ReentrantLock();

    /** Is told what goes into the rules and what comes out of them, in its order. */
    interface Follower {

        /** What is handled in place of a command. */
        Command arriving(Command command);

        /** Something changed. */
        void happened(Recorded recorded);

        /** The same as a record of {@code sluice.events}. */
        void written(String tree, byte[] events);
    }

    MemoryPartition(Clock clock, Follower follower) {
        InMemoryStore store = new InMemoryStore();
        this.state = StoredState.open(store, 1);
        this.reads = new Reads(store);
        // Bundles bend the order by what was learnt of run times, and on this clock runs take none.
        Scheduler.Settings settings = new Scheduler.Settings(0, LEASE_MS, false, thrown -> true, Carry.NEVER);
        this.scheduler = new Scheduler(state, settings, new CronCalendar());
        this.clock = clock;
        this.follower = follower;
    }

    private long now() {
        return clock.millis();
    }

    // ---- what comes in

    /** Handles a command, but for the releases that it makes possible. */
    void command(Command command, Cause cause) {
        synchronized (this) {
            take(scheduler.handle(follower.arriving(command), cause, now()));
        }
        tell();
    }

    /** Handles a report of a worker; no tree: it is about the partition. */
    void report(String tree, byte[] report) {
        Optional<byte[]> key = tree.isEmpty() ? Optional.empty() : Optional.of(tree.getBytes(StandardCharsets.UTF_8));
        var decoded = WIRE.report(key, report);
        command(decoded.command(), decoded.cause());
    }

    /** Lets happen what is due. */
    void tick() {
        synchronized (this) {
            while (readBack() || isDue()) {
                take(scheduler.tick(now()));
            }
        }
        tell();
    }

    private boolean isDue() {
        return scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= now();
    }

    /** What the scheduler wrote to itself comes back from the log. */
    private boolean readBack() {
        boolean some = !checks.isEmpty();
        while (!checks.isEmpty()) {
            take(scheduler.handle(checks.removeFirst(), Cause.itself(), now()));
        }
        return some;
    }

    /** Releases the job that is first in the order of the rules, if one may go. */
    Optional<Effect.Dispatch> release() {
        Optional<Effect.Dispatch> released;
        synchronized (this) {
            boolean more = dispatched.isEmpty();
            while (more && dispatched.isEmpty()) {
                Output output = scheduler.release(now(), 1);
                take(output);
                more = output.more();
            }
            released = Optional.ofNullable(dispatched.pollFirst());
        }
        tell();
        return released;
    }

    /** Nobody ran what was released: the next one who asks gets it. */
    synchronized void putBack(Effect.Dispatch released) {
        dispatched.addFirst(released);
    }

    // ---- what comes out

    private void take(Output output) {
        untold.add(output);
        for (Effect effect : output.effects()) {
            switch (effect) {
                case Effect.Dispatch dispatch -> dispatched.add(dispatch);
                case Effect.WriteLeaseCheck write -> checks.add(write.check());
                case Effect.TimerFailed failed ->
                    throw new IllegalStateException("the timer " + failed.timer() + " threw", failed.cause());
                case Effect.TellStop stop -> {
                    // Nobody interrupts a handler here; it ends as CANCELLED when it returns.
                }
                case Effect.TellDrop drop -> {
                    // Bundles of one job have nothing to be dropped from.
                }
                case Effect.TellConfirmed confirmed -> {
                    // The worker starts without a word, for nothing is old here.
                }
            }
        }
    }

    /** One output after the other. Whoever comes back with a command while he is told has it told after that. */
    private void tell() {
        if (telling.isHeldByCurrentThread()) {
            return;
        }
        telling.lock();
        try {
            tellAll();
        } finally {
            telling.unlock();
        }
    }

    private void tellAll() {
        Optional<Output> next = nextUntold();
        while (next.isPresent()) {
            next.get().events().forEach(follower::happened);
            for (Message message : WIRE.messages(next.get().events())) {
                follower.written(message.key().orElse(""), message.value());
            }
            next = nextUntold();
        }
    }

    private synchronized Optional<Output> nextUntold() {
        return Optional.ofNullable(untold.pollFirst());
    }

    // ---- what can be asked

    /** A job, if it is kept. */
    Optional<JobRow> job(JobId id) {
        return reads.job(id);
    }

    /** Why a job is where it is, in one sentence. */
    synchronized Optional<String> why(JobId id) {
        return scheduler.why(now()).ask(id).map(Why.Answer::sentence);
    }

    /** The name of the channel topic that jobs of this channel are released to. */
    synchronized String topic(String tree, ChannelPath channel) {
        return state.channels(tree).topicName(channel);
    }

    /** When the first of the timers is due that count, and no later than a time. */
    synchronized OptionalLong nextDue(long until, BiPredicate<StateView, Command.Timed> counts) {
        int limit = TIMERS_A_LOOK;
        int seen = 0;
        while (true) {
            List<Timer> timers = state.dueTimers(Math.min(until, now() + CENTURY_MS), limit);
            for (Timer timer : timers.subList(Math.min(seen, timers.size()), timers.size())) {
                if (counts.test(state, timer.command())) {
                    return OptionalLong.of(timer.due());
                }
            }
            if (timers.size() < limit) {
                return OptionalLong.empty();
            }
            seen = timers.size();
            limit *= 4;
        }
    }
}
