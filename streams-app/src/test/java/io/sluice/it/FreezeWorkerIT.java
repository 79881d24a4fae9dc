package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.RejectionCode;
import io.sluice.schemas.Done;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.UuidFormat;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FreezeWorkerIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void a_worker_that_slept_longer_than_its_lease_is_fenced_and_stops_what_it_ran() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        History history = stage.history();
        WorkerProcess sleeper = stage.worker(4, "hold");
        List<String> trees = stage.trees(1);
        Path go = stage.file("go");
        JobClient client = stage.client();
        JobId job = client.submit(JobRequest.of(WorkerMain.HOLD, go.toString()).tree(trees.getFirst()))
                .id();
        await().atMost(PATIENCE).until(() -> has(sleeper, "start", job, 1));

        sleeper.freeze();
        await("the end of the lease")
                .atMost(PATIENCE)
                .until(() -> !history.readOn().of(job, Event.JobLost.class).isEmpty());
        WorkerProcess other = stage.worker(4, "hold");
        await("the next run").atMost(PATIENCE).until(() -> has(other, "start", job, 2));
        sleeper.thaw();
        Event.JobReleased lost = history.of(job, Event.JobReleased.class).getFirst();
        stage.raw().report(job.tree(), outcomeOf(lost, sleeper.id()));

        await("the refusal")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(history.readOn().tree(job.tree()).rejections())
                                .extracting(Event.CommandRejected::code)
                                .contains(RejectionCode.STALE_RUN));
        assertThat(history.state(job)).contains(JobState.RUNNING);
        await("the old run's end").atMost(PATIENCE).until(() -> has(sleeper, "stopped", job, 1));
        assertThat(has(other, "stopped", job, 2)).isFalse();
        Files.createFile(go);
        Books.awaitEnds(history, trees, 1, PATIENCE);
        assertThat(history.of(job, Event.JobDone.class))
                .extracting(done -> done.run().run())
                .containsExactly(2);
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }

    /** As a worker would send it that does not notice by itself that it slept: ours keeps silent. */
    private static byte[] outcomeOf(Event.JobReleased run, String worker) {
        Outcome done = new Outcome(
                run.bundle().number(),
                UuidFormat.encode(run.job().uuid()),
                run.run(),
                1L,
                2L,
                new Done("late", List.of()),
                "");
        return RecordFormats.bundled().report().encode(new Report(worker, 2L, new Outcomes(List.of(done))));
    }

    private static boolean has(WorkerProcess worker, String what, JobId job, int run) {
        return worker.notes().contains(new WorkerProcess.Note(what, job, run));
    }
}
