package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kafka output of handlers is there exactly once for each job that is DONE, and for no other. */
class OutputIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int JOBS = 1_500;

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private OutputTopic topic;

    @BeforeEach
    void makeTopic() throws Exception {
        topic = new OutputTopic(BROKER.bootstrapServers());
    }

    @AfterEach
    void leaveTopic() {
        topic.close();
    }

    private List<JobId> submit(List<String> trees, int jobs, String payload) {
        List<JobRequest<?>> requests = new ArrayList<>();
        for (int n = 0; n < jobs; n++) {
            requests.add(JobRequest.of(WorkerMain.OUTPUT, payload).tree(trees.get(n % trees.size())));
        }
        return stage.client().submitAll(requests).join().stream()
                .map(JobHandle::id)
                .toList();
    }

    private void isThereOnceForEach(List<JobId> jobs) {
        await("output of " + jobs.size() + " jobs")
                .atMost(PATIENCE)
                .until(() -> topic.keys().size() >= jobs.size());
        assertThat(topic.keys())
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(JobId::toString).toList());
    }

    @Test
    void who_sees_a_job_done_sees_its_output_and_a_job_that_fails_has_none() {
        stage.scheduler("one").start();
        stage.worker(4, "output");
        History history = stage.history();
        List<String> trees = stage.trees(1);
        List<JobId> good = submit(trees, 40, topic.name());
        List<JobId> bad = submit(trees, 10, "!" + topic.name());
        List<JobId> lost = submit(trees, 1, "no-such-topic");

        Books.awaitEnds(history, trees, good.size() + bad.size() + lost.size(), PATIENCE);
        assertThat(topic.keys())
                .containsExactlyInAnyOrderElementsOf(
                        good.stream().map(JobId::toString).toList());
        assertThat(good).allSatisfy(job -> assertThat(history.state(job)).contains(JobState.DONE));
        assertThat(bad).allSatisfy(job -> assertThat(history.state(job)).contains(JobState.FAILED));
        assertThat(history.of(lost.get(0), Event.JobFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.error().message()).contains("there is no topic no-such-topic"));
        assertThat(history.faults()).isEmpty();
    }

    @Test
    void workers_that_are_killed_in_the_middle_leave_output_exactly_once_for_each_job() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        WorkerProcess first = stage.worker(8, "output");
        WorkerProcess second = stage.worker(8, "output");
        History history = stage.history();
        List<String> trees = stage.trees(2);
        List<JobId> jobs = submit(trees, JOBS, topic.name());

        awaitDone(history, trees, JOBS / 5);
        first.kill();
        WorkerProcess third = stage.worker(8, "output");
        awaitDone(history, trees, JOBS / 2);
        second.kill();
        stage.worker(8, "output");
        awaitDone(history, trees, JOBS * 3 / 4);
        third.kill();

        Books.awaitEnds(history, trees, JOBS, Duration.ofSeconds(120));
        isThereOnceForEach(jobs);
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }

    @Test
    void a_worker_that_was_frozen_past_its_lease_leaves_output_exactly_once_for_each_job() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        WorkerProcess sleeper = stage.worker(8, "output");
        stage.worker(8, "output");
        History history = stage.history();
        List<String> trees = stage.trees(2);
        List<JobId> jobs = submit(trees, JOBS, topic.name());

        awaitDone(history, trees, JOBS / 4);
        sleeper.freeze();
        Books.awaitEnds(history, trees, JOBS, Duration.ofSeconds(120));
        sleeper.thaw();

        isThereOnceForEach(jobs);
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }

    private static void awaitDone(History history, List<String> trees, int atLeast) {
        await("jobs that ended")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> history.readOn().count(trees, JobState::isEnded) >= atLeast);
    }
}
