package io.sluice.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.core.Dedup;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Progress;
import io.sluice.sdk.JobId;
import io.sluice.state.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A job of a {@link TestSluice}: how it was submitted, and what had become of it when it was asked for. Immutable: ask again for
 * what happened since. A job that was purged meanwhile is as it was last.
 *
 * @since 0.1
 */
public final class TestJob {

    private final JobRow row;
    private final Payloads payloads;
    private final Supplier<String> why;

    TestJob(JobRow row, Payloads payloads, Supplier<String> why) {
        this.row = row;
        this.payloads = payloads;
        this.why = why;
    }

    Job job() {
        return row.job();
    }

    private JobStatus status() {
        return row.status();
    }

    // ---- as it was submitted

    /**
     * Its id, and with it its tree.
     *
     * @since 0.1
     */
    public JobId id() {
        return Ids.sdk(job().id());
    }

    /**
     * Name of the code to run.
     *
     * @since 0.1
     */
    public String type() {
        return job().type();
    }

    /**
     * Path of the channel that it was submitted to; {@code root} where nothing was said.
     *
     * @since 0.1
     */
    public String channel() {
        return job().channel().text();
    }

    /**
     * Its payload, read as a worker would.
     *
     * @throws AssertionError if it cannot be read as that
     * @since 0.1
     */
    public <T> T payload(Class<T> type) {
        return payloads.read(job().payload(), type);
    }

    /**
     * Its payload, read as a worker would, of a generic type.
     *
     * @param type such as {@code new TypeReference<List<Invoice>>() {}}
     * @throws AssertionError if it cannot be read as that
     * @since 0.1
     */
    public <T> T payload(TypeReference<T> type) {
        return payloads.read(job().payload(), type);
    }

    /**
     * Its payload for people, cut after 200 characters; of bytes, how many they are.
     *
     * @since 0.1
     */
    public String payloadText() {
        return Payloads.text(job().payload());
    }

    /**
     * Smaller is sooner; 10 where nothing was said.
     *
     * @since 0.1
     */
    public int priority() {
        return job().priority();
    }

    /**
     * Earliest start, if it was submitted with one.
     *
     * @since 0.1
     */
    public Optional<Instant> eta() {
        return time(job().eta());
    }

    /**
     * How many executions it was submitted with; 0 is unlimited. None: it leaves that to its channel.
     *
     * @since 0.1
     */
    public OptionalInt maxAttempts() {
        return job().maxAttempts();
    }

    /**
     * Longest execution that it was submitted with; zero is no limit. None: it leaves that to its channel.
     *
     * @since 0.1
     */
    public Optional<Duration> timeout() {
        return job().timeoutMs().isPresent()
                ? Optional.of(Duration.ofMillis(job().timeoutMs().getAsLong()))
                : Optional.empty();
    }

    /**
     * Not started by then it is cancelled, if it was submitted so.
     *
     * @since 0.1
     */
    public Optional<Instant> expires() {
        return time(job().expires());
    }

    /**
     * Its dedup key; one by arguments is a hash of them.
     *
     * @since 0.1
     */
    public Optional<String> dedupKey() {
        return job().dedup().map(Dedup::key);
    }

    /**
     * One line for people; empty if it has none.
     *
     * @since 0.1
     */
    public String description() {
        return job().description();
    }

    /**
     * Its headers; empty if it has none. Unmodifiable.
     *
     * @since 0.1
     */
    public Map<String, String> headers() {
        return Map.copyOf(job().headers());
    }

    /**
     * When it was stored.
     *
     * @since 0.1
     */
    public Instant submittedAt() {
        return Instant.ofEpochMilli(job().arrivedAt());
    }

    // ---- what became of it

    /**
     * Where it is in its life.
     *
     * @since 0.1
     */
    public JobState state() {
        return status().state();
    }

    /**
     * Executions that count so far, the running one included.
     *
     * @since 0.1
     */
    public int attempts() {
        return status().attempt();
    }

    /**
     * What its handler returned: text as it is, anything else as JSON.
     *
     * @since 0.1
     */
    public Optional<String> result() {
        return status().result();
    }

    /**
     * Class, message and stack trace of the last execution that failed.
     *
     * @since 0.1
     */
    public Optional<Failure> error() {
        return status().error();
    }

    /**
     * What its handler wrote with {@link io.sluice.sdk.JobContext#log} in the last execution that ended.
     *
     * @since 0.1
     */
    public List<String> log() {
        return status().log().isEmpty() ? List.of() : status().log().lines().toList();
    }

    /**
     * How far its last execution said that it was.
     *
     * @since 0.1
     */
    public Optional<Progress> progress() {
        return status().progress();
    }

    /**
     * While it is SCHEDULED, when it will be tried: its ETA, or the end of its back-off.
     *
     * @since 0.1
     */
    public Optional<Instant> notBefore() {
        return time(status().notBefore());
    }

    /**
     * Why it was cancelled; empty if it was not.
     *
     * @since 0.1
     */
    public String reason() {
        return status().reason();
    }

    /**
     * Why it is where it is, in one sentence: the answer of {@code sluice why}. Of the moment at which this is called.
     *
     * @since 0.1
     */
    public String why() {
        return why.get();
    }

    private static Optional<Instant> time(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }

    /**
     * Type, payload, state, options that are not the default, id: one line for people.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return JobText.line(this);
    }
}
