package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.UuidFormat;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What a caller does wrong, or late, and is told. */
class SubmissionTrapsTest {

    private static final JobType<String> GREET = JobType.of("greet", String.class);
    private static final JobRequest<String> ANN = JobRequest.of(GREET, "ann");

    private static MockProducer<byte[], byte[]> producer(boolean answers) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new MockProducer<>(answers, null, bytes, bytes);
    }

    private static JobClient client(MockProducer<byte[], byte[]> producer) {
        return new JobClient(new CommandSender(
                new ProducerLog(producer), new CommandRecords("shop", Json.standard()), null, Clock.systemUTC()));
    }

    private static LocalClient local(Duration verdictTimeout) {
        return LocalClient.of(
                JobClient.builder().verdictTimeout(verdictTimeout), Clock.systemUTC(), (tree, command) -> {});
    }

    @Test
    void waiting_on_the_producers_own_thread_is_refused_instead_of_waiting_for_ever() {
        MockProducer<byte[], byte[]> producer = producer(false);
        JobClient client = client(producer);
        CompletableFuture<JobHandle> second = client.submitAsync(ANN).thenApply(first -> client.submit(ANN));
        producer.completeNext();
        assertThatThrownBy(second::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the producer's own thread")
                .hasMessageContaining("thenAcceptAsync");
    }

    @Test
    void a_job_can_follow_another_without_waiting() {
        MockProducer<byte[], byte[]> producer = producer(false);
        JobClient client = client(producer);
        CompletableFuture<JobHandle> second = client.submitAsync(ANN).thenCompose(first -> client.submitAsync(ANN));
        producer.completeNext();
        producer.completeNext();
        assertThat(second).isCompleted();
    }

    @Test
    void a_producer_that_is_not_in_a_transaction_is_told_from_a_broker_that_did_not_answer() {
        MockProducer<byte[], byte[]> theirs = producer(true);
        theirs.initTransactions();
        theirs.close();
        assertThatThrownBy(() -> client(producer(true)).in(theirs).submit(ANN))
                .isInstanceOf(SubmitException.class)
                .hasMessageContaining("nothing was sent")
                .hasMessageContaining("in a transaction that you began");
    }

    @Test
    void what_was_asked_for_after_the_client_was_closed_does_not_wait_for_ever() {
        JobClient client = local(Duration.ofSeconds(30)).client();
        JobHandle handle = client.submit(ANN);
        client.close();
        assertThatThrownBy(handle.result()::join).hasMessageContaining("was closed before job");
        assertThatThrownBy(() -> client.handle(handle.id())).hasMessageContaining("is closed");
    }

    @Test
    void a_job_that_is_refused_after_the_verdict_was_given_up_has_no_result() {
        LocalClient local = local(Duration.ofMillis(1));
        JobHandle handle = local.client().submit(ANN);
        assertThatThrownBy(handle.admitted()::join).hasCauseInstanceOf(VerdictTimeoutException.class);
        CompletableFuture<JobResult> result = handle.result();
        assertThat(result).isNotDone();
        CommandRejected rejected = new CommandRejected(null, "NO_TREE", "no tree main");
        local.hear(
                "main",
                RecordFormats.bundled()
                        .event()
                        .encode(new Event(1L, 0L, UuidFormat.encode(handle.id().uuid()), "", List.of(rejected))));
        assertThatThrownBy(result::join).hasCauseInstanceOf(JobNotDoneException.class);
    }

    @Test
    void a_collection_of_a_narrower_type_and_a_function_of_a_wider_one_can_be_split() {
        List<Integer> numbers = List.of(1, 2, 3);
        Function<List<? extends Number>, JobRequest<String>> job = batch -> JobRequest.of(GREET, batch.toString());
        JobFlow flow = JobFlow.<Number>groupOf(numbers, 2, job);
        assertThat(flow.parts()).hasSize(2);
    }
}
