package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerThreadTest {

    private final TimerThread timer = new TimerThread("test-timer");

    @AfterEach
    void stop() {
        timer.close();
    }

    @Test
    void what_is_due_again_and_again_survives_exceptions_and_errors() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(3);
        timer.every(() -> 1, () -> {
            left.countDown();
            if (left.getCount() == 2) {
                throw new IllegalStateException("once");
            }
            throw new NoClassDefFoundError("and for all");
        });
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_was_called_off_does_not_happen() throws InterruptedException {
        CountDownLatch happened = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        timer.after(20, happened::countDown).cancel();
        timer.after(40, later::countDown);
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(happened.getCount()).isEqualTo(1);
    }
}
