package io.sluice.shop;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Done;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobCall;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobDefault;
import io.sluice.sdk.JobMethod;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.LocalClient;
import io.sluice.sdk.LocalWorker;
import io.sluice.sdk.Worker;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Interfaces as services have them: in a package of their own, not public, inherited, generic. */
class CallsFromElsewhereTest {

    private final List<JobSpec> submitted = new ArrayList<>();
    private final JobClient client = LocalClient.of(
                    JobClient.builder(), Clock.systemUTC(), (tree, command) -> take(command))
            .client();

    private void take(byte[] command) {
        if (RecordFormats.bundled().command().decode(command).getBody() instanceof Submit submit) {
            submitted.add(submit.getJob());
        }
    }

    private List<String> payloads() {
        return submitted.stream()
                .map(job -> StandardCharsets.UTF_8
                        .decode(job.getPayload().duplicate())
                        .toString())
                .toList();
    }

    /** Submits the call and runs its job. */
    private <I> void runLater(Class<I> jobs, I code, JobCall<I> call) {
        client.delay(jobs, call);
        JobSpec job = submitted.get(submitted.size() - 1);
        Bundle bundle = Bundle.newBuilder()
                .setTree("main")
                .setPartition(0)
                .setNumber(1)
                .setChannel("root")
                .setType(job.getType())
                .setReleasedAt(0)
                .setLeaseMs(15_000)
                .setJobs(List.of(BundledJob.newBuilder()
                        .setId(job.getId())
                        .setRun(1)
                        .setAttempt(1)
                        .setPayload(job.getPayload())
                        .build()))
                .build();
        List<Object> reports = new ArrayList<>();
        LocalWorker.of(Worker.builder().handlers(jobs, code), Clock.systemUTC())
                .run(
                        RecordFormats.bundled().bundle().encode(bundle),
                        (tree, report) -> reports.add(
                                RecordFormats.bundled().report().decode(report).getBody()));
        Outcomes last = (Outcomes) reports.get(reports.size() - 1);
        assertThat(last.getOutcomes().get(0).getEnd()).isInstanceOf(Done.class);
    }

    // ---- interfaces

    interface Mail {
        @JobMethod
        void send(long invoice);

        default void sendAll(long... invoices) {
            Arrays.stream(invoices).forEach(this::send);
        }
    }

    @Test
    void a_default_method_of_an_interface_that_is_not_public_delays_what_it_calls() {
        client.delay(Mail.class).sendAll(1, 2);
        assertThat(payloads()).containsExactly("[1]", "[2]");
    }

    interface Draws<T> {
        @JobMethod
        void draw(T shape);
    }

    interface DrawsText extends Draws<String> {
        @Override
        @JobMethod
        void draw(String text);
    }

    @Test
    void a_method_that_narrows_a_parameter_is_one_method_however_it_is_called() {
        List<String> drawn = new ArrayList<>();
        runLater(DrawsText.class, drawn::add, draws -> draws.draw("a"));
        Draws<String> general = client.delay(DrawsText.class);
        general.draw("b");
        assertThat(drawn).containsExactly("a");
        assertThat(payloads()).containsExactly("[\"a\"]", "[\"b\"]");
    }

    interface Finds {
        Object find(long id);
    }

    interface FindsText extends Finds {
        @Override
        @JobMethod
        String find(long id);
    }

    @Test
    void a_method_that_narrows_its_result_is_one_method_however_it_is_called() {
        Finds general = client.delay(FindsText.class);
        assertThat(general.find(1)).isNull();
        assertThat(payloads()).containsExactly("[1]");
    }

    interface Plain {
        void send(long invoice);
    }

    interface PlainAndMail extends Plain, Mail {}

    @Test
    void a_method_that_another_interface_declares_too_is_a_job_where_one_of_them_says_so() {
        client.delay(PlainAndMail.class).send(1);
        assertThat(payloads()).containsExactly("[1]");
    }

    interface OtherMail {
        @JobMethod(name = "other")
        void send(long invoice);
    }

    interface BothMails extends Mail, OtherMail {}

    sealed interface Sealed permits OnlyOne {
        @JobMethod
        void send();
    }

    record OnlyOne() implements Sealed {
        @Override
        public void send() {}
    }

    interface Hidden {
        @JobMethod
        void send();

        @JobMethod
        private void sendSecretly() {}
    }

