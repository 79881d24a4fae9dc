package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Event;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobError;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobReady;
import io.sluice.schemas.JobRetried;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.JobStarted;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventFoldTest {

    private static final String CHANNEL = "root.line";

    private final EventFold fold = new EventFold();
    private final UUID id = UUID.fromString("0192f0c1-2345-7abc-8def-0123456789ab");
    private final Uuid job = UuidFormat.encode(id);

    @Test
    void a_job_waits_from_its_submission_to_its_start() {
        at(1000, submitted(null));
        at(1030, started(1));
        at(1040, done());

        ChannelCounts counts = fold.counts(CHANNEL);
        assertThat(counts.done()).isEqualTo(1);
        assertThat(counts.unfinished()).isZero();
        assertThat(counts.waitP50Ms()).isEqualTo(30);
        assertThat(counts.spanMs()).isEqualTo(40);
        assertThat(counts.jobsPerSecond()).isEqualTo(25);
    }

    @Test
    void the_time_until_an_eta_is_no_waiting() {
        at(1000, submitted(3000L));
        at(3000, ready());
        at(3005, started(1));

        assertThat(fold.counts(CHANNEL).waitP99Ms()).isEqualTo(5);
    }

    @Test
    void a_retry_counts_as_one_and_the_pause_before_it_is_no_waiting() {
        at(1000, submitted(null));
        at(1001, started(1));
        at(1002, retried());
        at(2000, ready());
        at(2001, started(2));
        at(2002, done());

        ChannelCounts counts = fold.counts(CHANNEL);
        assertThat(counts.retried()).isEqualTo(1);
        assertThat(counts.done()).isEqualTo(1);
        assertThat(counts.waitP99Ms()).isEqualTo(1);
    }

    @Test
    void a_failed_job_is_kept_with_its_line_and_its_reason() {
        at(1000, submitted(null));
        at(1001, started(1));
        at(1002, failed("the line has 3 fields"));

        assertThat(fold.failed()).containsExactly(new FailedJob("main:" + id, CHANNEL, 17, "the line has 3 fields"));
        assertThat(fold.counts(CHANNEL).unfinished()).isZero();
    }

    @Test
    void an_event_about_a_job_that_nobody_submitted_is_a_bug() {
        assertThatThrownBy(() -> at(1, done())).hasMessageContaining(id.toString());
    }

    @Test
    void a_channel_without_jobs_has_counted_nothing() {
        assertThat(fold.counts("root.shop")).isEqualTo(ChannelCounts.NONE);
        assertThat(ChannelCounts.NONE.jobsPerSecond()).isZero();
    }

    private void at(long time, Object change) {
        fold.apply("main", new Event(1L, time, null, "test", List.of(change)));
    }

    private Object submitted(Long eta) {
        JobSpec spec = JobSpec.newBuilder()
                .setParents(List.of())
                .setId(job)
                .setType("import-line")
                .setChannel(CHANNEL)
                .setPayload(ByteBuffer.wrap(new byte[0]))
                .setEta(eta)
                .setHeaders(Map.of("line", "17"))
                .setSubmittedAt(1L)
                .build();
        return JobSubmitted.newBuilder().setJob(spec).setSeq(1).build();
    }

    private Object ready() {
        return JobReady.newBuilder()
                .setJob(job)
                .setChannel(CHANNEL)
                .setType("import-line")
                .build();
    }

    private Object started(int attempt) {
        return JobStarted.newBuilder()
                .setJob(job)
                .setRun(attempt)
                .setAttempt(attempt)
                .setWorker("w")
                .build();
    }

    private Object done() {
        return JobDone.newBuilder()
                .setJob(job)
                .setChannel(CHANNEL)
                .setType("import-line")
                .setRun(1)
                .setAttempt(1)
                .setWorker("w")
                .build();
    }

    private Object retried() {
        return JobRetried.newBuilder()
                .setJob(job)
                .setChannel(CHANNEL)
                .setType("import-line")
                .setRun(1)
                .setAttempt(1)
                .setWorker("w")
                .setError(error("later"))
                .setNotBefore(2000)
                .build();
    }

    private Object failed(String message) {
        return JobFailed.newBuilder()
                .setJob(job)
                .setChannel(CHANNEL)
                .setType("import-line")
                .setRun(1)
                .setAttempt(1)
                .setWorker("w")
                .setError(error(message))
                .build();
    }

    private static JobError error(String message) {
        return new JobError("io.sluice.sdk.Fail", message, "at …");
    }
}
