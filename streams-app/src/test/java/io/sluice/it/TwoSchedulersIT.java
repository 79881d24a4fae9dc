package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.sdk.JobClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoSchedulersIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int JOBS = 800;

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    @Test
    void two_share_the_partitions_and_what_one_leaves_in_order_or_not_goes_on_at_the_other() {
        SchedulerProcess one = stage.scheduler("one").start();
        SchedulerProcess two = stage.scheduler("two").start();
        awaitShared(one, two);
        stage.worker(16, "noop", "busy", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        List<String> trees = stage.trees(2);
        Load load = Load.mixed(trees);

        load.submit(client, JOBS);
        Books.awaitEnds(history, trees, JOBS, PATIENCE);
        Books.areClosed(history, one.api(), trees, stage.workers());
        Books.areClosed(history, two.api(), trees, stage.workers());

        load.submit(client, JOBS);
        two.stop();
        Books.awaitEnds(history, trees, 2 * JOBS, Duration.ofSeconds(30));
        assertThat(one.api().partitions()).hasSize(SchedulerProcess.PARTITIONS);

        two.start();
        awaitShared(one, two);
        load.submit(client, JOBS);
        one.kill();
        Books.awaitEnds(history, trees, 3 * JOBS, Duration.ofSeconds(30));
        assertThat(two.api().partitions()).hasSize(SchedulerProcess.PARTITIONS);
        Books.areClosed(history, two.api(), trees, stage.workers());
    }

    private static void awaitShared(SchedulerProcess one, SchedulerProcess two) {
        await("a share of the partitions for each").atMost(PATIENCE).untilAsserted(() -> {
            Set<Integer> ofOne = one.api().partitions();
            Set<Integer> ofTwo = two.api().partitions();
            assertThat(ofOne).isNotEmpty().doesNotContainAnyElementsOf(ofTwo);
            assertThat(ofTwo).isNotEmpty();
            Set<Integer> all = new HashSet<>(ofOne);
            all.addAll(ofTwo);
            assertThat(all).hasSize(SchedulerProcess.PARTITIONS);
        });
    }
}