    interface Described {
        @JobMethod
        @Override
        String toString();
    }

    interface NamedTwice {
        @JobMethod(name = "send", aliases = "send")
        void send();
    }

    @Test
    void what_cannot_be_delayed_is_refused_with_the_reason() {
        assertThatThrownBy(() -> client.delay(BothMails.class)).hasMessageContaining("are one method of");
        assertThatThrownBy(() -> client.delay(Sealed.class)).hasMessageContaining("is sealed");
        assertThatThrownBy(() -> client.delay(Hidden.class)).hasMessageContaining("is private");
        assertThatThrownBy(() -> client.delay(Described.class)).hasMessageContaining("a method of every object");
        assertThatThrownBy(() -> client.delay(NamedTwice.class)).hasMessageContaining("is called send twice");
        assertThatThrownBy(() -> client.delay((Class<Mail>) null)).hasMessageContaining("an interface");
    }

    interface DrawsStreams extends Draws<InputStream> {}

    interface DrawsNumbers extends Draws<Integer> {}

    @Test
    void an_inherited_parameter_is_checked_for_each_interface_that_says_what_it_is() {
        client.delay(DrawsNumbers.class).draw(1);
        assertThatThrownBy(() -> client.delay(DrawsStreams.class)).hasMessageContaining("InputStream");
        assertThatThrownBy(() -> client.delay(Draws.class)).hasMessageContaining("say what T is");
    }

    // ---- arguments

    interface Pays {
        @JobMethod(description = "pay {0} to {2}")
        void pay(BigDecimal amount, Map<String, BigDecimal> parts, byte... to);
    }

    @Test
    void an_amount_keeps_every_digit() {
        BigDecimal amount = new BigDecimal("12345678901234567890.10");
        List<BigDecimal> paid = new ArrayList<>();
        Pays pays = (all, parts, to) -> {
            paid.add(all);
            paid.add(parts.get("tax"));
        };
        runLater(Pays.class, pays, it -> it.pay(amount, Map.of("tax", new BigDecimal("0.10")), (byte) 7));
        assertThat(paid).containsExactly(amount, new BigDecimal("0.10"));
    }

    interface Books {
        @JobMethod
        void book(OffsetDateTime day, @JobDefault("PT3H") Duration length);
    }

    @Test
    void a_time_keeps_its_offset_and_so_its_day() {
        OffsetDateTime day = OffsetDateTime.parse("2026-03-01T00:30:00+01:00");
        List<OffsetDateTime> booked = new ArrayList<>();
        runLater(Books.class, (at, length) -> booked.add(at), books -> books.book(day, Duration.ZERO));
        assertThat(booked).containsExactly(day);
    }

    interface Waits {
        @JobMethod
        void await(@JobDefault("3 days") Duration length);
    }

    @Test
    void a_default_that_only_begins_like_json_is_no_json() {
        assertThatThrownBy(() -> client.delay(Waits.class)).hasMessageContaining("has the default 3 days");
    }

    @Test
    void arguments_in_a_description_are_for_one_line() {
        client.delay(Pays.class).pay(BigDecimal.ONE, null, (byte) 1, (byte) 2);
        client.delay(Pays.class).pay(BigDecimal.ONE, null, new byte[100_000]);
        assertThat(submitted.get(0).getDescription()).isEqualTo("pay 1 to [1, 2]");
        assertThat(submitted.get(1).getDescription()).hasSizeLessThan(300).endsWith("…");
    }

    // ---- keys that follow from arguments

    @Test
    void amounts_that_differ_in_their_last_digit_have_different_keys() {
        for (String amount : List.of("12345678901234567890.1", "12345678901234567890.2")) {
            client.delay(Pays.class, options().dedup(Dedup.byArguments())).pay(new BigDecimal(amount), null);
        }
        assertThat(keys()).doesNotHaveDuplicates();
    }

    @Test
    void bytes_that_begin_with_the_same_json_have_different_keys() {
        JobType<byte[]> raw = JobType.of("raw", byte[].class);
        for (String line : List.of("42 a", "42 b")) {
            client.submit(
                    JobRequest.of(raw, line.getBytes(StandardCharsets.UTF_8)).dedup(Dedup.byArguments()));
        }
        assertThat(keys()).doesNotHaveDuplicates();
    }

    private List<String> keys() {
        return submitted.stream().map(job -> job.getDedup().getKey()).toList();
    }
}
