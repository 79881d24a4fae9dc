package io.sluice.web;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** A partition whose state the rules make, with one worker that does as it is told. */
public final class PartitionInMemory {

    /** When everything happens: 2026-01-01T00:00:00Z. */
    public static final long NOW = 1_767_225_600_000L;

    private static final String WORKER = "worker-1";

    private final InMemoryStore store = new InMemoryStore();
    private final int number;
    private final StoredState state;
    private final Scheduler scheduler;
    private int submitted;

    /** An empty one. */
    public PartitionInMemory(int number) {
        this.number = number;
        this.state = StoredState.open(store, 4);
        this.scheduler = new Scheduler(state, new Scheduler.Settings(number, 15_000));
    }

    /** What people ask about it. */
    public Queries queries() {
        return new Queries(number, store);
    }

    /** The channels of every tree. */
    public PartitionInMemory file(String text) {
        send("", new Command.ConfigureFile(text));
        return this;
    }

    /** One more job with JSON of its number. */
    public JobId submit(String tree, String channel) {
        return submit(
                tree,
                channel,
                new Payload(("{\"n\":" + submitted + "}").getBytes(StandardCharsets.UTF_8), "application/json"));
    }

    /** One more job. */
    public JobId submit(String tree, String channel, Payload payload) {
        submitted++;
        JobId id = new JobId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x8000_0000_0000_0000L + submitted));
        send(
                tree,
                new Command.Submit(new Submission(
                        id,
                        "greet",
                        channel,
                        payload,
                        10,
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        "greeting " + submitted,
                        Map.of("user", "ann"),
                        NOW - 5)));
        return id;
    }

    /** A job that is not to start before. */
    public JobId submitForLater(String tree, long eta) {
        submitted++;
        JobId id = new JobId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x8000_0000_0000_0000L + submitted));
        send(
                tree,
                new Command.Submit(new Submission(
                        id,
                        "greet",
                        "root",
                        new Payload(new byte[0], "text/plain"),
                        10,
                        OptionalLong.of(eta),
                        OptionalInt.of(3),
                        Optional.empty(),
                        "",
                        Map.of(),
                        NOW)));
        return id;
    }

    /** Pauses a channel. */
    public void pause(String tree, String channel, String reason) {
        send(tree, new Command.Pause(channel, reason));
    }

    /** A worker says that it is there. */
    public void worker() {
        send("", new Command.Heartbeat(WORKER, 4, Set.of("sluice.channel.root"), Set.of("greet"), List.of(), false));
    }

    /** Releases what may be released. */
    public void release() {
        scheduler.release(NOW, 100);
    }

    /** The worker runs a released job, which ends like that. */
    public void run(JobId job, Command.End end) {
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        send(job.tree(), new Command.Claimed(WORKER, List.of(new Command.Claim(bundle, false))));
        send(
                job.tree(),
                new Command.Outcomes(WORKER, List.of(new Command.Outcome(bundle, job, 1, NOW - 20, NOW - 10, end))));
    }

    /** Submits a job, runs it, and it fails. */
    public JobId failed(String tree, String channel) {
        JobId job = submit(tree, channel);
        release();
        run(
                job,
                new Command.Failed(
                        new Failure("java.io.IOException", "disk full", "java.io.IOException: disk full\n\tat A.b")));
        return job;
    }

    private void send(String tree, Command command) {
        scheduler.handle(command, new Cause(tree, Optional.of(new UUID(1, submitted)), "ann"), NOW);
    }
}
