package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobError;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JobResultTest {

    record Score(int points) {}

    private static final JobType<String> GREET = JobType.of("greet", String.class);

    private final LocalClient local = LocalClient.of(JobClient.builder(), Clock.systemUTC(), (tree, command) -> {});
    private final JobClient client = local.client();

    private JobHandle submitted() {
        return client.submit(JobRequest.of(GREET, "ann").tree("acme"));
    }

    private void hear(UUID command, Object change) {
        Uuid id = command == null ? null : UuidFormat.encode(command);
        local.hear("acme", RecordFormats.bundled().event().encode(new Event(1L, 0L, id, "", List.of(change))));
    }

    private static Uuid id(JobHandle handle) {
        return UuidFormat.encode(handle.id().uuid());
    }

    private void done(JobHandle handle, String result) {
        hear(null, JobDone.newBuilder().setJob(id(handle)).setResult(result).build());
    }

    @Test
    void a_result_is_what_the_handler_returned() {
        JobHandle handle = submitted();
        CompletableFuture<JobResult> result = handle.result();
        CompletableFuture<Score> score = handle.result(Score.class);
        assertThat(result).isNotDone();
        done(submitted(), "\"another's\"");
        assertThat(result).isNotDone();
        done(handle, "{\"points\":7}");
        assertThat(result).isCompletedWithValue(new JobResult.Done(handle.id(), Optional.of("{\"points\":7}")));
        assertThat(score).isCompletedWithValue(new Score(7));
        assertThat(handle.result(String.class)).isCompletedWithValue("{\"points\":7}");
        assertThatThrownBy(handle.result(Integer.class)::join)
                .hasMessageContaining("cannot be read as java.lang.Integer");
    }

    @Test
    void a_job_that_ended_before_it_was_asked_for_is_known() {
        JobHandle handle = submitted();
        done(handle, null);
        assertThat(handle.result()).isCompletedWithValue(new JobResult.Done(handle.id(), Optional.empty()));
        assertThat(handle.result(Score.class)).isCompletedWithValue(null);
    }

    @Test
    void a_job_that_fails_or_is_cancelled_has_no_result_and_says_why() {
        JobHandle failed = submitted();
        hear(
                null,
                JobFailed.newBuilder()
                        .setJob(id(failed))
                        .setError(new JobError("java.io.IOException", "no route", "at …"))
                        .build());
        assertThat(failed.result())
                .isCompletedWithValue(new JobResult.Failed(failed.id(), "java.io.IOException", "no route", "at …"));
        assertThatThrownBy(failed.result(String.class)::join)
                .hasCauseInstanceOf(JobNotDoneException.class)
                .hasMessageContaining("FAILED with java.io.IOException: no route");

        JobHandle cancelled = submitted();
        hear(
                null,
                JobCancelled.newBuilder()
                        .setJob(id(cancelled))
                        .setReason("EXPIRED")
                        .build());
        assertThatThrownBy(cancelled.result(String.class)::join).hasMessageContaining("was CANCELLED: EXPIRED");
    }

    @Test
    void a_job_that_was_not_stored_has_none() {
        JobHandle rejected = submitted();
        hear(rejected.id().uuid(), new CommandRejected(null, "NO_TREE", "no tree acme"));
        assertThatThrownBy(rejected.result()::join)
                .hasMessageContaining("was not stored")
                .hasMessageContaining("NO_TREE");

        JobHandle twin = submitted();
        hear(twin.id().uuid(), new JobDuplicate(id(twin), id(submitted())));
        assertThatThrownBy(twin.result()::join).hasMessageContaining("Duplicate");

        JobHandle again = submitted();
        hear(again.id().uuid(), new JobDuplicate(id(again), id(again)));
        assertThat(again.result()).isNotDone();
    }

    @Test
    void a_result_that_was_asked_for_comes_although_nobody_holds_the_handle() {
        JobId[] job = new JobId[1];
        CompletableFuture<JobId> told = new CompletableFuture<>();
        forgetful(job, told);
        System.gc();
        hear(null, JobDone.newBuilder().setJob(UuidFormat.encode(job[0].uuid())).build());
        assertThat(told).isCompletedWithValue(job[0]);
    }

    private void forgetful(JobId[] job, CompletableFuture<JobId> told) {
        JobHandle handle = submitted();
        job[0] = handle.id();
        handle.result().thenAccept(result -> told.complete(result.job()));
    }

    @Test
    void nothing_is_kept_of_a_job_that_nobody_can_ask_for() {
        Ends ends = new Ends();
        JobIds ids = new JobIds();
        for (int n = 0; n < 1_000; n++) {
            ends.watch(ids.next("acme"));
        }
        Awaitility.await().until(() -> {
            System.gc();
            ends.watch(ids.next("acme"));
            return ends.size() < 20;
        });
    }

    @Test
    void a_job_of_somebody_elses_can_be_waited_for() {
        JobHandle theirs = client.handle(new JobIds().next("acme"));
        CompletableFuture<JobResult> result = theirs.result();
        done(theirs, "hi");
        assertThat(result).isCompletedWithValue(new JobResult.Done(theirs.id(), Optional.of("hi")));
        assertThatThrownBy(theirs::admitted).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void each_job_of_a_flow_has_its_own_result() {
        FlowHandle flow = client.submit(JobFlow.group(
                JobRequest.of(GREET, "a").tree("acme"),
                JobRequest.of(GREET, "b").tree("acme")));
        JobHandle first = flow.handles().get(0);
        JobHandle second = flow.handles().get(1);
        done(first, "hi");
        hear(null, new JobDuplicate(id(second), id(first)));
        assertThat(flow.jobs()).containsExactly(first.id(), second.id());
        assertThat(first.result(String.class)).isCompletedWithValue("hi");
        assertThatThrownBy(second.result()::join).hasMessageContaining("was not stored");
    }

    @Test
    void the_jobs_of_a_flow_that_was_rejected_have_no_result() {
        FlowHandle flow = client.submit(JobFlow.group(JobRequest.of(GREET, "a").tree("acme")));
        CompletableFuture<JobResult> result = flow.handles().get(0).result();
        hear(flow.id().uuid(), new CommandRejected(null, "NO_TREE", "no tree acme"));
        assertThatThrownBy(result::join).hasMessageContaining("NO_TREE");
    }

    @Test
    void a_client_that_is_closed_ends_the_waiting() {
        CompletableFuture<JobResult> result = submitted().result();
        client.close();
        assertThatThrownBy(result::join).hasMessageContaining("closed");
    }
}
