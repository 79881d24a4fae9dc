package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.Control;
import io.sluice.schemas.Failed;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Stop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {

    @Test
    void a_java_that_has_none_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> VirtualThreads.check(17))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this is Java 17, and virtual threads need Java 21 or newer")
                .hasMessageContaining("leave out virtualThreads()");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void this_java_is_refused() {
        assertThatThrownBy(() -> Worker.builder().virtualThreads()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void jobs_run_on_virtual_threads_that_have_names() {
        List<String> threads = new CopyOnWriteArrayList<>();
        try (Rig rig =
                Rig.virtual((payload, job) -> threads.add(Thread.currentThread().toString()))) {
            rig.run(rig.bundle(1, "a"));
            rig.run(rig.bundle(2, "b"));
            rig.awaitNothingInHand();
        }
        assertThat(threads)
                .hasSize(2)
                .allMatch(thread -> thread.startsWith("VirtualThread[") && thread.contains("sluice-slot-w-1-"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void a_cancelled_job_is_interrupted() {
        try (Rig rig = Rig.virtual(Rig::echo)) {
            Bundle bundle = rig.bundle(1, "forever");
            rig.run(bundle);
            rig.awaitEntered();
            rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
            rig.awaitNothingInHand();
            assertThat(rig.outcomes())
                    .singleElement()
                    .extracting(Outcome::getEnd)
                    .isInstanceOf(Failed.class);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void no_more_run_at_once_than_there_are_slots() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (VirtualThreads threads = new VirtualThreads("test", 3)) {
            for (int n = 0; n < 10; n++) {
                threads.execute(() -> {
                    running.incrementAndGet();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    ended.incrementAndGet();
                });
            }
            await().until(() -> running.get() == 3);
            go.countDown();
            await().until(() -> ended.get() == 10);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void once_closed_they_take_no_more() {
        VirtualThreads threads = new VirtualThreads("test", 1);
        threads.close();
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void platform_threads_are_good_for_fewer_slots() {
        WorkerBuilder worker = Worker.builder()
                .bootstrapServers("localhost:1")
                .handler(Rig.ECHO, Rig::echo)
                .slots(20_000);
        assertThatThrownBy(worker::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slots is 20000")
                .hasMessageContaining("virtualThreads()");
        assertThatThrownBy(() -> worker.slots(100_001)).hasMessageContaining("from 1 to 10000, or to 100000");
    }
}
