package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Retry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final Rig rig = new Rig(OutputTest::handle, HandlerOptions.defaults());

    /** Writes where its payload begins with {@code to-}; the rest of that is the topic, a colon and a partition may follow. */
    private static Object handle(String payload, JobContext job) throws Exception {
        if (payload.equals("huge")) {
            job.output(new ProducerRecord<>("out", new byte[3 << 20]));
            job.output(new ProducerRecord<>("out", new byte[3 << 20]));
        }
        if (payload.equals("failing")) {
            job.output(record("out", payload));
            throw new IllegalStateException("no");
        }
        if (payload.equals("long-result")) {
            job.output(record("out", payload));
            return "x".repeat(100_000);
        }
        if (payload.startsWith("to-")) {
            String[] to = payload.substring(3).split(":");
            Integer partition = to.length > 1 ? Integer.valueOf(to[1]) : null;
            job.output(
                    new ProducerRecord<>(to[0], partition, null, "k", 7),
                    new StringSerializer(),
                    new IntegerSerializer());
        }
        return payload;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private List<Outcome> outcomesIn(List<ProducerRecord<byte[], byte[]>> transaction) {
        return transaction.stream()
                .filter(record -> record.topic().equals("sluice.reports"))
                .flatMap(record -> ((Outcomes) RecordFormats.bundled()
                                .report()
                                .decode(record.value())
                                .getBody())
                        .getOutcomes().stream())
                .toList();
    }

    private void run(String... payloads) {
        rig.run(rig.bundle(1, payloads));
        rig.awaitNothingInHand();
    }

    private String failure() {
        assertThat(rig.broker.committed).isEmpty();
        assertThat(rig.outcomes()).hasSize(1);
        assertThat(rig.outcomes().get(0).getEnd()).isInstanceOf(Failed.class);
        return ((Failed) rig.outcomes().get(0).getEnd()).getError().getMessage();
    }

    private HandedBack back(String why) {
        return new HandedBack(List.of(1L), why, List.of());
    }

    // ---- together

    @Test
    void output_and_outcome_are_one_transaction() {
        run("to-out");
        assertThat(rig.broker.committed).singleElement().satisfies(records -> {
            assertThat(records).extracting(ProducerRecord::topic).containsExactly("out", "sluice.reports");
            assertThat(records.get(0).key()).isEqualTo(new byte[] {'k'});
            assertThat(records.get(0).value()).isEqualTo(new byte[] {0, 0, 0, 7});
            assertThat(records.get(1).key()).asString().isEqualTo("main");
            assertThat(outcomesIn(records)).extracting(Outcome::getEnd).containsExactly(new Done("to-out", List.of()));
        });
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.handedBack()).isEmpty();
    }

    @Test
    void a_run_that_does_not_end_as_done_writes_nothing() {
        run("failing", "long-result");
        assertThat(rig.outcomes()).hasSize(2).extracting(Outcome::getEnd).allMatch(Failed.class::isInstance);
        assertThat(rig.broker.made).isEmpty();
    }

    @Test
    void runs_without_output_need_no_second_producer() {
        run("a", "b");
        assertThat(rig.outcomes()).hasSize(2);
        assertThat(rig.broker.made).isEmpty();
    }

    @Test
    void one_producer_is_enough_where_one_run_ends_after_the_other() {
        run("to-out", "to-out:1", "to-out");
        assertThat(rig.broker.committed).hasSize(3);
        assertThat(rig.broker.made).containsExactly(1);
    }

    @Test
    void too_much_output_is_refused_where_it_is_handed_over() {
        run("huge");
        assertThat(failure()).contains("2 output records").contains("4 MiB").contains("Split the work");
    }

    // ---- order

    @Test
    void nothing_is_open_before_the_broker_has_the_earlier_outcomes_of_the_bundle() {
        try (Rig slow = new Rig(OutputTest::handle, HandlerOptions.defaults(), false, fresh -> {})) {
            List<BundleRun> taken = slow.take(1, slow.bundle(1, "a", "to-out", "b"));
            slow.producer.completeNext();
            slow.claims.acknowledged(taken);
            await().until(() -> slow.outcomes().size() == 1);
            await().during(Duration.ofMillis(50)).until(slow.broker.made::isEmpty);
            assertThat(slow.ran).containsExactly("a", "to-out");
            slow.producer.completeNext();
            await().until(() -> slow.outcomes().size() == 2);
            assertThat(slow.broker.committed).hasSize(1);
            assertThat(slow.outcomes()).last().extracting(Outcome::getEnd).isEqualTo(new Done("b", List.of()));
            assertThat(slow.claims.inHand().all()).isNotEmpty();
            slow.producer.completeNext();
            slow.awaitNothingInHand();
        }
    }

    // ---- what does not heal

    @Test
    void an_unknown_topic_fails_the_job_and_names_the_topic() {
        run("to-nowhere");
        assertThat(failure()).contains("there is no topic nowhere").contains("requeue");
    }

    @Test
    void a_partition_that_the_topic_does_not_have_fails_the_job() {
        run("to-out:2");
        assertThat(failure()).contains("topic out has no partition 2, but 2");
    }

    @Test
    void a_record_that_is_too_large_fails_the_job() {
        rig.broker.sends.add(new RecordTooLargeException("1100000 bytes"));
        run("to-out");
        assertThat(failure()).contains("larger than topic out").contains("max.message.bytes");
    }

    @Test
    void a_missing_right_fails_the_job_and_says_which() {
        rig.broker.sends.add(new TopicAuthorizationException("out"));
        run("to-out");
        assertThat(failure()).contains("no right to write to topic out").contains("Grant it WRITE");
    }

    @Test
    void a_missing_right_to_transactions_fails_the_job_and_says_which() {
        rig.broker.atInit = new TransactionalIdAuthorizationException("no");
        run("to-out");
        assertThat(failure()).contains("TransactionalID prefix sluice-worker-");
    }

    // ---- what heals

    @Test
    void what_could_not_be_written_is_aborted_and_written_again() {
        rig.broker.sends.add(new NotLeaderOrFollowerException("moved"));
        run("to-out");
        assertThat(rig.broker.committed).hasSize(1);
        assertThat(rig.broker.made).containsExactly(1);
        assertThat(rig.ran).containsExactly("to-out");
    }

    @Test
    void a_producer_that_can_do_no_more_is_replaced_under_the_same_id() {
        rig.broker.sends.add(new InvalidProducerEpochException("timed out"));
        rig.broker.aborts.add(new ProducerFencedException("timed out"));
        run("to-out");
        assertThat(rig.broker.committed).hasSize(1);
        assertThat(rig.broker.made).containsExactly(1, 1);
    }

    @Test
    void a_producer_that_was_fenced_while_it_had_nothing_to_do_is_replaced() {
        rig.broker.begins.add(new ProducerFencedException("somebody else took the id"));
        run("to-out");
        assertThat(rig.broker.committed).hasSize(1);
        assertThat(rig.broker.made).containsExactly(1, 1);
    }

    @Test
    void a_commit_without_an_answer_is_asked_again_and_counts_once() {
        rig.broker.commits.add(new TimeoutException("no answer"));
        rig.broker.commitsUnseen = true;
        run("to-out");
        assertThat(rig.broker.committed).hasSize(1);
        assertThat(rig.handedBack()).isEmpty();
    }

    @Test
    void what_does_not_heal_within_a_minute_is_tried_in_another_run() {
        rig.heardAt.set(Long.MAX_VALUE / 8);
        for (int n = 0; n < 3; n++) {
            rig.broker.sends.add(new NotLeaderOrFollowerException("moved"));
        }
        rig.run(rig.bundle(1, "to-out"));
        await().until(() -> rig.broker.sends.size() < 3);
        rig.now.addAndGet(Transactions.PATIENCE_MS);
        rig.awaitNothingInHand();
        assertThat(rig.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getEnd())
                        .isInstanceOfSatisfying(
                                Retry.class,
                                retry -> assertThat(retry.getError().getMessage())
                                        .contains("tried for 60 s")
                                        .contains("moved")));
        assertThat(rig.broker.committed).isEmpty();
    }

    // ---- doubt

    @Test
    void where_nobody_knows_whether_the_commit_came_through_nothing_is_told_and_the_bundle_goes_back() {
        rig.broker.commits.add(new KafkaException("connection lost"));
        rig.broker.commitsUnseen = true;
        run("to-out", "b");
        assertThat(rig.broker.committed).hasSize(1);
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.handedBack()).containsExactly(back("nobody knows whether its Kafka output was committed"));
        assertThat(rig.broker.made).containsExactly(1, 1);
        assertThat(rig.ran).containsExactly("to-out");
    }

    @Test
    void nothing_is_committed_when_the_lease_was_in_doubt_once_the_outcome_stood_on_the_log() {
        rig.broker.whenReported = () -> rig.now.addAndGet(Rig.LEASE);
        run("to-out");
        assertThat(rig.broker.committed).isEmpty();
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.handedBack())
                .containsExactly(back("its lease was in doubt when its Kafka output was to be committed"));
    }

    @Test
    void nothing_is_written_once_the_worker_has_stopped_and_the_hand_back_says_so() {
        rig.runner.outputs().close();
        run("to-out");
        assertThat(rig.broker.committed).isEmpty();
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.handedBack()).containsExactly(back("its worker stopped before its Kafka output was written"));
    }

    @Test
    void nothing_is_written_when_the_bundle_was_taken_from_us() {
        rig.broker.whenReported = () -> rig.claims.inHand().all().forEach(BundleRun::abandon);
        run("to-out");
        assertThat(rig.broker.committed).isEmpty();
        assertThat(rig.outcomes()).isEmpty();
    }
}
