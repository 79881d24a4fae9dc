package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingsTest {

    private static final HandlerOptions PLAIN = HandlerOptions.defaults();
    private final Endings endings = new Endings(Json.standard());

    @Test
    void what_is_returned_is_kept_as_text_or_json() {
        assertThat(endings.returned(null, List::of)).isEqualTo(new Done(null, List.of()));
        assertThat(endings.returned("sent", List::of)).isEqualTo(new Done("sent", List.of()));
        assertThat(endings.returned(Map.of("rows", 5), List::of)).isEqualTo(new Done("{\"rows\":5}", List.of()));
    }

    @Test
    void a_result_that_is_too_large_or_no_json_fails_the_job_and_says_so() {
        assertThat(((Failed) endings.returned("ä".repeat(40_000), List::of))
                        .getError()
                        .getMessage())
                .contains("80000 bytes")
                .contains("65536");
        assertThat(((Failed) endings.returned(new Object(), List::of))
                        .getError()
                        .getMessage())
                .contains("java.lang.Object that cannot be written as JSON");
    }

    @Test
    void a_retryable_error_retries_with_its_own_delay_or_the_handlers_policy() {
        IOException cause = new IOException("connection refused");
        Retry retry = (Retry) endings.thrown(
                new RetryableJobException("mail server away", cause).after(Duration.ofSeconds(3)), PLAIN);
        assertThat(retry.getDelayMs()).isEqualTo(3000L);
        assertThat(retry.getPolicy()).isNull();
        assertThat(retry.getError().getMessage()).isEqualTo("mail server away");
        assertThat(retry.getError().getStackTrace()).contains("Caused by: java.io.IOException: connection refused");
        Retry byPolicy = (Retry) endings.thrown(
                new RetryableJobException("again"), PLAIN.retry(RetryPolicy.fixed(Duration.ofSeconds(1))));
        assertThat(byPolicy.getDelayMs()).isNull();
        assertThat(byPolicy.getPolicy()).isEqualTo(new FixedRetry(1000L));
    }

    @Test
    void other_errors_fail_unless_the_handler_retries_on_them() {
        IOException error = new IOException("reset");
        assertThat(endings.thrown(error, PLAIN)).isInstanceOf(Failed.class);
        assertThat(endings.thrown(error, PLAIN.retryOn(IOException.class))).isInstanceOf(Retry.class);
        assertThat(endings.thrown(error, PLAIN.retryOn(Exception.class))).isInstanceOf(Retry.class);
        assertThat(endings.thrown(new LinkageError("no class"), PLAIN.retryOn(Exception.class)))
                .isInstanceOf(Failed.class);
        assertThat(endings.thrown(new Fail("bad address"), PLAIN.retryOn(Exception.class)))
                .isInstanceOf(Failed.class);
    }

    @Test
    void what_the_handler_fails_on_fails_whatever_else_it_is() {
        HandlerOptions options = PLAIN.retryOn(Exception.class).failOn(IllegalArgumentException.class);
        assertThat(endings.thrown(new NumberFormatException("x"), options)).isInstanceOf(Failed.class);
        assertThat(endings.thrown(new IllegalStateException("x"), options)).isInstanceOf(Retry.class);
        HandlerOptions strict = PLAIN.failOn(RetryableJobException.class);
        assertThat(endings.thrown(new RetryableJobException("x"), strict)).isInstanceOf(Failed.class);
        assertThat(endings.thrown(new Snooze(Duration.ZERO), PLAIN.failOn(Exception.class)))
                .isInstanceOf(Snoozed.class);
    }

    @Test
    void a_snooze_snoozes() {
        assertThat(endings.thrown(new Snooze(Duration.ofMinutes(2)), PLAIN)).isEqualTo(new Snoozed(120_000L));
    }

    @Test
    void after_a_stop_nothing_is_tried_again() {
        assertThat(endings.thrownAfterStop(new RetryableJobException("interrupted")))
                .isInstanceOf(Failed.class);
    }

    @Test
    void a_long_trace_is_cut_with_a_note() {
        StackOverflowError deep = overflow();
        String trace = ((Failed) endings.thrown(deep, PLAIN)).getError().getStackTrace();
        assertThat(trace.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(32 * 1024);
        assertThat(trace).startsWith("java.lang.StackOverflowError").endsWith("(cut at 32 KiB)");
    }

    @Test
    void a_cut_never_splits_a_character() {
        String cut = Endings.cut("ä".repeat(100), 52, "…");
        assertThat(cut).isEqualTo("ä".repeat(24) + "…");
    }

    @Test
    void an_error_whose_own_code_fails_is_reported_all_the_same() {
        Failed failed = (Failed) endings.thrown(
                new RuntimeException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("broken");
                    }
                },
                PLAIN);
        assertThat(failed.getError().getMessage()).contains("getMessage threw java.lang.IllegalStateException");
        assertThat(failed.getError().getStackTrace()).contains("no trace");
    }

    @Test
    void an_unreadable_payload_is_shown_by_its_start() {
        ByteBuffer payload = ByteBuffer.wrap(("{" + "x".repeat(500)).getBytes(StandardCharsets.UTF_8));
        Failed failed = (Failed) endings.unreadable("java.lang.Integer", payload, new IOException("bad json"));
        assertThat(failed.getError().getMessage())
                .contains("cannot be read as java.lang.Integer: bad json")
                .endsWith("{" + "x".repeat(199) + "…");
    }

    private static StackOverflowError overflow() {
        try {
            return deeper(0);
        } catch (StackOverflowError e) {
            return e;
        }
    }

    private static StackOverflowError deeper(int depth) {
        return depth < 0 ? new StackOverflowError() : deeper(depth + 1);
    }
}
