package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.core.JobState;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerRestartIT {

    private static final int JOBS = 3_000;

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("broker-restart");

    @Test
    void clients_workers_and_scheduler_heal_after_the_only_broker_was_killed() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(32, "noop", "busy", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        List<String> trees = stage.trees(2);
        Load.mixed(trees).submit(client, JOBS);

        await("the middle of the run")
                .atMost(Duration.ofSeconds(60))
                .until(() -> history.readOn().count(trees, JobState::isEnded) >= JOBS / 3);
        stage.broker().kill();
        // On a thread of its own: without a broker a client waits for up to a minute, here for the one that comes back.
        CompletableFuture<JobHandle> meanwhile = CompletableFuture.supplyAsync(
                () -> client.submit(JobRequest.of(WorkerMain.NOOP, null).tree(trees.getFirst())));
        stage.broker().restart();
        meanwhile.join();

        Books.awaitEnds(history, trees, JOBS + 1, Duration.ofSeconds(90));
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }
}
