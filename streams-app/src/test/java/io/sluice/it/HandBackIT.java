package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.web.JobDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandBackIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void a_worker_that_is_stopped_hands_back_what_it_runs_without_using_an_attempt() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        History history = stage.history();
        WorkerProcess leaving = stage.worker(4, "hold");
        List<String> trees = stage.trees(1);
        Path go = stage.file("go");
        List<JobId> jobs = submit(stage.client(), JobRequest.of(WorkerMain.HOLD, go.toString()), trees);
        await("jobs that run").atMost(PATIENCE).until(() -> leaving.notes().size() == jobs.size());
        await("how far they are")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs)
                        .extracting(job -> scheduler.api().job(job).row().progress())
                        .containsOnly(Optional.of(new JobDocument.Progress(40, "waiting"))));

        leaving.stop();
        await("the jobs back")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs)
                        .allSatisfy(job -> assertThat(history.readOn().of(job, Event.JobHandedBack.class))
                                .hasSize(1)));
        // Three leases would pass until a worker is given up that holds nothing and did not say goodbye.
        await("the worker's end")
                .atMost(SchedulerProcess.LEASE.plusSeconds(2))
                .untilAsserted(() -> assertThat(scheduler.api().workers().workers())
                        .noneMatch(worker -> worker.id().equals(leaving.id())));
        stage.worker(4, "hold");
        Files.createFile(go);

        Books.awaitEnds(history, trees, jobs.size(), PATIENCE);
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
        assertThat(jobs).allSatisfy(job -> {
            assertThat(history.of(job, Event.JobHandedBack.class)).hasSize(1);
            assertThat(history.of(job, Event.JobStarted.class))
                    .extracting(Event.JobStarted::attempt)
                    .containsExactly(1, 1);
            assertThat(scheduler.api().job(job).log()).containsExactly("waits for " + go);
        });
    }

    @Test
    void a_job_whose_type_nobody_knows_waits_and_blocks_nobody() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        History history = stage.history();
        stage.worker(4, "noop");
        List<String> trees = stage.trees(1);
        JobClient client = stage.client();
        List<JobId> unknown = submit(client, JobRequest.of(WorkerMain.RARE, null), trees);
        submit(client, JobRequest.of(WorkerMain.NOOP, null), trees);

        Books.awaitEnds(history, trees, trees.size(), PATIENCE);
        assertThat(unknown).allSatisfy(job -> assertThat(history.state(job)).contains(JobState.READY));

        stage.worker(4, "rare");
        Books.awaitEnds(history, trees, 2L * trees.size(), PATIENCE);
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }

    @Test
    void a_worker_that_gets_a_type_which_only_another_knows_hands_it_back_at_once() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        History history = stage.history();
        stage.worker(16, "noop");
        stage.worker(2, "hold");
        List<String> trees = Collections.nCopies(20, stage.trees(1).getFirst());
        Path go = Files.createFile(stage.file("go"));
        List<JobId> jobs = submit(stage.client(), JobRequest.of(WorkerMain.HOLD, go.toString()), trees);

        List<String> tree = List.of(trees.getFirst());
        Books.awaitEnds(history, tree, jobs.size(), PATIENCE);
        Books.areClosed(history, scheduler.api(), tree, stage.workers());
        assertThat(jobs)
                .allSatisfy(job -> assertThat(history.of(job, Event.JobStarted.class))
                        .extracting(Event.JobStarted::attempt)
                        .containsOnly(1));
        assertThat(jobs).allSatisfy(job -> assertHandedBackSoon(history.of(job)));
    }

    private static void assertHandedBackSoon(List<Recorded> events) {
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).event() instanceof Event.JobHandedBack back) {
                assertThat(back.reason()).isEqualTo("UNKNOWN_TYPE");
                assertThat(events.get(i).at() - events.get(i - 1).at()).isLessThan(2_000);
            }
        }
    }

    /** One such job to each of the trees. */
    private static List<JobId> submit(JobClient client, JobRequest<?> request, List<String> trees) {
        return client.submitAll(trees.stream().map(request::tree).toList()).join().stream()
                .map(JobHandle::id)
                .toList();
    }
}
