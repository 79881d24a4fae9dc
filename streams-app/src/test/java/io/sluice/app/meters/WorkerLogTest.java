package io.sluice.app.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.core.BundleId;
import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Command.Held;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkerLogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerLog log = new WorkerLog(registry, 45_000);

    private static Heartbeat beat(int held, boolean stopping) {
        List<Held> bundles = LongStream.rangeClosed(1, held)
                .mapToObj(number -> new Held(0, new BundleId("main", number)))
                .toList();
        return new Heartbeat("w1", 4, Set.of(), Set.of(), bundles, stopping);
    }

    @Test
    void a_worker_is_as_it_said_last() {
        log.heard(beat(1, false), 1_000);
        log.heard(beat(3, false), 4_000);

        assertThat(log.live(5_000)).containsOnlyKeys("w1");
        assertThat(log.live(5_000).get("w1")).isEqualTo(new WorkerLog.Said(4_000, 4, 3, false));
        assertThat(log.live(5_000).get("w1").free()).isEqualTo(1);
    }

    @Test
    void one_that_is_stopping_has_no_free_slots_and_is_gone_when_it_holds_nothing() {
        log.heard(beat(1, true), 1_000);
        assertThat(log.live(1_000).get("w1").free()).isZero();

        log.heard(beat(0, true), 2_000);
        assertThat(log.live(2_000)).isEmpty();
    }

    @Test
    void one_that_is_silent_is_gone() {
        log.heard(beat(1, false), 1_000);

        assertThat(log.live(46_001)).isEmpty();
    }

    @Test
    void a_worker_that_is_lost_in_several_partitions_is_lost_once_until_it_comes_back() {
        log.lost("w1");
        log.lost("w1");
        assertThat(registry.counter("sluice.workers.lost").count()).isEqualTo(1);

        log.claimed("w1");
        log.lost("w1");
        assertThat(registry.counter("sluice.workers.lost").count()).isEqualTo(2);
    }
}
