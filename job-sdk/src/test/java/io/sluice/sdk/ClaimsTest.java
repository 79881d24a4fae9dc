package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.Confirmed;
import io.sluice.schemas.Control;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Stop;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims, runs and reports together, with a producer that answers at once and a clock that stands still. */
class ClaimsTest {

    private static final long LEASE = 15_000;
    private static final JobType<String> ECHO = JobType.of("echo", String.class);

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final ByteArraySerializer bytes = new ByteArraySerializer();
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, bytes, bytes);
    private final TimerThread timer = new TimerThread("test-timer");
    private final Slots slots = new Slots(2);
    private final Reports reports = new Reports(producer, "w-1", now::get, timer);
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Runner runner = new Runner(tools(), slots, timer);
    private final Claims claims = new Claims(reports, slots, runner, timer);
    private final JobIds ids = new JobIds();

    private BundleRun.Tools tools() {
        Handler handler = Handler.of(ECHO, this::handle, HandlerOptions.defaults());
        WorkerSettings settings = new WorkerSettings(
                "w",
                List.of("root"),
                2,
                Map.of("echo", handler),
                Json.standard(),
                new KafkaSettings(),
                Duration.ZERO,
                Duration.ofSeconds(3));
        return new BundleRun.Tools(settings, "w-1", new Endings(Json.standard()), now::get, new Pace());
    }

    private Object handle(String payload, JobContext context) throws InterruptedException {
        ran.add(payload);
        entered.countDown();
        switch (payload) {
            case "fail" -> throw new IllegalStateException("no");
            case "long" -> now.addAndGet(200);
            case "forever" -> new CountDownLatch(1).await();
            default -> {}
        }
        return payload;
    }

    @AfterEach
    void stop() throws InterruptedException {
        runner.stop(claims, Duration.ZERO);
        timer.close();
    }

    private Bundle bundle(long number, String type, String... payloads) {
        List<BundledJob> jobs = new ArrayList<>();
        for (String payload : payloads) {
            jobs.add(BundledJob.newBuilder()
                    .setId(UuidFormat.encode(ids.next("main").uuid()))
                    .setRun(1)
                    .setAttempt(1)
                    .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                    .build());
        }
        return new Bundle("main", 0, number, "root", type, now.get(), LEASE, jobs);
    }

    private static String[] quoted(String... payloads) {
        return java.util.Arrays.stream(payloads).map(text -> '"' + text + '"').toArray(String[]::new);
    }

    private List<BundleRun> take(int deliveries, Bundle bundle) {
        slots.take(1);
        return claims.take(List.of(new Claim(bundle, deliveries, now.get())));
    }

    private void run(Bundle bundle) {
        claims.acknowledged(take(1, bundle));
    }

    private List<Object> sent() {
        return producer.history().stream()
                .map(record -> RecordFormat.REPORT.decode(record.value()).getBody())
                .toList();
    }

    private List<Outcome> outcomes() {
        return sent().stream()
                .filter(Outcomes.class::isInstance)
                .flatMap(body -> ((Outcomes) body).getOutcomes().stream())
                .toList();
    }

    private void awaitSent(Predicate<List<Object>> what) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> what.test(sent()));
    }

    private void awaitNothingInHand() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> claims.inHand().isEmpty() && slots.free() == 2);
    }

    @Test
    void a_bundle_is_claimed_run_in_order_and_reported() {
        run(bundle(1, "echo", quoted("a", "b", "c")));
        awaitNothingInHand();
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(sent().get(0)).isInstanceOf(Claimed.class);
        assertThat(outcomes()).extracting(Outcome::getEnd).containsExactly(new Done("a"), new Done("b"), new Done("c"));
        assertThat(sent()).noneMatch(HandedBack.class::isInstance);
    }

    @Test
    void a_bundle_whose_acknowledgement_is_in_doubt_is_handed_back_and_not_run() {
        claims.inDoubt(take(1, bundle(1, "echo", quoted("a"))), new IllegalStateException("timed out"));
        awaitNothingInHand();
        assertThat(ran).isEmpty();
        assertThat(sent()).hasSize(2).last().isInstanceOf(HandedBack.class);
    }

    @Test
    void a_type_without_a_handler_is_claimed_and_handed_back_at_once() {
        run(bundle(1, "unknown", quoted("a")));
        awaitNothingInHand();
        assertThat(ran).isEmpty();
        assertThat(sent()).hasSize(2).first().isInstanceOf(Claimed.class);
        assertThat(sent()).last().isEqualTo(new HandedBack(List.of(1L), "UNKNOWN_TYPE"));
    }

    @Test
    void a_redelivered_bundle_starts_when_the_scheduler_says_so() {
        claims.acknowledged(take(2, bundle(1, "echo", quoted("a"))));
        assertThat(((Claimed) sent().get(0)).getBundles().get(0).getConfirm()).isTrue();
        assertThat(ran).isEmpty();
        claims.told(new Control("main", new Confirmed(1L, true, "")));
        awaitNothingInHand();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void a_refused_bundle_is_dropped_without_a_report() {
        claims.acknowledged(take(2, bundle(1, "echo", quoted("a"))));
        claims.told(new Control("main", new Confirmed(1L, false, "cancelled")));
        awaitNothingInHand();
        assertThat(ran).isEmpty();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void after_a_job_that_did_not_end_as_done_or_ran_long_the_rest_is_handed_back() {
        run(bundle(1, "echo", quoted("a", "fail", "b")));
        run(bundle(2, "echo", quoted("long", "c")));
        awaitNothingInHand();
        assertThat(ran).containsExactlyInAnyOrder("a", "fail", "long");
        assertThat(sent())
                .contains(
                        new HandedBack(List.of(1L), "a job before it did not end as DONE"),
                        new HandedBack(List.of(2L), "a job before it ran long"));
    }

    @Test
    void a_stop_interrupts_the_running_job_and_its_real_end_is_reported() throws InterruptedException {
        Bundle bundle = bundle(1, "echo", quoted("forever"));
        run(bundle);
        entered.await();
        claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 2, "another run")));
        claims.told(new Control("other", new Stop(bundle.getJobs().get(0).getId(), 1, "another tree")));
        assertThat(outcomes()).isEmpty();
        claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancel")));
        awaitNothingInHand();
        assertThat(outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(
                                ((Failed) outcome.getEnd()).getError().getType())
                        .isEqualTo("java.lang.InterruptedException"));
    }

    @Test
    void a_member_that_was_stopped_before_it_started_is_passed_over() {
        Bundle bundle = bundle(1, "echo", quoted("a", "b", "c"));
        List<BundleRun> taken = take(1, bundle);
        claims.told(new Control("main", new Stop(bundle.getJobs().get(1).getId(), 1, "cancel")));
        claims.acknowledged(taken);
        awaitNothingInHand();
        assertThat(ran).containsExactly("a", "c");
        assertThat(sent()).last().isInstanceOf(HandedBack.class);
    }

    @Test
    void a_payload_that_does_not_read_fails_its_job() {
        run(bundle(1, "echo", "{\"not\": \"text\"}"));
        awaitNothingInHand();
        assertThat(outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(
                                ((Failed) outcome.getEnd()).getError().getMessage())
                        .contains("java.lang.String")
                        .contains("It starts with: {\"not\""));
    }

    @Test
    void a_stopping_worker_interrupts_and_hands_back_what_did_not_end() throws InterruptedException {
        run(bundle(1, "echo", quoted("forever", "b")));
        entered.await();
        runner.stop(claims, Duration.ZERO);
        awaitSent(sent -> sent.stream().anyMatch(HandedBack.class::isInstance));
        assertThat(outcomes()).isEmpty();
        assertThat(claims.inHand()).isEmpty();
    }

    @Test
    void what_the_scheduler_may_have_given_away_is_interrupted_and_not_reported() throws InterruptedException {
        run(bundle(1, "echo", quoted("forever")));
        entered.await();
        claims.abandonUnheard(partition -> 0);
        assertThat(claims.inHand()).hasSize(1);
        now.addAndGet(LEASE * 2 / 3 + 1);
        claims.abandonUnheard(partition -> now.get() - 5_000);
        assertThat(claims.inHand()).hasSize(1);
        claims.abandonUnheard(partition -> 0);
        awaitNothingInHand();
        assertThat(outcomes()).isEmpty();
        assertThat(sent()).last().isInstanceOf(HandedBack.class);
    }

    @Test
    void a_bundle_stays_in_hand_until_the_broker_has_its_last_outcome() {
        MockProducer<byte[], byte[]> slow = new MockProducer<>(false, null, bytes, bytes);
        Claims unsure = new Claims(new Reports(slow, "w-1", now::get, timer), slots, runner, timer);
        slots.take(1);
        unsure.acknowledged(unsure.take(List.of(new Claim(bundle(1, "echo", quoted("a")), 1, now.get()))));
        assertThat(ran).isEmpty();
        slow.completeNext();
        Awaitility.await().until(() -> slow.history().size() == 2);
        assertThat(unsure.inHand()).hasSize(1);
        slow.completeNext();
        Awaitility.await().until(() -> unsure.inHand().isEmpty());
    }

    @Test
    void the_same_bundle_twice_is_run_once() {
        Bundle bundle = bundle(1, "echo", quoted("a"));
        List<BundleRun> first = take(1, bundle);
        assertThat(take(1, bundle)).isEmpty();
        claims.acknowledged(first);
        awaitNothingInHand();
        assertThat(ran).containsExactly("a");
    }
}
