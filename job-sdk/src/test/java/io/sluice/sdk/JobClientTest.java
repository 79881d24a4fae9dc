package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Cancel;
import io.sluice.schemas.Command;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Pause;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Submit;
import io.sluice.schemas.Topics;
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
        return new JobClient(
                new CommandSender(producer, new CommandRecords("shop", Json.standard()), null, Clock.systemUTC()));
    }

    private Command command(int n) {
        return RecordFormat.COMMAND.decode(producer.history().get(n).value());
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
    void commands_carry_their_own_id_and_who_sent_them() {
        JobId job = new JobIds().next("acme");
        CommandHandle cancelled = client.cancel(job, "wrong address");
        assertThat(command(0).getBody()).isEqualTo(new Cancel(UuidFormat.encode(job.uuid()), "wrong address"));
        assertThat(UuidFormat.decode(command(0).getId())).isEqualTo(cancelled.id());
        assertThat(cancelled.id().version()).isEqualTo(7);
        assertThat(command(0).getBy()).isEqualTo("shop");
        client.pause("acme", "root.mail", "down");
        assertThat(command(1).getBody()).isEqualTo(new Pause("root.mail", "down"));
        assertThat(producer.history().get(1).key()).isEqualTo("acme".getBytes(StandardCharsets.UTF_8));
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
}
