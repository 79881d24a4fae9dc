package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.core.JobState;
import io.sluice.sdk.JobClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KillSchedulerIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final int JOBS = 20_000;

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void each_of_20_000_jobs_is_done_once_though_the_scheduler_is_killed_in_the_middle() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(64, "noop", "busy", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        List<String> trees = stage.trees(2);
        Load.mixed(trees).submit(client, JOBS);

        await("the middle of the run")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> history.readOn().count(trees, JobState::isEnded) >= JOBS / 3);
        scheduler.kill();
        scheduler.start();

        Books.awaitEnds(history, trees, JOBS, Duration.ofSeconds(120));
        Books.areClosed(history, scheduler.api(), trees, stage.workers());
    }
}
