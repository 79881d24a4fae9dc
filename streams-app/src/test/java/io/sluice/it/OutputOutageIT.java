package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.JobState;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutputOutageIT {

    private static final int JOBS = 1_500;

    @RegisterExtension
    final Stage stage = Stage.withOwnCluster("output-outage");

    /**
     * One of three: a broker that goes away with the only replica of a partition may forget the end marker of a transaction there,
     * and so lose one half of it (docs/operations.md, "Transactions that hang").
     */
    @Test
    void a_broker_that_was_away_leaves_output_exactly_once_for_each_job() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(8, "output");
        stage.worker(8, "output");
        History history = stage.history();
        List<String> trees = stage.trees(2);
        try (OutputTopic topic = new OutputTopic(stage.cluster().bootstrapServers())) {
            List<JobRequest<?>> requests = IntStream.range(0, JOBS)
                    .<JobRequest<?>>mapToObj(
                            n -> JobRequest.of(WorkerMain.OUTPUT, topic.name()).tree(trees.get(n % trees.size())))
                    .toList();
            List<JobHandle> jobs = stage.client().submitAll(requests).join();
            await("some of the jobs")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> history.readOn().count(trees, JobState::isEnded) >= JOBS / 3);
            stage.cluster().kill(1);
            stage.cluster().restart(1);

            Books.awaitEnds(history, trees, JOBS, Duration.ofSeconds(120));
            assertThat(topic.keys())
                    .containsExactlyInAnyOrderElementsOf(jobs.stream()
                            .map(JobHandle::id)
                            .map(JobId::toString)
                            .toList());
            Books.areClosed(history, scheduler.api(), trees, stage.workers());
        }
    }
}
