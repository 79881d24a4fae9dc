package io.sluice.testing;

import io.sluice.core.JobState;
import io.sluice.core.Submission;
import io.sluice.sdk.FlowId;
import io.sluice.sdk.JobCall;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Jobs of a {@link TestSluice} that are expected, by any part of what was submitted: each condition gives a new object, and
 * {@link #once}, {@link #times}, {@link #atLeastOnce} and {@link #never} compare with what is there. An {@link AssertionError}
 * says what there is instead, what comes nearest first.
 *
 * <pre>{@code
 * sluice.submitted(SEND_INVOICE).withPayload(new InvoiceId(42)).inChannel("root.shop").withDelay(Duration.ofHours(6)).once();
 * }</pre>
 *
 * <p>Counted are jobs that were stored, by whomever: a client, a handler, a schedule, whatever became of them since. A
 * submission that was a duplicate or was rejected is no job; messages name it.
 *
 * @since 0.1
 */
public final class SubmittedJobs {

    private final TestSluice sluice;
    private final Expectation expected;

    private SubmittedJobs(TestSluice sluice, Expectation expected) {
        this.sluice = sluice;
        this.expected = expected;
    }

    static SubmittedJobs all(TestSluice sluice) {
        return new SubmittedJobs(sluice, new Expectation(List.of()));
    }

    private SubmittedJobs and(Condition... conditions) {
        return new SubmittedJobs(sluice, expected.and(List.of(conditions)));
    }

    // ---- conditions

    /**
     * Of this type.
     *
     * @since 0.1
     */
    public SubmittedJobs ofType(JobType<?> type) {
        return ofType(type.name());
    }

    /**
     * Of the type with this name.
     *
     * @since 0.1
     */
    public SubmittedJobs ofType(String name) {
        return and(Condition.is("type", name, TestJob::type));
    }

    /**
     * Like this request: its type, its payload, and all of its options that are not the default, but for an id, a content type and
     * the jobs that it waits for. An ETA or an expiry from now is compared with the time at which the job was submitted.
     *
     * <pre>{@code sluice.submitted(JobRequest.of(REMIND, invoice).eta(Duration.ofHours(6)).priority(5)).once();}</pre>
     *
     * @since 0.1
     */
    public SubmittedJobs like(JobRequest<?> request) {
        Submission wanted = sluice.asSubmitted(request);
        return new SubmittedJobs(sluice, expected.and(Likeness.of(wanted, sluice.payloads())));
    }

    /**
     * Of this call of a {@link io.sluice.sdk.JobMethod}: its type and its arguments, with whatever options.
     *
     * <pre>{@code sluice.submitted().ofCall(Invoices.class, invoices -> invoices.send(42L)).once();}</pre>
     *
     * @param jobs the interface
     * @param call calls one method of it; it is recorded, not run
     * @throws IllegalArgumentException as {@link JobRequest#call}
     * @since 0.1
     */
    public <I> SubmittedJobs ofCall(Class<I> jobs, JobCall<I> call) {
        Submission wanted = sluice.asSubmitted(JobRequest.call(jobs, call));
        return ofType(wanted.type())
                .and(Likeness.payload(wanted.payload().bytes(), Payloads.text(wanted.payload()), sluice.payloads()));
    }

    /**
     * With this payload: both are compared as JSON, whatever the order of fields; bytes as they are.
     *
     * @since 0.1
     */
    public SubmittedJobs withPayload(Object payload) {
        byte[] wanted = sluice.payloads().bytes(payload);
        return and(Likeness.payload(wanted, sluice.payloads().text(payload), sluice.payloads()));
    }

    /**
     * With a payload in which at least this stands: the fields of an object or map, at any depth.
     *
     * <pre>{@code sluice.submitted(SEND_INVOICE).withPayloadPart(Map.of("id", 42)).once();}</pre>
     *
     * @since 0.1
     */
    public SubmittedJobs withPayloadPart(Object part) {
        byte[] wanted = sluice.payloads().bytes(part);
        return and(new Condition(
                "payload with",
                sluice.payloads().text(part),
                job -> sluice.payloads().isPart(wanted, job.job().payload()),
                job -> sluice.payloads().text(job.job().payload(), wanted, true)));
    }

    /**
     * With a payload that is read as a class and is as wanted.
     *
     * @param type what it is read as; what cannot be read is not as wanted
     * @param what in words, for the message
     * @since 0.1
     */
    public <T> SubmittedJobs withPayload(Class<T> type, String what, Predicate<? super T> wanted) {
        return and(new Condition(
                "payload",
                "of which holds: " + what,
                job -> readable(job, type).filter(wanted).isPresent(),
                TestJob::payloadText));
    }

    private static <T> Optional<T> readable(TestJob job, Class<T> type) {
        try {
            return Optional.ofNullable(job.payload(type));
        } catch (AssertionError otherType) {
            return Optional.empty();
        }
    }

    /**
     * In this tree.
     *
     * @since 0.1
     */
    public SubmittedJobs inTree(String tree) {
        return and(Condition.is("tree", tree, job -> job.id().tree()));
    }

    /**
     * In exactly this channel, such as {@code root.shop}.
     *
     * @since 0.1
     */
    public SubmittedJobs inChannel(String path) {
        return and(Condition.is("channel", path, TestJob::channel));
    }

    /**
     * With this priority.
     *
     * @since 0.1
     */
    public SubmittedJobs withPriority(int priority) {
        return and(Condition.is("priority", priority, TestJob::priority));
    }

    /**
     * With exactly this ETA.
     *
     * @since 0.1
     */
    public SubmittedJobs withEta(Instant eta) {
        return and(Likeness.eta(eta));
    }

    /**
     * With an ETA that lay that far ahead when it was submitted.
     *
     * @since 0.1
     */
    public SubmittedJobs withDelay(Duration delay) {
        return and(new Condition(
                "delay",
                Likeness.words(delay),
                job -> delay.equals(Likeness.delay(job).orElse(null)),
                job -> Likeness.delay(job).map(Likeness::words).orElse("none")));
    }

    /**
     * Without an ETA: to start as soon as the channel allows.
     *
     * @since 0.1
     */
    public SubmittedJobs withoutEta() {
        return and(new Condition(
                "ETA",
                "none",
                job -> job.eta().isEmpty(),
                job -> job.eta().map(Instant::toString).orElse("none")));
    }

    /**
     * Submitted with this many executions at most; 0 is unlimited.
     *
     * @since 0.1
     */
    public SubmittedJobs withMaxAttempts(int maxAttempts) {
        return and(Likeness.maxAttempts(maxAttempts));
    }

    /**
     * Submitted with this longest execution.
     *
     * @since 0.1
     */
    public SubmittedJobs withTimeout(Duration timeout) {
        return and(Likeness.timeout(timeout));
    }

    /**
     * With this header, among others perhaps.
     *
     * @since 0.1
     */
    public SubmittedJobs withHeader(String name, String value) {
        return and(Likeness.header(name, value));
    }

    /**
     * With this line for people.
     *
     * @since 0.1
     */
    public SubmittedJobs withDescription(String description) {
        return and(Condition.is("description", description, TestJob::description));
    }

    /**
     * With this dedup key.
     *
     * @since 0.1
     */
    public SubmittedJobs withDedupKey(String key) {
        return and(Likeness.dedupKey(key));
    }

    /**
     * As a part of this flow.
     *
     * @since 0.1
     */
    public SubmittedJobs inFlow(FlowId flow) {
        return and(new Condition(
                "flow",
                flow.toString(),
                job -> job.job().flow().equals(Optional.of(flow.uuid()))
                        && job.id().tree().equals(flow.tree()),
                job -> job.job()
                        .flow()
                        .map(uuid -> job.id().tree() + ":" + uuid)
                        .orElse("none")));
    }

    /**
     * In one of these states now.
     *
     * @since 0.1
     */
    public SubmittedJobs inState(JobState... states) {
        List<JobState> wanted = List.of(states);
        return and(new Condition(
                "state",
                wanted.stream().map(JobState::name).collect(Collectors.joining(" or ")),
                job -> wanted.contains(job.state()),
                job -> job.state().name()));
    }

    /**
     * Of which holds whatever else.
     *
     * @param what in words, for the message
     * @since 0.1
     */
    public SubmittedJobs matching(String what, Predicate<TestJob> wanted) {
        Objects.requireNonNull(wanted);
        return and(new Condition("matching", what, wanted, job -> "not so"));
    }

    // ---- how many

    /**
     * There is exactly one.
     *
     * @return it
     * @throws AssertionError if there is none, or more
     * @since 0.1
     */
    public TestJob once() {
        return times(1).getFirst();
    }

    /**
     * There are exactly so many.
     *
     * @return them, in the order in which they were stored
     * @throws AssertionError if there are less, or more
     * @since 0.1
     */
    public List<TestJob> times(int count) {
        List<TestJob> found = all();
        if (found.size() != count) {
            throw failure("exactly " + count);
        }
        return found;
    }

    /**
     * There is one, or more.
     *
     * @return them, in the order in which they were stored
     * @throws AssertionError if there is none
     * @since 0.1
     */
    public List<TestJob> atLeastOnce() {
        return atLeast(1);
    }

    /**
     * There are so many, or more.
     *
     * @return them, in the order in which they were stored
     * @throws AssertionError if there are less
     * @since 0.1
     */
    public List<TestJob> atLeast(int count) {
        List<TestJob> found = all();
        if (found.size() < count) {
            throw failure("at least " + count);
        }
        return found;
    }

    /**
     * There is none.
     *
     * @throws AssertionError if there is one
     * @since 0.1
     */
    public void never() {
        if (!all().isEmpty()) {
            throw failure("no");
        }
    }

    /**
     * How many there are.
     *
     * @since 0.1
     */
    public int count() {
        return all().size();
    }

    /**
     * Those that there are, in the order in which they were stored.
     *
     * @since 0.1
     */
    public List<TestJob> all() {
        return sluice.jobs().stream().filter(expected::isMetBy).toList();
    }

    private AssertionError failure(String wanted) {
        return new AssertionError(expected.mismatch(wanted, sluice.jobs()) + notStored());
    }

    private String notStored() {
        List<String> lines = sluice.notStored();
        return lines.isEmpty() ? "" : "\nnot stored:\n" + String.join("\n", lines);
    }

    /**
     * The conditions, for people.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return "submitted jobs" + expected.words();
    }
}
