package io.sluice.sdk;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.Command;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DelayedCallTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    interface Invoices {

        @JobMethod(
                channel = "root.mail",
                priority = 7,
                maxAttempts = 3,
                timeoutSeconds = 30,
                retryOn = IOException.class,
                failOn = java.io.FileNotFoundException.class,
                description = "send {0} in {1}, not {7}")
        String send(long invoice, String currency) throws IOException;

        @JobMethod(name = "remind", aliases = "nag")
        void remind(Customer customer, List<LocalDate> dates, Map<String, Integer> counts, Optional<String> note);

        @JobMethod
        int count();

        void neverLater();

        default void sendAll(List<Long> invoices) throws IOException {
            for (long invoice : invoices) {
                send(invoice, "EUR");
            }
        }
    }

    record Customer(String name, Address address) {}

    record Address(String street) {}

    private final List<JobSpec> submitted = new ArrayList<>();
    private final JobClient client = LocalClient.of(
                    JobClient.builder(), Clock.fixed(NOW, ZoneOffset.UTC), (tree, command) -> take(command))
            .client();

    private void take(byte[] record) {
        Command command = RecordFormats.bundled().command().decode(record);
        submitted.add(((Submit) command.getBody()).getJob());
    }

    private static String text(JobSpec job) {
        return StandardCharsets.UTF_8.decode(job.getPayload().duplicate()).toString();
    }

    // ---- services

    @Test
    void a_delayed_call_is_a_job_with_what_its_annotation_says() throws IOException {
        assertThat(client.delay(Invoices.class).send(42L, "EUR")).isNull();

        JobSpec job = submitted.get(0);
        assertThat(job.getType()).isEqualTo("Invoices-send");
        assertThat(text(job)).isEqualTo("[42,\"EUR\"]");
        assertThat(job.getContentType()).isEqualTo("application/json");
        assertThat(job.getChannel()).isEqualTo("root.mail");
        assertThat(job.getPriority()).isEqualTo(7);
        assertThat(job.getMaxAttempts()).isEqualTo(3);
        assertThat(job.getTimeoutMs()).isEqualTo(30_000);
        assertThat(job.getDescription()).isEqualTo("send 42 in EUR, not {7}");
    }

    @Test
    void options_beside_the_call_go_before_the_annotation() throws IOException {
        client.delay(
                        Invoices.class,
                        options()
                                .priority(5)
                                .eta(Duration.ofHours(6))
                                .channel("root.fast")
                                .link("https://shop/42"))
                .send(42L, "EUR");

        JobSpec job = submitted.get(0);
        assertThat(job.getPriority()).isEqualTo(5);
        assertThat(job.getEta()).isEqualTo(NOW.plus(Duration.ofHours(6)).toEpochMilli());
        assertThat(job.getChannel()).isEqualTo("root.fast");
        assertThat(job.getMaxAttempts()).isEqualTo(3);
        assertThat(job.getHeaders()).isEqualTo(Map.of("link", "https://shop/42"));
    }

    @Test
    void a_call_as_a_lambda_says_which_job_it_became() {
        JobHandle handle = client.delay(Invoices.class, invoices -> invoices.send(1, null));
        assertThat(UuidOf.of(submitted.get(0))).isEqualTo(handle.id().uuid());
        assertThat(text(submitted.get(0))).isEqualTo("[1,null]");
    }

    @Test
    void arguments_are_plain_json() {
        Customer ann = new Customer("Ann", new Address("Main"));
        client.delay(Invoices.class)
                .remind(ann, List.of(LocalDate.of(2026, 3, 1)), Map.of("mails", 2), Optional.empty());
        assertThat(text(submitted.get(0)))
                .isEqualTo(
                        "[{\"name\":\"Ann\",\"address\":{\"street\":\"Main\"}},[\"2026-03-01\"],{\"mails\":2},null]");
        assertThat(submitted.get(0).getType()).isEqualTo("remind");
    }

    @Test
    void a_method_without_a_result_or_with_a_number_returns_nothing_that_counts() {
        assertThat(client.delay(Invoices.class).count()).isZero();
        assertThat(text(submitted.get(0))).isEqualTo("[]");
    }

    @Test
    void a_default_method_delays_what_it_calls() throws IOException {
        client.delay(Invoices.class).sendAll(List.of(1L, 2L));
        assertThat(submitted).extracting(DelayedCallTest::text).containsExactly("[1,\"EUR\"]", "[2,\"EUR\"]");
    }

    @Test
    void the_same_arguments_have_the_same_key() {
        JobOptions once = options().dedup(Dedup.byArguments());
        client.delay(Invoices.class, once, invoices -> invoices.send(1, "EUR"));
        client.delay(Invoices.class, once, invoices -> invoices.send(1, "EUR"));
        client.delay(Invoices.class, once, invoices -> invoices.send(2, "EUR"));
        assertThat(submitted.get(1).getDedup()).isEqualTo(submitted.get(0).getDedup());
        assertThat(submitted.get(2).getDedup()).isNotEqualTo(submitted.get(0).getDedup());
    }

    @Test
    void a_call_is_part_of_a_flow_as_any_job() {
        JobFlow flow = JobFlow.chain(
                JobRequest.call(Invoices.class, invoices -> invoices.send(1, "EUR"))
                        .priority(1),
                JobFlow.groupOf(List.of(1L, 2L, 3L), 2, batch -> JobRequest.call(Invoices.class, Invoices::count)));
        assertThat(FlowGraph.of(flow, new JobIds(), "main").jobs()).hasSize(3);
    }

    // ---- what cannot be delayed

    @Test
    void what_has_no_annotation_cannot_be_delayed() {
        assertThatThrownBy(() -> client.delay(Invoices.class).neverLater())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Invoices.neverLater() cannot be delayed: it has no @JobMethod");
    }

    @Test
    void a_job_is_exactly_one_call() {
        assertThatThrownBy(() -> client.delay(Invoices.class, invoices -> {})).hasMessageContaining("0 were made");
        assertThatThrownBy(() -> client.delay(Invoices.class, invoices -> {
                    invoices.count();
                    invoices.count();
                }))
                .hasMessageContaining("2 were made");
        assertThat(submitted).isEmpty();
    }

    interface Empty {
        void none();
    }

    interface Twice {
        @JobMethod
        void send(long id);

        @JobMethod
        void send(String id);
    }

    interface BadName {
        @JobMethod(name = "send invoice")
        void send();
    }

    interface Later {
        @JobMethod
        CompletableFuture<String> send();
    }

    @Test
    void an_interface_that_cannot_be_used_is_refused_at_its_first_use() {
        assertThatThrownBy(() -> client.delay(Customer.class)).hasMessageContaining("is no interface");
        assertThatThrownBy(() -> client.delay(Empty.class)).hasMessageContaining("no method with @JobMethod");
        assertThatThrownBy(() -> client.delay(Twice.class)).hasMessageContaining("would both be called Twice-send");
        assertThatThrownBy(() -> client.delay(BadName.class))
                .hasMessageContaining("@JobMethod of")
                .hasMessageContaining("\"send invoice\" is no name");
        assertThatThrownBy(() -> client.delay(Later.class)).hasMessageContaining("returns a CompletableFuture");
    }

    interface TakesStream {
        @JobMethod
        void store(String name, InputStream content);
    }

    interface TakesCode {
        @JobMethod
        void run(List<Supplier<String>> code);
    }

    interface TakesContext {
        @JobMethod
        void run(JobContext job);
    }

    interface TakesThread {
        @JobMethod
        void run(Thread thread);
    }

    record Holder(String name, Deep deep) {}

    record Deep(InputStream content) {}

    interface TakesDeep {
        @JobMethod
        void run(Holder holder);
    }

    static final class NoConstructor {
        private final String name;

        NoConstructor(String name, int unnamed) {
            this.name = name + unnamed;
        }

        public String getName() {
            return name;
        }
    }

    interface TakesNoConstructor {
        @JobMethod
        void run(NoConstructor it);
    }

    interface WrongDefault {
        @JobMethod
        void run(@JobDefault("many") int count);
    }

    @Test
    void what_cannot_be_sent_is_refused_at_the_first_use_with_the_reason() {
        assertThatThrownBy(() -> client.delay(TakesStream.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TakesStream.store(String, InputStream) cannot be delayed: its parameter content")
                .hasMessageContaining("Send what it is made of");
        assertThatThrownBy(() -> client.delay(TakesCode.class)).hasMessageContaining("its parameter code");
        assertThatThrownBy(() -> client.delay(TakesContext.class)).hasMessageContaining("JobContext.current()");
        assertThatThrownBy(() -> client.delay(TakesThread.class)).hasMessageContaining("lives in this process");
        assertThatThrownBy(() -> client.delay(TakesDeep.class)).hasMessageContaining("in its field content");
        assertThatThrownBy(() -> client.delay(TakesNoConstructor.class)).hasMessageContaining("no constructor");
        assertThatThrownBy(() -> client.delay(WrongDefault.class)).hasMessageContaining("has the default many");
        assertThat(submitted).isEmpty();
    }

    record Circle(int radius) {}

    interface Draws<T> {
        @JobMethod
        void draw(T shape);
    }

    interface DrawsCircles extends Draws<Circle> {}

    @Test
    void a_parameter_of_an_inherited_method_is_what_the_interface_says_that_it_is() throws Exception {
        client.delay(DrawsCircles.class).draw(new Circle(3));
        assertThat(submitted.get(0).getType()).isEqualTo("DrawsCircles-draw");
        List<Circle> drawn = new ArrayList<>();
        run(DrawsCircles.class, drawn::add, "DrawsCircles-draw", text(submitted.get(0)));
        assertThat(drawn).containsExactly(new Circle(3));
    }

    // ---- workers

    private static <I> Object run(Class<I> jobs, I code, String type, String payload) throws Exception {
        Handler handler = Handler.of(jobs, code, HandlerOptions.defaults()).stream()
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        return handler.code().handle(handler.form().read(Json.standard(), bytes), null);
    }

    private static final class Mailer implements Invoices {
        final List<Object> calls = new ArrayList<>();

        @Override
        public String send(long invoice, String currency) throws IOException {
            if (invoice < 0) {
                throw new IOException("no invoice " + invoice);
            }
            return invoice + " " + currency;
        }

        @Override
        public void remind(
                Customer customer, List<LocalDate> dates, Map<String, Integer> counts, Optional<String> note) {
            calls.add(List.of(customer, dates, counts, note));
        }

        @Override
        public int count() {
            return 3;
        }

        @Override
        public void neverLater() {}
    }

    @Test
    void a_worker_calls_the_method_and_keeps_what_it_returns() throws Exception {
        Mailer mailer = new Mailer();
        assertThat(run(Invoices.class, mailer, "Invoices-send", "[42,\"EUR\"]")).isEqualTo("42 EUR");
        assertThatThrownBy(() -> run(Invoices.class, mailer, "Invoices-send", "[-1,\"EUR\"]"))
                .isInstanceOf(IOException.class)
                .hasMessage("no invoice -1");
    }

    @Test
    void jobs_of_an_earlier_name_run() throws Exception {
        Mailer mailer = new Mailer();
        run(Invoices.class, mailer, "nag", "[{\"name\":\"Ann\",\"address\":null},[],{},\"soon\"]");
        assertThat(mailer.calls)
                .containsExactly(List.of(new Customer("Ann", null), List.of(), Map.of(), Optional.of("soon")));
    }

    interface Grown {
        @JobMethod
        String send(
                long invoice,
                @JobDefault("EUR") String currency,
                @JobDefault("2") int copies,
                Optional<String> note,
                @JobDefault("DAYS") java.util.concurrent.TimeUnit unit);
    }

    interface GrownWithout {
        @JobMethod(name = "Grown-send")
        String send(long invoice, String currency);
    }

    @Test
    void a_parameter_that_was_added_with_a_default_reads_old_jobs() throws Exception {
        Grown grown = (invoice, currency, copies, note, unit) -> invoice + currency + copies + note + unit;
        assertThat(run(Grown.class, grown, "Grown-send", "[1]")).isEqualTo("1EUR2Optional.emptyDAYS");
        assertThat(run(Grown.class, grown, "Grown-send", "[1,\"USD\",5]")).isEqualTo("1USD5Optional.emptyDAYS");
    }

    @Test
    void arguments_that_do_not_fit_are_named() {
        GrownWithout code = (invoice, currency) -> "";
        assertThatThrownBy(() -> run(GrownWithout.class, code, "Grown-send", "[1]"))
                .hasMessageContaining("only 1 arguments")
                .hasMessageContaining("@JobDefault");
        assertThatThrownBy(() -> run(GrownWithout.class, code, "Grown-send", "[1,\"EUR\",3]"))
                .hasMessageContaining("has 3 arguments and the method takes 2");
        assertThatThrownBy(() -> run(GrownWithout.class, code, "Grown-send", "[null,\"EUR\"]"))
                .hasMessageContaining("is a long and cannot be null");
        assertThatThrownBy(() -> run(GrownWithout.class, code, "Grown-send", "[\"one\",\"EUR\"]"))
                .hasMessageContaining("is a long: ");
        assertThatThrownBy(() -> run(GrownWithout.class, code, "Grown-send", "{\"invoice\":1}"))
                .hasMessageContaining("a JSON array");
    }

    @Test
    void the_annotation_says_which_errors_may_heal() {
        HandlerOptions options = JobInterface.of(Invoices.class).methods().stream()
                .filter(method -> method.name().equals("Invoices-send"))
                .findFirst()
                .orElseThrow()
                .handlerOptions();
        assertThat(options.mayHeal(new IOException())).isTrue();
        assertThat(options.mayHeal(new java.io.FileNotFoundException())).isFalse();
        assertThat(options.mayHeal(new IllegalStateException())).isFalse();
        assertThat(options.mayHeal(new RetryableJobException("busy"))).isTrue();
        assertThat(options.mayHeal(new Fail("never"))).isFalse();
    }

    @Test
    void a_worker_refuses_two_handlers_for_one_name_and_what_its_mapper_cannot_read() {
        WorkerBuilder worker = Worker.builder().bootstrapServers("localhost:1").handlers(Invoices.class, new Mailer());
        assertThatThrownBy(() -> worker.handler(JobType.of("nag", String.class), (text, job) -> null))
                .hasMessageContaining("has a handler already");
        assertThatThrownBy(worker.mapper(new ObjectMapper())::build)
                .hasMessageContaining("its parameter dates")
                .hasMessageContaining("jsr310");
    }

    /** Ids of specs. */
    private static final class UuidOf {
        static java.util.UUID of(JobSpec job) {
            return io.sluice.schemas.UuidFormat.decode(job.getId());
        }
    }
}
