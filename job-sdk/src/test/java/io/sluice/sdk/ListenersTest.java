package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.RecordFormats;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** The listener of the rig throws each time that a run has ended. */
class ListenersTest {

    private static Object handle(String payload, JobContext job) throws Exception {
        if (payload.equals("output")) {
            job.output(new ProducerRecord<>("out", new byte[1]));
        }
        if (payload.equals("snooze")) {
            throw new Snooze(Duration.ofSeconds(1));
        }
        if (payload.equals("limited")) {
            throw new RateLimited(Duration.ofSeconds(1));
        }
        if (payload.equals("retry")) {
            throw new RetryableJobException("mail server away");
        }
        return Rig.echo(payload, job);
    }

    @Test
    void they_are_told_how_each_run_ended_and_what_they_throw_disturbs_nothing() {
        try (Rig rig = new Rig(ListenersTest::handle, HandlerOptions.defaults())) {
            rig.run(rig.bundle(1, "a", "fail", "retry", "snooze", "limited"));
            rig.awaitNothingInHand();
            assertThat(rig.outcomes()).hasSize(5);
            assertThat(rig.heard)
                    .filteredOn(word -> word.startsWith("ended"))
                    .containsExactly(
                            "ended DONE", "ended FAILED", "ended RETRY", "ended SNOOZED", "ended RATE_LIMITED");
            assertThat(rig.heard).filteredOn(word -> word.startsWith("started")).hasSize(5);
            RunEnd failed = rig.ends.get(1);
            assertThat(failed.error()).contains("java.lang.IllegalStateException: no");
            assertThat(failed.thrown()).containsInstanceOf(IllegalStateException.class);
            assertThat(failed.took()).isZero();
            assertThat(rig.ends.get(0).error()).isEmpty();
            assertThat(rig.ends.get(0)).hasToString("DONE after 0 ms");
        }
    }

    @Test
    void they_are_told_where_nothing_was_told_to_the_scheduler() {
        try (Rig rig = new Rig(ListenersTest::handle, HandlerOptions.defaults())) {
            rig.broker.commits.add(new KafkaException("connection lost"));
            rig.run(rig.bundle(1, "output"));
            rig.awaitNothingInHand();
            assertThat(rig.ends).extracting(RunEnd::how).containsExactly(RunEnd.How.UNTOLD);
        }
    }

    @Test
    void a_local_worker_tells_them_of_runs_and_hands_output_of_done_jobs_on() {
        List<String> told = new ArrayList<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void runEnded(JobContext job, RunEnd end) {
                told.add("ended " + end.how());
            }
        };
        JobHandler<String> code = (payload, job) -> {
            job.output(new ProducerRecord<>("out", payload.getBytes(StandardCharsets.UTF_8)));
            return Rig.echo(payload, job);
        };
        LocalWorker worker =
                LocalWorker.of(Worker.builder().handler(Rig.ECHO, code).listener(listener), Clock.systemUTC());
        try (Rig rig = new Rig()) {
            byte[] bundle = RecordFormats.bundled().bundle().encode(rig.bundle(1, "a", "fail", "b"));
            worker.run(
                    bundle,
                    (tree, report) -> told.add(RecordFormats.bundled()
                            .report()
                            .decode(report)
                            .getBody()
                            .getClass()
                            .getSimpleName()),
                    record -> told.add("output " + new String(record.value(), StandardCharsets.UTF_8)));
        }
        assertThat(told)
                .containsExactly(
                        "Claimed",
                        "output a",
                        "Outcomes",
                        "ended DONE",
                        "Outcomes",
                        "ended FAILED",
                        "output b",
                        "Outcomes",
                        "ended DONE");
    }
}
