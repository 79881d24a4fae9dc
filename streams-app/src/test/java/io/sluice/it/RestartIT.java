package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void what_came_and_became_due_while_no_scheduler_ran_goes_on_and_a_pause_stays() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(8, "noop");
        History history = stage.history();
        JobClient client = stage.client();
        String tree = stage.trees(1).getFirst();
        client.pause(tree, "root.still", "to be seen after the restart");
        Instant eta = Instant.now().plusSeconds(3);
        JobId due =
                submit(client, JobRequest.of(WorkerMain.NOOP, null).tree(tree).eta(eta));
        JobId still =
                submit(client, JobRequest.of(WorkerMain.NOOP, null).tree(tree).channel("root.still"));
        await("three commands at work")
                .atMost(PATIENCE)
                .until(() -> history.readOn().state(due).isPresent()
                        && history.state(still).isPresent());

        scheduler.stop();
        JobId late = submit(client, JobRequest.of(WorkerMain.NOOP, null).tree(tree));
        await("the ETA").atMost(PATIENCE).until(() -> Instant.now().isAfter(eta));
        assertThat(history.readOn().state(due)).contains(JobState.SCHEDULED);
        long start = System.nanoTime();
        scheduler.start();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));

        await("the jobs of the meantime").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(history.readOn().state(late)).contains(JobState.DONE);
            assertThat(history.state(due)).contains(JobState.DONE);
        });
        Recorded ready = history.of(due).stream()
                .filter(recorded -> recorded.event() instanceof Event.JobReady)
                .findFirst()
                .orElseThrow();
        assertThat(ready.at()).isGreaterThanOrEqualTo(eta.toEpochMilli());
        assertThat(history.state(still)).contains(JobState.READY);
        assertThat(scheduler.api().channels(tree).channels())
                .filteredOn(channel -> channel.path().equals("root.still"))
                .allSatisfy(channel ->
                        assertThat(channel.paused().orElseThrow().reason()).startsWith("to be seen"));

        client.resume(tree, "root.still");
        Books.awaitEnds(history, List.of(tree), 3, PATIENCE);
        Books.areClosed(history, scheduler.api(), List.of(tree), stage.workers());
    }

    private static JobId submit(JobClient client, JobRequest<?> request) {
        return client.submit(request).id();
    }
}
