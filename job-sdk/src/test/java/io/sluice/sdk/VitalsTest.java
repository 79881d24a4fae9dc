package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.Control;
import io.sluice.schemas.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VitalsTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final Rig rig = new Rig(this::deaf, HandlerOptions.defaults(), false, fresh -> {});
    private final Heartbeats heartbeats =
            new Heartbeats(rig.reports, rig.claims, rig.runner, rig.slots, (millis, what) -> () -> {});
    private final TailReader control = new TailReader(
            "sluice.control",
            () -> {
                throw new UnsupportedOperationException();
            },
            record -> {},
            "test");
    private final List<Poller> pollers = new ArrayList<>();
    private final Vitals vitals = new Vitals(rig.runner, pollers, control, heartbeats, rig.claims);

    /** Does not hear its interrupt. */
    private Object deaf(String payload, JobContext job) {
        boolean ended = false;
        while (!ended) {
            try {
                go.await();
                ended = true;
            } catch (InterruptedException e) {
                continue;
            }
        }
        return payload;
    }

    @AfterEach
    void stop() {
        go.countDown();
        pollers.forEach(Poller::stop);
        rig.close();
    }

    private void confirmAll() {
        while (rig.producer.completeNext()) {
            continue;
        }
    }

    private void startsAndIsStopped(long number) {
        Bundle bundle = rig.bundle(number, "deaf-" + number);
        List<BundleRun> taken = rig.take(1, bundle);
        confirmAll();
        rig.claims.acknowledged(taken);
        await().until(() -> rig.ran.contains("deaf-" + number));
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
    }

    @Test
    void while_the_broker_is_away_a_worker_is_not_ready_but_alive() {
        heartbeats.start();
        confirmAll();
        assertThat(vitals.health()).isEqualTo(new WorkerHealth(true, true, List.of()));
        rig.now.addAndGet(Rig.LEASE);
        heartbeats.start();
        rig.now.addAndGet(Rig.LEASE * 2 / 3);
        assertThat(vitals.health().ready()).isTrue();
        rig.now.addAndGet(1);
        assertThat(vitals.health().ready()).isFalse();
        assertThat(vitals.health().alive()).isTrue();
        assertThat(vitals.health().words()).singleElement().asString().contains("no heartbeat for 10001 ms");
        assertThat(vitals.health().toString()).startsWith("alive, not ready: ");
        confirmAll();
        assertThat(vitals.health().ready()).isTrue();
    }

    @Test
    void listeners_are_told_when_it_is_ready_and_when_the_broker_goes_and_comes() {
        lookTwice();
        assertThat(rig.heard).isEmpty();
        heartbeats.start();
        confirmAll();
        lookTwice();
        rig.now.addAndGet(Rig.LEASE);
        heartbeats.start();
        rig.now.addAndGet(Rig.LEASE);
        lookTwice();
        confirmAll();
        lookTwice();
        assertThat(rig.heard).containsExactly("ready w-1", "away w-1", "back w-1");
    }

    private void lookTwice() {
        vitals.look();
        vitals.look();
        rig.watch.pass(0);
    }

    @Test
    void an_idle_worker_stays_ready_between_its_heartbeats() {
        heartbeats.start();
        confirmAll();
        rig.now.addAndGet(Rig.LEASE * 10);
        assertThat(vitals.isReady()).isTrue();
    }

    @Test
    void a_handler_that_ignores_its_interrupt_is_named_and_the_worker_lives_on() {
        startsAndIsStopped(1);
        assertThat(vitals.health().words()).noneMatch(word -> word.contains("ignore"));
        rig.watch.pass(1_000);
        assertThat(vitals.health().alive()).isTrue();
        assertThat(vitals.health().words())
                .anySatisfy(
                        word -> assertThat(word).contains("run 1 of job main:").contains("ignore their interrupt"));
        go.countDown();
        await().until(() -> vitals.health().words().stream().noneMatch(word -> word.contains("ignore")));
    }

    @Test
    void a_worker_all_of_whose_slots_are_taken_by_such_handlers_is_not_alive() {
        startsAndIsStopped(1);
        startsAndIsStopped(2);
        rig.watch.pass(1_000);
        assertThat(vitals.health().alive()).isFalse();
        assertThat(vitals.health().ready()).isFalse();
        assertThat(vitals.health().words().get(0))
                .contains("all slots are taken")
                .contains("restart the process");
    }

    @Test
    void what_a_worker_still_waits_for_is_named() {
        assertThat(vitals.health().words()).containsExactly("the broker has confirmed no heartbeat yet");
        pollers.add(poller(size -> null));
        heartbeats.start();
        confirmAll();
        assertThat(vitals.health().ready()).isFalse();
        assertThat(vitals.health().words())
                .singleElement()
                .asString()
                .contains("does not read sluice.channel.root now");
    }

    @Test
    void a_worker_that_may_not_read_a_topic_any_more_is_not_ready_until_it_may_again() {
        AtomicBoolean mayRead = new AtomicBoolean(true);
        Poller poller = poller(size -> new MockShareConsumer<>() {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
                if (!mayRead.get()) {
                    throw new GroupAuthorizationException("sluice.channel.root");
                }
                return super.poll(atMost);
            }
        });
        pollers.add(poller);
        heartbeats.start();
        confirmAll();
        poller.startAfter(CompletableFuture.completedFuture(null));
        await().until(vitals::isReady);

        mayRead.set(false);
        await().until(() -> !vitals.isReady());
        assertThat(vitals.health().alive()).isTrue();
        assertThat(vitals.health().words()).singleElement().asString().contains("does not read sluice.channel.root");

        mayRead.set(true);
        await().until(vitals::isReady);
    }

    private Poller poller(IntFunction<ShareConsumer<byte[], byte[]>> consumers) {
        return new Poller(
                "sluice.channel.root",
                new BundleReader("sluice.channel.root", 1, consumers),
                new Poller.Shared(rig.slots, rig.claims, rig.reports, rig.runner.tools()));
    }

    @Test
    void a_worker_one_of_whose_threads_has_died_is_not_alive() {
        Poller poller = poller(size -> {
            throw new OutOfMemoryError("as if");
        });
        pollers.add(poller);
        assertThat(vitals.health().alive()).isTrue();
        poller.startAfter(CompletableFuture.completedFuture(null));
        await().until(poller::hasDied);
        assertThat(vitals.health().alive()).isFalse();
        assertThat(vitals.health().words().get(0))
                .contains("reads sluice.channel.root")
                .contains("restart the process");
    }
}
