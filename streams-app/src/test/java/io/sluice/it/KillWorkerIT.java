package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KillWorkerIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void what_a_killed_worker_ran_runs_again_after_the_lease_as_the_next_run_and_attempt() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        WorkerProcess victim = stage.worker(8, "busy", "hold");
        stage.worker(8, "busy", "hold");
        History history = stage.history();
        List<String> trees = stage.trees(2);
        Path go = stage.file("go");
        List<JobRequest<?>> jobs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String tree = trees.get(i % trees.size());
            jobs.add((i < 8 ? JobRequest.of(WorkerMain.HOLD, go.toString()) : JobRequest.of(WorkerMain.BUSY, 10))
                    .tree(tree));
        }
        JobClient client = stage.client();
        client.submitAll(jobs).join();

        await("jobs that the victim runs, and some that ended")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !begun(victim).isEmpty() && history.readOn().count(trees, JobState::isEnded) > 300);
        victim.kill();
        Files.createFile(go);

        Books.awaitEnds(history, trees, jobs.size(), Duration.ofSeconds(60));
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
        assertThat(begun(victim)).isNotEmpty().allSatisfy(job -> ranAgain(history, job));
    }

    /** Jobs that the worker's handlers have begun and not ended. */
    private static Set<JobId> begun(WorkerProcess worker) {
        List<WorkerProcess.Note> notes = worker.notes();
        Set<JobId> ended = notes.stream()
                .filter(note -> !note.what().equals("start"))
                .map(WorkerProcess.Note::job)
                .collect(Collectors.toSet());
        return notes.stream()
                .map(WorkerProcess.Note::job)
                .filter(job -> !ended.contains(job))
                .collect(Collectors.toSet());
    }

    private static void ranAgain(History history, JobId job) {
        List<Event.JobStarted> starts = history.of(job, Event.JobStarted.class);
        assertThat(starts).extracting(Event.JobStarted::attempt).containsExactly(1, 2);
        assertThat(starts.get(1).run()).isGreaterThan(starts.get(0).run());
        assertThat(starts.get(1).worker()).isNotEqualTo(starts.get(0).worker());
        assertThat(history.of(job, Event.JobLost.class))
                .extracting(Event.JobLost::reason)
                .containsOnly(Event.LostReason.WORKER_LOST);
    }
}
