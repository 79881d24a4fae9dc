package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Cancel;
import io.sluice.schemas.CancelFlow;
import io.sluice.schemas.Command;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.DeleteSchedule;
import io.sluice.schemas.Pause;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.RequeueFlow;
import io.sluice.schemas.Resume;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.SwitchSchedule;
import io.sluice.schemas.Topics;
import io.sluice.schemas.TriggerSchedule;
import io.sluice.schemas.UuidFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class JobClientTest {

    private static final JobType<String> GREET = JobType.of("greet", String.class);

    private final MockProducer<byte[], byte[]> producer = producer(true);
    private final JobClient client = client(producer);

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        List<PartitionInfo> partitions = IntStream.range(0, 4)
                .mapToObj(i -> new PartitionInfo(Topics.JOBS, i, Node.noNode(), new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("test", List.of(), partitions, java.util.Set.of(), java.util.Set.of());
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new MockProducer<>(cluster, autoComplete, null, bytes, bytes);
    }

    private static JobClient client(MockProducer<byte[], byte[]> producer) {
        return new JobClient(new CommandSender(
                new ProducerLog(producer), new CommandRecords("shop", Json.standard()), null, Clock.systemUTC()));
    }

    private Command command(int n) {
        return RecordFormats.bundled()
                .command()
                .decode(producer.history().get(n).value());
    }

    @Test
    void a_job_goes_to_its_trees_partition_under_its_id() {
        JobHandle handle = client.submit(JobRequest.of(GREET, "ann").tree("acme"));
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo(Topics.JOBS);
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme");
        assertThat(record.partition()).isNull();
        Submit submit = (Submit) command(0).getBody();
        assertThat(UuidFormat.decode(submit.getJob().getId()))
                .isEqualTo(handle.id().uuid());
        assertThat(handle.id().tree()).isEqualTo("acme");
    }

    @Test
    void a_job_keeps_the_id_that_it_was_given() {
        JobId id = new JobIds().next("main");
        assertThat(client.submit(JobRequest.of(GREET, "ann").id(id)).id()).isEqualTo(id);
    }

    @Test
    void a_client_sends_in_the_name_of_others_and_is_closed_with_them() {
        JobClient anns = client.as("ann");
        anns.submit(JobRequest.of(GREET, "a"));
        client.submit(JobRequest.of(GREET, "b"));

        assertThat(command(0).getBy()).isEqualTo("ann");
        assertThat(command(1).getBy()).isEqualTo("shop");
        anns.close();
        assertThatThrownBy(() -> client.submit(JobRequest.of(GREET, "c"))).hasMessageContaining("closed");
    }

    @Test
    void many_jobs_are_sent_in_their_order() {
        List<JobHandle> handles = client.submitAll(List.of(JobRequest.of(GREET, "a"), JobRequest.of(GREET, "b")))
                .join();
        assertThat(handles).hasSize(2);
        assertThat(((Submit) command(1).getBody()).getJob().getId())
                .isEqualTo(UuidFormat.encode(handles.get(1).id().uuid()));
    }

    @Test
    void a_failure_names_the_job_and_says_that_it_can_be_sent_again() {
        MockProducer<byte[], byte[]> failing = producer(false);
        CompletableFuture<JobHandle> handle = client(failing).submitAsync(JobRequest.of(GREET, "ann"));
        assertThat(handle).isNotDone();
        failing.errorNext(new TimeoutException("Expiring 1 record(s)"));
        assertThatThrownBy(handle::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SubmitException.class)
                .hasMessageContaining("Expiring 1 record(s)")
                .hasMessageContaining("it is not stored twice");
        SubmitException failure = (SubmitException)
                handle.handle((none, error) -> error.getCause()).join();
        assertThat(failure.getMessage()).contains(failure.job().orElseThrow().toString());
    }

    @Test
    void a_full_buffer_fails_the_job_and_not_the_client() {
        producer.sendException = new TimeoutException("Failed to allocate memory within max.block.ms");
        assertThatThrownBy(() -> client.submit(JobRequest.of(GREET, "ann")))
                .isInstanceOf(SubmitException.class)
                .hasMessageContaining("Failed to allocate memory");
        producer.sendException = null;
        assertThat(client.submit(JobRequest.of(GREET, "ann"))).isNotNull();
    }

    @Test
    void a_broker_that_is_away_blocks_for_a_while_and_then_is_a_clear_error() {
        JobId id = new JobIds().next("main");
        try (JobClient alone = JobClient.builder()
                .bootstrapServers("localhost:1")
                .property("max.block.ms", 200)
                .build()) {
            assertThatThrownBy(() -> alone.submit(JobRequest.of(GREET, "ann").id(id)))
                    .isInstanceOf(SubmitException.class)
                    .hasMessageContaining("the broker did not confirm job " + id)
                    .hasMessageContaining("sluice.jobs not present in metadata after 200 ms")
                    .hasMessageContaining("Submit it again with id(JobId.parse(\"" + id + "\"))");
        }
    }

    @Test
    void a_job_that_is_over_a_limit_fails_its_own_future_and_not_the_batch() {
        List<CompletableFuture<JobHandle>> each = client.submitEach(List.of(
                JobRequest.of(GREET, "a"), JobRequest.of(GREET, "x".repeat(600_000)), JobRequest.of(GREET, "c")));
        assertThat(each.get(0)).isCompleted();
        assertThat(each.get(1)).isCompletedExceptionally();
        assertThatThrownBy(each.get(1)::join)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512 KiB");
        assertThat(each.get(2)).isCompleted();
    }

    @Test
    void what_is_done_to_one_job_is_a_command_about_it() {
        JobId job = new JobIds().next("acme");
        io.sluice.schemas.Uuid id = UuidFormat.encode(job.uuid());
        java.time.Instant eta = java.time.Instant.ofEpochMilli(5_000);
        java.util.List<JobAction> actions = java.util.List.of(
                JobAction.cancelByForce("stuck"),
                JobAction.requeue(),
                JobAction.setDone("r"),
                JobAction.delete(),
                JobAction.reprioritize(-3),
                JobAction.reschedule(eta),
                JobAction.move("root.slow"),
                JobAction.maxAttempts(7));
        actions.forEach(action -> client.act(job, action));

        assertThat(java.util.stream.IntStream.range(0, actions.size())
                        .mapToObj(i -> command(i).getBody()))
                .containsExactly(
                        new Cancel(id, "stuck", true),
                        new io.sluice.schemas.Requeue(id),
                        new io.sluice.schemas.SetDone(id, "r"),
                        new io.sluice.schemas.Delete(id),
                        new io.sluice.schemas.Reprioritize(id, -3),
                        new io.sluice.schemas.Reschedule(id, 5_000L),
                        new io.sluice.schemas.Move(id, "root.slow"),
                        new io.sluice.schemas.SetMaxAttempts(id, 7));
    }

    @Test
    void what_is_done_to_many_names_filter_and_action() {
        JobFilter filter = JobFilter.all()
                .channel("root.shop")
                .type("mail")
                .state("FAILED")
                .error("E")
                .olderThan(java.time.Duration.ofSeconds(9));
        CommandHandle sweep = client.sweep("acme", filter, JobAction.move("root.slow"));
        client.cancelSweep("acme", sweep.id());
        client.dropTree("acme", "moved out");

        assertThat(command(0).getBody())
                .isEqualTo(new io.sluice.schemas.Sweep(
                        new io.sluice.schemas.JobFilter("root.shop", "mail", java.util.List.of("FAILED"), "E", 9_000L),
                        new io.sluice.schemas.JobAction("Move", "root.slow", 0L, false)));
        assertThat(command(1).getBody()).isEqualTo(new io.sluice.schemas.CancelSweep(UuidFormat.encode(sweep.id())));
        assertThat(command(2).getBody()).isEqualTo(new io.sluice.schemas.DropTree("moved out"));
    }

    @Test
    void commands_carry_their_own_id_and_who_sent_them() {
        JobId job = new JobIds().next("acme");
        CommandHandle cancelled = client.cancel(job, "wrong address");
        assertThat(command(0).getBody()).isEqualTo(new Cancel(UuidFormat.encode(job.uuid()), "wrong address", false));
        assertThat(UuidFormat.decode(command(0).getId())).isEqualTo(cancelled.id());
        assertThat(cancelled.id().version()).isEqualTo(7);
        assertThat(command(0).getBy()).isEqualTo("shop");
        client.pause("acme", "root.mail", "down");
        assertThat(command(1).getBody()).isEqualTo(new Pause("root.mail", "down", ""));
        assertThat(producer.history().get(1).key()).isEqualTo("acme".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void schedules_are_put_deleted_triggered_and_switched_in_their_tree() {
        client.putSchedule(
                JobSchedule.of("nightly", "@daily", JobRequest.of(GREET, "ann").tree("acme")));
        client.deleteSchedule("acme", "nightly");
        client.triggerSchedule("acme", "nightly");
        client.switchSchedule("acme", "nightly", false);
        assertThat(((PutSchedule) command(0).getBody()).getSchedule().getId()).isEqualTo("nightly");
        assertThat(command(1).getBody()).isEqualTo(new DeleteSchedule("nightly"));
        assertThat(command(2).getBody()).isEqualTo(new TriggerSchedule("nightly"));
        assertThat(command(3).getBody()).isEqualTo(new SwitchSchedule("nightly", false));
        assertThat(producer.history())
                .allSatisfy(record -> assertThat(record.key()).isEqualTo("acme".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> client.deleteSchedule("acme", "no name")).hasMessageContaining("no name");
    }

    @Test
    void a_type_is_paused_and_resumed_in_a_whole_tree() {
        client.pauseType("acme", "mail", "smtp is down");
        client.resumeType("acme", "mail");
        assertThat(command(0).getBody()).isEqualTo(new Pause("root", "smtp is down", "mail"));
        assertThat(command(1).getBody()).isEqualTo(new Resume("root", "mail"));
        assertThatThrownBy(() -> client.pauseType("acme", "no name", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_channels_file_goes_to_every_partition_without_a_key() {
        client.configureFile("root:4");
        assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(producer.history()).allMatch(record -> record.key() == null);
        assertThat(command(3).getBody()).isEqualTo(new ConfigureFile("root:4"));
    }

    @Test
    void a_verdict_is_refused_by_a_client_that_does_not_read_the_events() {
        JobHandle handle = client.submit(JobRequest.of(GREET, "ann"));
        assertThatThrownBy(handle::admitted)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("verdicts(true)");
    }

    @Test
    void a_closed_client_refuses_everything() {
        client.close();
        client.close();
        assertThat(producer.closed()).isTrue();
        assertThatThrownBy(() -> client.submit(JobRequest.of(GREET, "ann")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this JobClient is closed");
        assertThatThrownBy(() -> client.configureFile("root:4")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(client::flush).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_client_without_a_broker_is_not_built() {
        assertThatThrownBy(() -> JobClient.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrapServers");
    }

    // ---- flows

    @Test
    void a_flow_goes_in_one_record_to_its_trees_partition_and_its_handle_has_its_id() {
        FlowHandle handle = client.submit(JobFlow.chain(
                JobRequest.of(GREET, "ann").tree("acme"),
                JobRequest.of(GREET, "bob").tree("acme")));

        assertThat(producer.history()).hasSize(1);
        assertThat(new String(producer.history().get(0).key(), StandardCharsets.UTF_8))
                .isEqualTo("acme");
        assertThat(command(0).getId()).isNull();
        SubmitFlow flow = (SubmitFlow) command(0).getBody();
        assertThat(UuidFormat.decode(flow.getFlow())).isEqualTo(handle.id().uuid());
        assertThat(handle.jobs()).hasSize(2);
    }

    @Test
    void a_flow_of_more_than_4_MiB_is_refused_and_nothing_is_sent() {
        List<JobRequest<String>> jobs = IntStream.range(0, 9)
                .mapToObj(i -> JobRequest.of(GREET, "x".repeat(500 * 1024)))
                .toList();

        assertThatThrownBy(() -> client.submit(JobFlow.group(jobs))).hasMessageContaining("(4 MiB) are allowed");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void flows_are_cancelled_and_requeued_by_their_id() {
        FlowId flow = FlowId.parse("acme:01977420-dc00-7123-8abc-0123456789ab");
        client.cancelFlow(flow, "wrong month");
        client.requeueFlow(flow);

        assertThat(command(0).getBody()).isEqualTo(new CancelFlow(UuidFormat.encode(flow.uuid()), "wrong month"));
        assertThat(command(1).getBody()).isEqualTo(new RequeueFlow(UuidFormat.encode(flow.uuid())));
    }
}
