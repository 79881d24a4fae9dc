package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.JobState;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.HandlerOptions;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryPolicy;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Snooze;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TestSluiceTest {

    static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    static final JobType<String> SAY = JobType.of("say", String.class);
    static final JobType<Integer> COUNT = JobType.of("count", Integer.class);

    private final List<String> said = new ArrayList<>();
    private final TestSluice sluice = TestSluice.builder()
            .channels("root:4,root.one:1,root.slow:2:throttle=1/1m")
            .startingAt(MONDAY)
            .handlers(worker -> worker.handler(SAY, (text, job) -> {
                said.add(text);
                return "said " + text;
            }))
            .build();

    private JobId say(String text) {
        return sluice.client().submit(JobRequest.of(SAY, text)).id();
    }

    @Test
    void nothing_runs_until_the_test_says_so() {
        JobId id = say("hello");

        assertThat(sluice.job(id).state()).isEqualTo(JobState.READY);
        assertThat(said).isEmpty();

        sluice.runAll();

        assertThat(said).containsExactly("hello");
        assertThat(sluice.assertDone(id).result()).contains("said hello");
        assertThat(sluice.now()).isEqualTo(MONDAY);
    }

    @Test
    void jobs_run_by_priority_and_then_in_the_order_in_which_they_came() {
        say("first");
        say("second");
        sluice.client().submit(JobRequest.of(SAY, "urgent").priority(1));

        sluice.runAll();

        assertThat(said).containsExactly("urgent", "first", "second");
    }

    @Test
    void a_client_hears_of_verdict_and_result() {
        JobHandle handle = sluice.client().submit(JobRequest.of(SAY, "hello"));

        assertThat(handle.admitted()).isCompleted();
        assertThat(handle.result()).isNotCompleted();

        sluice.runReady();

        assertThat(handle.result(String.class)).isCompletedWithValue("said hello");
    }

    @Test
    void retries_back_off_over_hours_in_no_time() {
        List<Instant> at = new ArrayList<>();
        JobType<Void> flaky = JobType.of("flaky", Void.class);
        sluice.handlers(worker -> worker.handler(
                flaky,
                (none, job) -> {
                    at.add(sluice.now());
                    throw new RetryableJobException("no answer");
                },
                HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofHours(5)))));
        JobId id = sluice.client()
                .submit(JobRequest.of(flaky, (Void) null).maxAttempts(3))
                .id();

        sluice.runReady();
        sluice.assertScheduled(id, MONDAY.plus(Duration.ofHours(5)));
        sluice.runAll();

        assertThat(at).containsExactly(MONDAY, MONDAY.plus(Duration.ofHours(5)), MONDAY.plus(Duration.ofHours(10)));
        assertThat(sluice.assertFailed(id, "no answer").attempts()).isEqualTo(3);
        assertThat(sluice.now()).isEqualTo(MONDAY.plus(Duration.ofHours(10)));
    }

    @Test
    void an_eta_is_kept_to_the_millisecond() {
        JobId id = sluice.client()
                .submit(JobRequest.of(SAY, "later").eta(Duration.ofHours(6)))
                .id();

        sluice.advance(Duration.ofHours(6).minusMillis(1));
        sluice.assertScheduled(id, MONDAY.plus(Duration.ofHours(6)));

        sluice.advance(Duration.ofMillis(1));
        sluice.assertDone(id);
    }

    @Test
    void the_clock_stops_where_the_last_job_ran_and_not_at_timers_of_jobs_that_are_gone() {
        JobId id = sluice.client()
                .submit(JobRequest.of(SAY, "never").eta(Duration.ofDays(3)))
                .id();
        say("now");
        sluice.client().cancel(id, "not wanted");

        sluice.runAll();

        assertThat(sluice.now()).isEqualTo(MONDAY);
        sluice.assertCancelled(id, "not wanted");
    }

    @Test
    void a_cron_schedule_runs_for_a_week() {
        sluice.client().putSchedule(JobSchedule.of("weekdays", "0 8 * * MON-FRI", JobRequest.of(SAY, "good morning")));

        sluice.advance(Duration.ofDays(7));

        assertThat(said).hasSize(5);
        assertThat(sluice.submitted(SAY).times(5).getLast().submittedAt())
                .isEqualTo(Instant.parse("2026-03-06T08:00:00Z"));
    }

    @Test
    void a_schedule_has_no_end_that_could_be_waited_for() {
        sluice.client().putSchedule(JobSchedule.of("often", "every 1m", JobRequest.of(SAY, "tick")));
        sluice.client().submit(JobRequest.of(SAY, "end").eta(Duration.ofSeconds(150)));

        sluice.runAll();

        assertThat(said).containsExactly("tick", "tick", "end");
    }

    @Test
    void a_channel_with_one_seat_runs_one_by_one_in_order() {
        for (int n = 0; n < 20; n++) {
            sluice.client().submit(JobRequest.of(SAY, "number " + n).channel("root.one"));
        }

        sluice.runAll();

        assertThat(said).hasSize(20).first().isEqualTo("number 0");
        assertThat(said).last().isEqualTo("number 19");
    }

    @Test
    void a_throttle_lets_one_go_a_minute() {
        List<Instant> at = new ArrayList<>();
        sluice.handlers(worker -> worker.handler(COUNT, (n, job) -> at.add(sluice.now())));
        for (int n = 0; n < 3; n++) {
            sluice.client().submit(JobRequest.of(COUNT, n).channel("root.slow"));
        }

        sluice.runAll();

        assertThat(at).containsExactly(MONDAY, MONDAY.plusSeconds(60), MONDAY.plusSeconds(120));
    }

    @Test
    void a_duplicate_is_not_stored_and_a_replacement_takes_over() {
        JobId first = sluice.client()
                .submit(JobRequest.of(SAY, "one")
                        .eta(Duration.ofMinutes(1))
                        .dedup(Dedup.key("k").replace()))
                .id();
        sluice.client()
                .submit(JobRequest.of(SAY, "two")
                        .eta(Duration.ofMinutes(2))
                        .dedup(Dedup.key("k").replace()));

        sluice.runAll();

        assertThat(said).containsExactly("two");
        assertThat(sluice.jobs()).extracting(TestJob::id).containsExactly(first);
        assertThat(sluice.now()).isEqualTo(MONDAY.plusSeconds(120));
    }

    @Test
    void a_flow_whose_first_job_fails_leaves_the_second_waiting() {
        JobType<Void> broken = JobType.of("broken", Void.class);
        sluice.handler(broken, (none, job) -> {
            throw new IllegalStateException("no such file");
        });
        sluice.client().submit(JobFlow.chain(JobRequest.of(broken, (Void) null), JobRequest.of(SAY, "after")));

        sluice.runAll();

        assertThat(said).isEmpty();
        TestJob failed = sluice.submitted(broken).once();
        sluice.assertFailed(failed.id(), "IllegalStateException: no such file");
        sluice.assertState(sluice.submitted(SAY).once().id(), JobState.WAITING);

        sluice.client().cancel(failed.id(), "given up");
        sluice.runAll();
        sluice.submitted(SAY).inState(JobState.CANCELLED).once();
    }

    @Test
    void what_a_handler_submits_exists_when_it_is_done() {
        JobType<Integer> fanOut = JobType.of("fan-out", Integer.class);
        sluice.handler(fanOut, (n, job) -> {
            for (int i = 0; i < n; i++) {
                job.submit(JobRequest.of(SAY, "line " + i));
            }
            assertThat(sluice.submitted(SAY).count()).isZero();
            return null;
        });

        sluice.run(JobRequest.of(fanOut, 3));

        assertThat(said).containsExactly("line 0", "line 1", "line 2");
        sluice.assertAllDone();
    }

    @Test
    void snoozing_uses_no_attempt() {
        JobType<Void> patient = JobType.of("patient", Void.class);
        sluice.handler(patient, (none, job) -> {
            if (sluice.now().isBefore(MONDAY.plus(Duration.ofDays(1)))) {
                throw new Snooze(Duration.ofHours(8));
            }
            return null;
        });
        JobId id = sluice.client().submit(JobRequest.of(patient, (Void) null)).id();

        sluice.runAll();

        assertThat(sluice.assertDone(id).attempts()).isEqualTo(1);
        assertThat(sluice.now()).isEqualTo(MONDAY.plus(Duration.ofDays(1)));
    }

    @Test
    void what_was_not_started_in_time_is_cancelled() {
        JobId id = sluice.client()
                .submit(JobRequest.of(JobType.of("unknown", Void.class), (Void) null)
                        .expires(Duration.ofHours(1)))
                .id();

        sluice.runAll();

        sluice.assertCancelled(id, "EXPIRED");
    }

    @Test
    void trees_know_nothing_of_each_other() {
        sluice.client().submit(JobRequest.of(SAY, "acme").tree("acme"));
        sluice.client().pause("acme", "root", "holidays");
        say("main");

        sluice.runAll();

        assertThat(said).containsExactly("main");
        sluice.client().resume("acme", "root");
        sluice.runAll();
        assertThat(said).containsExactly("main", "acme");
    }

    @Test
    void jobs_of_a_tree_that_was_dropped_are_cancelled() {
        JobId id = sluice.client()
                .submit(JobRequest.of(SAY, "acme").tree("acme").eta(Duration.ofDays(1)))
                .id();

        sluice.client().dropTree("acme", "they left");
        sluice.runAll();

        sluice.assertCancelled(id, "they left");
        assertThat(said).isEmpty();
    }

    @Test
    void a_job_is_still_known_when_the_scheduler_keeps_it_no_more() {
        JobId id = say("old");
        sluice.runAll();

        sluice.advance(Duration.ofDays(400));

        assertThat(sluice.assertDone(id).result()).contains("said old");
    }

    @Test
    void log_and_progress_are_kept_with_the_job() {
        JobType<Void> chatty = JobType.of("chatty", Void.class);
        sluice.handler(chatty, (none, job) -> {
            job.log("began");
            job.progress(50, "half");
            job.progress(80, "nearly");
            return null;
        });

        TestJob job = sluice.run(JobRequest.of(chatty, (Void) null));

        assertThat(job.log()).containsExactly("began");
        assertThat(job.progress()).hasValueSatisfying(progress -> {
            assertThat(progress.percent()).isEqualTo(80);
            assertThat(progress.message()).isEqualTo("nearly");
        });
    }

    @Test
    void a_channel_topic_of_its_own_is_read_too() {
        TestSluice own = TestSluice.builder()
                .channels("root:4,root.import:1:topic")
                .handlers(worker -> worker.handler(SAY, (text, job) -> said.add(text)))
                .build();
        own.client().submit(JobRequest.of(SAY, "imported").channel("root.import"));

        own.runAll();

        own.assertAllDone();
    }

    @Test
    void a_handler_that_takes_longer_than_its_timeout_is_interrupted_and_tried_again() {
        JobType<Void> slow = JobType.of("slow", Void.class);
        List<Boolean> interrupted = new ArrayList<>();
        sluice.handler(slow, (none, job) -> {
            sluice.advance(Duration.ofMinutes(job.attempt() == 1 ? 10 : 1));
            interrupted.add(Thread.currentThread().isInterrupted() && job.cancelled());
            return null;
        });
        JobId id = sluice.client()
                .submit(JobRequest.of(slow, (Void) null).timeout(Duration.ofMinutes(5)))
                .id();

        sluice.runReady();
        TestJob tried = sluice.assertState(id, JobState.SCHEDULED);
        assertThat(tried.error().orElseThrow().message()).contains("longer than its timeout");

        sluice.runAll();
        assertThat(sluice.assertDone(id).attempts()).isEqualTo(2);
        assertThat(interrupted).containsExactly(true, false);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_job_that_submits_itself_for_ever_is_stopped_and_named() {
        TestSluice few = TestSluice.builder().mostRuns(100).build();
        few.handler(COUNT, (n, job) -> job.submit(JobRequest.of(COUNT, n + 1)));
        few.client().submit(JobRequest.of(COUNT, 0));

        assertThatThrownBy(few::runAll)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "runAll() ran 100 jobs and there are still more to run; by type: count 100 times. The next is main:")
                .hasMessageContaining("Jobs that submit themselves");
        assertThatThrownBy(() -> few.advance(Duration.ZERO)).hasMessageStartingWith("advance(PT0S) ran 100 jobs");
    }

    @Test
    void a_job_that_sleeps_for_ever_is_stopped_too() {
        TestSluice few = TestSluice.builder().mostRuns(50).build();
        few.handler(COUNT, (n, job) -> {
            throw new Snooze(Duration.ofDays(1));
        });
        few.client().submit(JobRequest.of(COUNT, 0));

        assertThatThrownBy(few::runAll).hasMessageContaining("ran 50 jobs");
        few.advance(Duration.ofDays(3));
    }

    @Test
    void an_assertion_that_fails_in_a_handler_fails_the_test() {
        sluice.handler(COUNT, (n, job) -> {
            assertThat(n).isEqualTo(1);
            return null;
        });
        sluice.client().submit(JobRequest.of(COUNT, 2));

        assertThatThrownBy(sluice::runAll).isInstanceOf(AssertionError.class);
        sluice.assertFailed(sluice.submitted(COUNT).once().id(), "");
    }

    @Test
    void a_handler_cannot_turn_the_clock_for_others() {
        sluice.handler(COUNT, (n, job) -> {
            assertThatThrownBy(sluice::runAll).isInstanceOf(IllegalStateException.class);
            return null;
        });

        sluice.run(JobRequest.of(COUNT, 1));

        sluice.assertAllDone();
        assertThatThrownBy(() -> sluice.runUntil(MONDAY.minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never turned back");
    }

    @Test
    void a_wrong_channel_text_is_refused_with_the_entry() {
        assertThatThrownBy(() -> TestSluice.builder().channels("root:many").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("root:many");
    }

    @Test
    void jobs_can_be_run_one_by_one() {
        say("first");
        JobId second = say("second");

        assertThat(sluice.runNext().orElseThrow().result()).contains("said first");
        sluice.assertState(second, JobState.READY);
        assertThat(sluice.runNext()).isPresent();
        assertThat(sluice.runNext()).isEmpty();
    }

    @Test
    void several_threads_submit_with_one_client() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 50; n++) {
                    say("one of many");
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        sluice.runAll();

        assertThat(said).hasSize(200);
        sluice.submitted(SAY).inState(JobState.DONE).times(200);
    }

    @Test
    void what_a_handler_hands_over_for_kafka_is_there_when_its_job_is_done() {
        sluice.handler(COUNT, (n, job) -> {
            job.output(new ProducerRecord<>("numbers", new byte[] {n.byteValue()}));
            if (n > 1) {
                throw new IllegalStateException("too many");
            }
            return null;
        });

        sluice.run(JobRequest.of(COUNT, 1));
        sluice.run(JobRequest.of(COUNT, 2));

        assertThat(sluice.kafkaOutput()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("numbers");
            assertThat(record.value()).containsExactly(1);
        });
    }
}
