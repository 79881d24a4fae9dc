package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RunEnd;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerHealth;
import io.sluice.sdk.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkerLifeIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JobType<String> GREET = JobType.of("greet", String.class);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final WorkerListener listener = new WorkerListener() {
        @Override
        public void started(String worker) {
            heard.add("started");
        }

        @Override
        public void ready(String worker) {
            heard.add("ready");
        }

        @Override
        public void runStarted(JobContext job) {
            heard.add("run started");
        }

        @Override
        public void runEnded(JobContext job, RunEnd end) {
            heard.add("run ended " + end.how());
        }

        @Override
        public void stopping(String worker) {
            heard.add("stopping");
        }

        @Override
        public void stopped(String worker) {
            heard.add("stopped");
        }
    };

    @Test
    void a_worker_on_virtual_threads_tells_of_its_life_from_start_to_stop() {
        stage.scheduler("one").start();
        History history = stage.history();
        List<String> trees = stage.trees(1);
        Worker worker = Worker.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .virtualThreads()
                .slots(20_000)
                .listener(listener)
                .handler(
                        GREET,
                        (name, job) -> Thread.currentThread().isVirtual() ? "hello " + name : "a platform thread")
                .build();
        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, false, List.of("it was not started")));
        try (worker) {
            worker.start();
            await("the word that it is ready").atMost(PATIENCE).until(() -> heard.contains("ready"));
            assertThat(worker.health()).isEqualTo(new WorkerHealth(true, true, List.of()));

            JobId job = stage.client()
                    .submit(JobRequest.of(GREET, "you").tree(trees.getFirst()))
                    .id();
            Books.awaitEnds(history, trees, 1, PATIENCE);
            assertThat(history.state(job)).contains(JobState.DONE);
            assertThat(history.of(job, Event.JobDone.class))
                    .singleElement()
                    .satisfies(done -> assertThat(done.result()).contains("hello you"));
        }
        assertThat(heard).containsExactly("started", "ready", "run started", "run ended DONE", "stopping", "stopped");
        assertThat(worker.isReady()).isFalse();
        assertThat(worker.isAlive()).isTrue();
    }
}
