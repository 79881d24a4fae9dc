package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TickerTest {

    private static final OptionalLong NOTHING = OptionalLong.empty();

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Ticker ticker = new Ticker(partition -> {}, nanos::get);

    @Test
    void a_partition_gets_its_tick_when_it_is_due_and_not_before() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(20));

        assertThat(ticker.takeDue()).isEqualTo(-1);
        pass(20);
        assertThat(ticker.takeDue()).isEqualTo(3);
    }

    @Test
    void one_tick_is_under_way_at_a_time() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(0));
        assertThat(ticker.takeDue()).isEqualTo(3);

        pass(100);
        ticker.next(3, OptionalLong.of(0));
        assertThat(ticker.takeDue()).isEqualTo(-1);

        ticker.handled(3);
        assertThat(ticker.takeDue()).isEqualTo(3);
    }

    @Test
    void ticks_are_five_milliseconds_apart() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(0));
        assertThat(ticker.takeDue()).isEqualTo(3);
        ticker.handled(3);

        pass(4);
        assertThat(ticker.takeDue()).isEqualTo(-1);
        pass(1);
        assertThat(ticker.takeDue()).isEqualTo(3);
    }

    @Test
    void a_tick_that_does_not_come_back_is_sent_again() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(0));
        assertThat(ticker.takeDue()).isEqualTo(3);

        pass(1000);

        assertThat(ticker.takeDue()).isEqualTo(3);
    }

    @Test
    void what_was_said_last_holds() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(0));
        ticker.next(3, NOTHING);
        assertThat(ticker.takeDue()).isEqualTo(-1);

        ticker.next(3, OptionalLong.of(50));
        pass(49);
        assertThat(ticker.takeDue()).isEqualTo(-1);
    }

    @Test
    void a_partition_that_is_gone_is_forgotten() {
        ticker.opened(3);
        ticker.next(3, OptionalLong.of(0));
        ticker.closed(3);
        ticker.next(3, OptionalLong.of(0));

        assertThat(ticker.takeDue()).isEqualTo(-1);
    }

    @Test
    void its_thread_wakes_for_what_is_sooner() throws InterruptedException {
        BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
        try (Ticker running = new Ticker(sent::add, System::nanoTime)) {
            running.start();
            running.opened(1);
            running.next(1, OptionalLong.of(Duration.ofHours(1).toMillis()));
            running.opened(2);
            running.next(2, OptionalLong.of(1));

            assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void its_thread_goes_on_at_once_with_what_is_wanted_after_a_tick() throws InterruptedException {
        BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
        try (Ticker running = new Ticker(sent::add, System::nanoTime)) {
            running.start();
            running.opened(1);
            long start = System.nanoTime();
            for (int round = 0; round < 20; round++) {
                running.next(1, OptionalLong.of(0));
                assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
                running.handled(1);
            }
            // A tick that is waited for as if it were lost takes a second.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private void pass(int ms) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
