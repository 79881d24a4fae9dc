package io.sluice.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobClientBuilder;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Sets up a {@link TestSluice}. Not safe for use by several threads; can build several, which know nothing of each other.
 *
 * @since 0.1
 */
public final class TestSluiceBuilder {

    private static final int MOST_RUNS = 10_000;
    /** A worker's default is the machine's processors, and tests should end the same on each. */
    private static final int SLOTS = 100;

    private String channels = "";
    private Instant start;
    private ObjectMapper mapper = Payloads.standardMapper();
    private Consumer<JobClientBuilder> client = any -> {};
    private Consumer<WorkerBuilder> handlers;
    private boolean inline;
    private int mostRuns = MOST_RUNS;

    TestSluiceBuilder() {}

    /**
     * Channels of every tree: the text of the scheduler's channels file, such as {@code root:4,root.import:1}. Default: none, so
     * {@code root} takes what the worker can.
     *
     * @since 0.1
     */
    public TestSluiceBuilder channels(String text) {
        this.channels = Objects.requireNonNull(text);
        return this;
    }

    /**
     * What the clock shows first, to the millisecond. Default: the time at which it is built.
     *
     * @since 0.1
     */
    public TestSluiceBuilder startingAt(Instant instant) {
        this.start = Objects.requireNonNull(instant);
        return this;
    }

    /**
     * The worker: handlers, their options, slots (100 unless told), interceptors. Each call adds to those before. Default: no
     * worker, so that jobs stay READY.
     *
     * @since 0.1
     */
    public TestSluiceBuilder handlers(Consumer<WorkerBuilder> settings) {
        this.handlers = handlers == null ? settings : handlers.andThen(settings);
        return this;
    }

    /**
     * The client: its name, tracing and the like. Default: as a client is that was told nothing.
     *
     * @since 0.1
     */
    public TestSluiceBuilder client(Consumer<JobClientBuilder> settings) {
        this.client = client.andThen(settings);
        return this;
    }

    /**
     * How payloads become JSON and are read again, by client, worker and assertions. Default: that of client and worker.
     *
     * @since 0.1
     */
    public TestSluiceBuilder mapper(ObjectMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper);
        return this;
    }

    /**
     * Runs a submitted job at once, before {@code submit} returns, in the submitting thread; a handler that submits has its jobs
     * run likewise. ETAs are left out, for nobody turns the clock in between; priorities have nothing to choose from. Channels,
     * dedup, flows and attempts are as ever: a job that its channel keeps, that waits for another, or that has no handler stays
     * where it is and runs when something lets it go.
     *
     * <p>What a handler throws reaches the submitter as {@link InlineJobException}, also where the job will be tried again;
     * {@link io.sluice.sdk.Snooze} and {@link io.sluice.sdk.RateLimited} are no failures. Of {@code submitAsync} and the like it
     * is thrown by the call itself, and what follows in a {@code submitAll} is not submitted.
     *
     * <p>For one submitting thread at a time: where several submit at once, one may run a job of another and get its exception.
     *
     * @since 0.1
     */
    public TestSluiceBuilder inline() {
        this.inline = true;
        return this;
    }

    /**
     * So many jobs are too many: {@link TestSluice#runAll} fails beyond, as do the others at one moment of the clock. Default
     * 10 000.
     *
     * @throws IllegalArgumentException if it is not positive
     * @since 0.1
     */
    public TestSluiceBuilder mostRuns(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("mostRuns is " + most + "; it must be 1 or more");
        }
        this.mostRuns = most;
        return this;
    }

    /**
     * One of its own.
     *
     * @throws IllegalArgumentException if the channel text is wrong, with the entry and what is allowed
     * @since 0.1
     */
    public TestSluice build() {
        Instant first = start == null ? Instant.now() : start;
        JobClientBuilder clientSettings = JobClient.builder().mapper(mapper);
        client.accept(clientSettings);
        Engine engine = new Engine(
                new Engine.Settings(first.truncatedTo(ChronoUnit.MILLIS), clientSettings, mapper, inline, mostRuns));
        if (!channels.isBlank()) {
            engine.channels(channels);
        }
        if (handlers != null) {
            engine.handlers(handlers);
        }
        return new TestSluice(engine);
    }

    static WorkerBuilder worker(ObjectMapper mapper) {
        return Worker.builder().name("test-worker").mapper(mapper).slots(SLOTS);
    }
}
