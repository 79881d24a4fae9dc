package io.sluice.whatif;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import io.sluice.state.InMemoryStore;
import io.sluice.state.Resettlement;
import io.sluice.state.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What happened: jobs whose runs take as long as the test says, in the real rules, each bundle of one job. Begins at {@link #START}. */
public final class Reality {

    static final String TREE = "main";
    public static final long START = 1_767_225_600_000L;

    final InMemoryStore store = new InMemoryStore();
    private final List<Recorded> events = new ArrayList<>();

    private final Scheduler scheduler =
            new Scheduler(StoredState.open(store, 1), new Scheduler.Settings(0, 3_600_000_000L, false, thrown -> true));
    private final PriorityQueue<Run> running =
            new PriorityQueue<>(Comparator.comparingLong(Run::end).thenComparingLong(Run::number));
    private final Map<UUID, Deque<Coming>> coming = new HashMap<>();
    /** The channels were there before. */
    private long now = START - 1_000;

    private long number;

    private record Run(long number, BundleId bundle, JobId job, int run, long start, long end, Command.End how) {}

    private record Coming(long millis, Command.End how) {}

    public Reality(String channels) {
        send("", new Command.ConfigureFile(channels));
        send("", new Command.Heartbeat("w", 1_000, Set.of("sluice.channel.root"), Set.of("t", "u"), List.of(), false));
        now = START;
    }

    static JobId id(String name) {
        return new JobId(TREE, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** All that happened. */
    public List<Recorded> events() {
        return events;
    }

    /** The next run of a job. */
    public Reality run(String name, long millis, Command.End how) {
        coming.computeIfAbsent(id(name).uuid(), first -> new ArrayDeque<>()).add(new Coming(millis, how));
        return this;
    }

    public Reality submit(String name, String channel, long millis) {
        return submit(name, channel, millis, options -> options);
    }

    Reality submit(String name, String channel, long millis, UnaryOperator<Submission.Options> options) {
        run(name, millis, new Command.Done(Optional.empty()));
        send(
                TREE,
                new Command.Submit(Submission.of(id(name), "t", channel, new Payload(new byte[0], ""))
                        .with(options.apply(Submission.Options.NONE))));
        return this;
    }

    Reality command(Command command) {
        send(TREE, command);
        return this;
    }

    /** Lets time pass. */
    public Reality until(long offset) {
        long end = START + offset;
        while (true) {
            long ends = running.isEmpty() ? Long.MAX_VALUE : running.peek().end();
            long wakes = scheduler.nextWakeup().orElse(Long.MAX_VALUE);
            if (Math.min(ends, wakes) > end) {
                now = end;
                return this;
            }
            now = Math.max(now, Math.min(ends, wakes));
            if (ends <= wakes) {
                Run run = running.poll();
                Command.Outcome outcome =
                        new Command.Outcome(run.bundle(), run.job(), run.run(), run.start(), now, run.how());
                send(TREE, new Command.Outcomes("w", List.of(outcome)));
            } else {
                take(scheduler.tick(now));
                release();
            }
        }
    }

    private void send(String tree, Command command) {
        take(scheduler.handle(command, new Cause(tree, Optional.of(new UUID(1, number)), "test"), now));
        release();
    }

    private void release() {
        Output output;
        do {
            output = scheduler.release(now, 100);
            take(output);
        } while (output.more());
    }

    private void take(Output output) {
        events.addAll(output.events());
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch) {
                take(scheduler.handle(
                        new Command.Claimed("w", List.of(new Command.Claim(dispatch.bundle(), false))),
                        new Cause(TREE, Optional.empty(), "w"),
                        now));
                dispatch.jobs().forEach(job -> {
                    Coming next = coming.get(job.job().id().uuid()).remove();
                    running.add(new Run(
                            number++,
                            dispatch.bundle(),
                            job.job().id(),
                            job.run(),
                            now,
                            now + next.millis(),
                            next.how()));
                });
            }
        }
    }

    /** The same from an offset on, under other limits. */
    WhatIf.Answer whatIf(long from, long to, Optional<InMemoryStore> before, String limits) {
        WhatIf whatIf = new WhatIf(new WhatIf.Window(TREE, START + from, START + to), before.map(store -> store));
        events.stream()
                .filter(recorded ->
                        recorded.tree().equals(TREE) && recorded.at() >= START + from && recorded.at() <= START + to)
                .forEach(whatIf::take);
        return whatIf.answer(limits, (what, share) -> true).orElseThrow();
    }

    /** The state as it is now. */
    InMemoryStore copy() {
        InMemoryStore copy = new InMemoryStore();
        Resettlement.move(List.of(store), tree -> true, copy);
        return copy;
    }
}
