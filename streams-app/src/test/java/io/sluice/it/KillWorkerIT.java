package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        // More to hold than one worker has slots: else the other may have them all.
        for (int i = 0; i < 1_000; i++) {
            String tree = trees.get(i % trees.size());
            jobs.add((i < 12 ? JobRequest.of(WorkerMain.HOLD, go.toString()) : JobRequest.of(WorkerMain.BUSY, 10))
                    .tree(tree));
        }
        JobClient client = stage.client();
        client.submitAll(jobs).join();

        await("jobs that the victim runs, and some that ended")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !begun(victim, trees).isEmpty() && history.readOn().count(trees, JobState::isEnded) > 300);
        victim.kill();
        Files.createFile(go);

        Books.awaitEnds(history, trees, jobs.size(), Duration.ofSeconds(60));
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
        assertThat(begun(victim, trees)).isNotEmpty().allSatisfy((job, run) -> ranAgain(history, job, run));
        assertThat(begun(victim, trees))
                .anySatisfy((job, run) -> assertThat(started(history, job, run)).isPresent());
    }

    private static Optional<Event.JobStarted> started(History history, JobId job, int run) {
        return history.of(job, Event.JobStarted.class).stream()
                .filter(start -> start.run() == run)
                .findFirst();
    }

    /** Jobs of these trees that the worker's handlers have begun and not ended, each with its last run there. */
    private static Map<JobId, Integer> begun(WorkerProcess worker, List<String> trees) {
        Map<JobId, Integer> begun = new HashMap<>();
        for (WorkerProcess.Note note : worker.notes()) {
            if (note.what().equals("start")) {
                begun.put(note.job(), note.run());
            } else {
                begun.remove(note.job());
            }
        }
        // Other tests may have left jobs of the same types to whoever comes.
        begun.keySet().removeIf(job -> !trees.contains(job.tree()));
        return begun;
    }

    /**
     * Runs that were handed back before anybody began with them count no attempt and may come before or between. Nor does the one
     * that a worker began right behind another of its bundle, if it was killed before it could report how that had ended: then nobody
     * knows that it began.
     */
    private static void ranAgain(History history, JobId job, int run) {
        Optional<Event.JobStarted> killed = started(history, job, run);
        List<Event.JobStarted> later = history.of(job, Event.JobStarted.class).stream()
                .filter(start -> start.run() > run)
                .toList();
        int used = killed.map(Event.JobStarted::attempt).orElse(0);
        assertThat(later).isNotEmpty().allSatisfy(start -> {
            assertThat(start.attempt()).isEqualTo(used + 1);
            assertThat(Optional.of(start.worker())).isNotEqualTo(killed.map(Event.JobStarted::worker));
        });
        assertThat(history.of(job, Event.JobLost.class))
                .extracting(lost -> lost.run().run(), Event.JobLost::reason)
                .containsExactly(tuple(run, Event.LostReason.WORKER_LOST));
    }
}
