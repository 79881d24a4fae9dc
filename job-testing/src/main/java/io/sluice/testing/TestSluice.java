package io.sluice.testing;

import io.sluice.core.JobState;
import io.sluice.core.Submission;
import io.sluice.sdk.HandlerOptions;
import io.sluice.sdk.JobCall;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobHandler;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.WorkerBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sluice in memory, for tests: the scheduler's own rules, a real {@link JobClient} and real handlers, on a clock that is turned by
 * hand. Nothing runs by itself: a submitted job waits until the test lets it run, in the test's own thread, in the order of the
 * rules. Retries, ETAs, back-off, schedules, dedup, flows, throttles and channels are those of production. No broker, no threads,
 * no files, no waiting; nothing to close.
 *
 * <pre>{@code
 * TestSluice sluice = TestSluice.builder()
 *         .channels("root:4,root.import:1")
 *         .handlers(worker -> worker.handler(SEND_INVOICE, this::send))
 *         .build();
 * new ShopService(sluice.client()).order(42);
 *
 * sluice.submitted(SEND_INVOICE).withPayload(new InvoiceId(42)).once();
 * sluice.runAll();
 * sluice.assertAllDone();
 * }</pre>
 *
 * <p>All trees are there, on first use. One worker reads all channel topics, with the slots that it was given. It runs one job
 * after the other, so runs take no time unless a handler calls {@link #advance}; jobs are released one by one, not in bundles.
 *
 * <p>The client may be used by several threads; everything else belongs to the test's thread.
 *
 * @since 0.1
 */
public final class TestSluice {

    private final Engine engine;

    TestSluice(Engine engine) {
        this.engine = engine;
    }

    /**
     * To be set up: channels, clock, handlers, inline mode.
     *
     * @since 0.1
     */
    public static TestSluiceBuilder builder() {
        return new TestSluiceBuilder();
    }

    /**
     * One without handlers, whose clock begins now: jobs are kept and can be asserted on. Handlers can be added.
     *
     * @since 0.1
     */
    public static TestSluice create() {
        return builder().build();
    }

    // ---- what the code under test gets

    /**
     * A client like any other; what it sends arrives here before its call returns. Verdicts are on.
     *
     * @since 0.1
     */
    public JobClient client() {
        return engine.client();
    }

    /**
     * The clock that is turned by hand, for code under test that takes one. In UTC.
     *
     * @since 0.1
     */
    public Clock clock() {
        return engine.clock();
    }

    /**
     * What the clock shows.
     *
     * @since 0.1
     */
    public Instant now() {
        return engine.clock().instant();
    }

    /**
     * Adds a handler, with {@link HandlerOptions#defaults()}.
     *
     * @throws IllegalArgumentException if the type has one already
     * @since 0.1
     */
    public <T> TestSluice handler(JobType<T> type, JobHandler<T> handler) {
        return handlers(worker -> worker.handler(type, handler));
    }

    /**
     * Changes the worker: adds handlers, sets slots, interceptors and whatever else it has.
     *
     * @since 0.1
     */
    public TestSluice handlers(Consumer<WorkerBuilder> settings) {
        engine.handlers(settings);
        return this;
    }

    // ---- what happens

    /**
     * Runs all that can run now and everything that becomes due, with the clock moved on to each due time, until no job waits for
     * anything but a handler, a paused channel or a parent that failed. Schedules that come by on the way run, but are not waited
     * for: they have no end.
     *
     * @throws AssertionError if that takes more jobs than {@link TestSluiceBuilder#mostRuns}, by type; or the one that a handler
     *     threw
     * @throws IllegalStateException if a handler calls it
     * @since 0.1
     */
    public void runAll() {
        engine.runAll();
    }

    /**
     * Runs what can run now; the clock stands still.
     *
     * @throws AssertionError as {@link #runAll}
     * @throws IllegalStateException if a handler calls it
     * @since 0.1
     */
    public void runReady() {
        engine.runReady();
    }

    /**
     * Runs the one job that is first in the order of the rules; the clock stands still.
     *
     * @return the job as it is then; none if none can run now
     * @throws AssertionError the one that its handler threw
     * @throws IllegalStateException if a handler calls it
     * @since 0.1
     */
    public Optional<TestJob> runNext() {
        return engine.runNext();
    }

    /**
     * Runs what can run now and, each at its own time, what becomes due until then; the clock ends there. Schedules too.
     *
     * @throws AssertionError if at one moment more jobs run than {@link TestSluiceBuilder#mostRuns}, by type; or the one that a
     *     handler threw
     * @throws IllegalArgumentException if the time is past
     * @throws IllegalStateException if a handler calls it
     * @since 0.1
     */
    public void runUntil(Instant end) {
        engine.runUntil(end, "runUntil(" + end + ")");
    }

    /**
     * {@link #runUntil} so far from now. A handler that calls it says how long it takes: the clock moves on and nothing else runs
     * meanwhile; beyond the job's timeout its thread is interrupted, as in a worker.
     *
     * @throws AssertionError as {@link #runUntil}
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public void advance(Duration by) {
        engine.advance(by);
    }

    /**
     * Submits one job and runs what can run now: for the test of one handler, with payload and result as they go over the wire.
     *
     * <pre>{@code
     * assertThat(sluice.run(JobRequest.of(SEND_INVOICE, new InvoiceId(42))).result()).contains("receipt of 42");
     * }</pre>
     *
     * @return the job as it is then
     * @throws AssertionError as {@link #runAll}, or if the job was not stored
     * @since 0.1
     */
    public TestJob run(JobRequest<?> request) {
        JobId id = client().submit(request).id();
        engine.runReady();
        return job(id);
    }

    // ---- jobs

    /**
     * A job.
     *
     * @throws AssertionError if there is none with that id; it says which there are
     * @since 0.1
     */
    public TestJob job(JobId id) {
        return engine.job(Objects.requireNonNull(id, "a job id"));
    }

    /**
     * The job of a handle.
     *
     * @throws AssertionError if it was not stored
     * @since 0.1
     */
    public TestJob job(JobHandle handle) {
        return job(handle.id());
    }

    /**
     * All jobs in the order in which they were stored, those that are purged included; none from before {@link #forgetSubmitted}.
     *
     * @since 0.1
     */
    public List<TestJob> jobs() {
        return engine.jobs();
    }

    /**
     * What handlers of jobs that are DONE handed over with {@link io.sluice.sdk.JobContext#output}, in its order: what a worker would
     * have written to Kafka together with their outcomes. Unmodifiable.
     *
     * @since 0.1
     */
    public List<ProducerRecord<byte[], byte[]>> kafkaOutput() {
        return engine.outputs();
    }

    /**
     * From now on assertions, {@link #jobs} and {@link #submitted} look only at what is submitted from here on. Nothing else
     * changes: jobs that are there go on.
     *
     * @since 0.1
     */
    public void forgetSubmitted() {
        engine.ledger().forget();
    }

    // ---- assertions about what was submitted

    /**
     * What was submitted, to be narrowed down and counted.
     *
     * @since 0.1
     */
    public SubmittedJobs submitted() {
        return SubmittedJobs.all(this);
    }

    /**
     * Submitted jobs of a type.
     *
     * @since 0.1
     */
    public SubmittedJobs submitted(JobType<?> type) {
        return submitted().ofType(type);
    }

    /**
     * Submitted jobs like a request: {@link SubmittedJobs#like}.
     *
     * @since 0.1
     */
    public SubmittedJobs submitted(JobRequest<?> request) {
        return submitted().like(request);
    }

    /**
     * Submitted jobs of a call: {@link SubmittedJobs#ofCall}.
     *
     * @since 0.1
     */
    public <I> SubmittedJobs submitted(Class<I> jobs, JobCall<I> call) {
        return submitted().ofCall(jobs, call);
    }

    /**
     * A job of the type was submitted, or several.
     *
     * @throws AssertionError if none was; it says what was submitted instead
     * @since 0.1
     */
    public void assertSubmitted(JobType<?> type) {
        submitted(type).atLeastOnce();
    }

    /**
     * Exactly one job like the request was submitted: {@link SubmittedJobs#like}.
     *
     * @return it
     * @throws AssertionError if none was, or more; it says what was submitted instead
     * @since 0.1
     */
    public TestJob assertSubmitted(JobRequest<?> request) {
        return submitted(request).once();
    }

    /**
     * No job of the type was submitted.
     *
     * @throws AssertionError if one was
     * @since 0.1
     */
    public void assertNotSubmitted(JobType<?> type) {
        submitted(type).never();
    }

    /**
     * No job like the request was submitted: {@link SubmittedJobs#like}.
     *
     * @throws AssertionError if one was
     * @since 0.1
     */
    public void assertNotSubmitted(JobRequest<?> request) {
        submitted(request).never();
    }

    /**
     * No job was submitted.
     *
     * @throws AssertionError if one was; it lists them
     * @since 0.1
     */
    public void assertNothingSubmitted() {
        submitted().never();
    }

    // ---- assertions about what became of jobs

    /**
     * There are jobs, and every one is DONE.
     *
     * @throws AssertionError if one is not, with why; it names all of them. Also if there is none: then nothing was tested
     * @since 0.1
     */
    public void assertAllDone() {
        Fates.allDone(jobs());
    }

    /**
     * The job is DONE.
     *
     * @return it
     * @throws AssertionError if it is not: where it is and why
     * @since 0.1
     */
    public TestJob assertDone(JobId id) {
        return Fates.in(job(id), JobState.DONE);
    }

    /**
     * The job is FAILED.
     *
     * @param messagePart stands in the class or the message of its error; empty: whatever it is
     * @return it
     * @throws AssertionError if it is not, or because of something else
     * @since 0.1
     */
    public TestJob assertFailed(JobId id, String messagePart) {
        return Fates.failed(job(id), messagePart);
    }

    /**
     * The job is CANCELLED.
     *
     * @param reasonPart stands in the reason; empty: whatever it is
     * @return it
     * @throws AssertionError if it is not, or because of something else
     * @since 0.1
     */
    public TestJob assertCancelled(JobId id, String reasonPart) {
        return Fates.cancelled(job(id), reasonPart);
    }

    /**
     * The job is SCHEDULED: for its ETA, or to be tried again.
     *
     * @param at when exactly
     * @return it
     * @throws AssertionError if it is not, or for another time
     * @since 0.1
     */
    public TestJob assertScheduled(JobId id, Instant at) {
        return Fates.scheduled(job(id), at);
    }

    /**
     * The job is in that state.
     *
     * @return it
     * @throws AssertionError if it is not: where it is and why
     * @since 0.1
     */
    public TestJob assertState(JobId id, JobState state) {
        return Fates.in(job(id), state);
    }

    /**
     * The time, and a line for each job.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return "TestSluice at " + now() + ", " + engine.listing();
    }

    // ---- for the assertions

    Payloads payloads() {
        return engine.payloads();
    }

    Submission asSubmitted(JobRequest<?> request) {
        return engine.asSubmitted(request);
    }

    List<String> notStored() {
        return engine.notStored();
    }
}
