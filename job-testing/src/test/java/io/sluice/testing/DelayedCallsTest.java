package io.sluice.testing;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobMethod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods of interfaces whose calls are jobs. */
class DelayedCallsTest {

    interface Mails {
        @JobMethod(channel = "root.mail", retryOn = IOException.class)
        String send(long invoice) throws IOException;
    }

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final List<Long> sent = new ArrayList<>();
    private boolean isDown;
    private final Mails mails = invoice -> {
        if (isDown) {
            throw new IOException("no answer");
        }
        sent.add(invoice);
        return "receipt of " + invoice;
    };
    private final TestSluice sluice = TestSluice.builder()
            .startingAt(NOON)
            .handlers(worker -> worker.handlers(Mails.class, mails))
            .build();
    private final JobClient client = sluice.client();

    @Test
    void a_delayed_call_runs_when_the_test_says_so() {
        JobHandle handle = client.delay(Mails.class, each -> each.send(42));
        assertThat(sent).isEmpty();

        sluice.runAll();

        assertThat(sent).containsExactly(42L);
        assertThat(handle.result(String.class)).isCompletedWithValue("receipt of 42");
        sluice.submitted(Mails.class, each -> each.send(42))
                .inChannel("root.mail")
                .once();
    }

    @Test
    void what_cannot_be_done_now_is_done_later() throws Exception {
        isDown = true;
        client.tryOrDelay(Mails.class, mails, options().eta(Duration.ofHours(1)), each -> each.send(42));
        sluice.submitted(Mails.class, each -> each.send(42))
                .withDelay(Duration.ofHours(1))
                .once();

        isDown = false;
        sluice.runAll();

        assertThat(sent).containsExactly(42L);
        assertThat(sluice.now()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void inline_a_delayed_call_has_run_when_it_returns() throws IOException {
        TestSluice inline = TestSluice.builder()
                .inline()
                .handlers(worker -> worker.handlers(Mails.class, mails))
                .build();

        inline.client().delay(Mails.class).send(42);
        assertThat(sent).containsExactly(42L);

        isDown = true;
        assertThatThrownBy(() -> inline.client().delay(Mails.class).send(43))
                .isInstanceOf(InlineJobException.class)
                .hasMessageContaining(
                        "(Mails-send), which ran inline, failed and will be tried again: java.io.IOException: no answer")
                .hasRootCauseMessage("no answer");
    }

    @Test
    void interceptors_are_around_each_run() {
        List<String> around = new ArrayList<>();
        sluice.handlers(worker -> worker.interceptor((job, run) -> {
            around.add("before " + job.type());
            try {
                return run.proceed();
            } finally {
                around.add("after");
            }
        }));
        client.delay(Mails.class, each -> each.send(42));

        sluice.runAll();

        assertThat(around).containsExactly("before Mails-send", "after");
    }
}
