package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A worker's claims, runs and reports together, with a producer in memory, a clock that stands still and a watch that is turned
 * by hand. Its handler takes text; a test says what it does.
 */
final class Rig implements AutoCloseable {

    static final long LEASE = 15_000;
    static final int PARTITIONS = 4;
    static final JobType<String> ECHO = JobType.of("echo", String.class);

    final AtomicLong now = new AtomicLong(1_000_000);
    final MockProducer<byte[], byte[]> producer;
    final OutputBroker broker = new OutputBroker();
    final AtomicLong heardAt = new AtomicLong();
    /** What listeners were told. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    private final WorkerListener listener = new WorkerListener() {
        @Override
        public void runStarted(JobContext job) {
            heard.add("started " + job.id());
        }

        @Override
        public void runEnded(JobContext job, RunEnd end) {
            heard.add("ended " + end.how());
            ends.add(end);
            throw new AssertionError("a listener's fault is nobody else's");
        }
    };
    final List<RunEnd> ends = new CopyOnWriteArrayList<>();
    final TimerThread sends = new TimerThread("test-timer");
    final HandTimer watch = new HandTimer();
    final Slots slots = new Slots(2);
    final Reports reports;
    final List<String> ran = new CopyOnWriteArrayList<>();
    final AtomicInteger exits = new AtomicInteger();
    final Runner runner;
    final Claims claims;
    final JobIds ids = new JobIds();
    private final CountDownLatch entered = new CountDownLatch(1);

    /** A handler that returns its payload, unless that names something else to do. */
    static Object echo(String payload, JobContext context) throws Exception {
        return switch (payload) {
            case "fail" -> throw new IllegalStateException("no");
            case "forever" -> {
                new CountDownLatch(1).await();
                yield null;
            }
            default -> payload;
        };
    }

    Rig() {
        this(Rig::echo, HandlerOptions.defaults(), true, fresh -> {});
    }

    Rig(JobHandler<String> code, HandlerOptions options) {
        this(code, options, true, fresh -> {});
    }

    Rig(JobHandler<String> code, Tracing tracing) {
        this(code, HandlerOptions.defaults(), true, fresh -> {}, tracing);
    }

    /** @param answers whether the broker confirms at once what is sent */
    Rig(JobHandler<String> code, HandlerOptions options, boolean answers, Consumer<Collection<BundleRun>> beforeClaim) {
        this(code, options, answers, beforeClaim, Tracing.OFF);
    }

    /** On virtual threads. */
    static Rig virtual(JobHandler<String> code) {
        return new Rig(code, HandlerOptions.defaults(), true, fresh -> {}, Tracing.OFF, true);
    }

    private Rig(
            JobHandler<String> code,
            HandlerOptions options,
            boolean answers,
            Consumer<Collection<BundleRun>> beforeClaim,
            Tracing tracing) {
        this(code, options, answers, beforeClaim, tracing, false);
    }

    private Rig(
            JobHandler<String> code,
            HandlerOptions options,
            boolean answers,
            Consumer<Collection<BundleRun>> beforeClaim,
            Tracing tracing,
            boolean virtual) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new MockProducer<>(cluster(), answers, null, bytes, bytes);
        Handler handler = Handler.of(ECHO, (payload, context) -> noted(code, payload, context), options);
        WorkerSettings settings = new WorkerSettings(
                "w",
                List.of("root"),
                2,
                Map.of("echo", handler),
                Json.standard(),
                new KafkaSettings(),
                Duration.ZERO,
                Duration.ofSeconds(3),
                new StuckHandlers(Stuck.EXIT, Duration.ofSeconds(1), exits::incrementAndGet),
                tracing,
                List.of(),
                List.of(listener),
                virtual);
        BundleRun.Tools tools = new BundleRun.Tools(
                settings,
                "w-1",
                new Endings(Json.standard()),
                now::get,
                new Pace(),
                new Timers(sends, watch),
                new Listeners(List.of(listener), watch));
        reports = new Reports(
                new Outlet(() -> producer, sends), RecordFormats.bundled().report(), "w-1", now::get, sends);
        runner = new Runner(tools, new Transactions(tools, broker::producer, partition -> heardAt.get()), slots);
        claims = new Claims(reports, slots, runner, beforeClaim);
    }

    private static Cluster cluster() {
        Node node = new Node(1, "localhost", 9092);
        Node[] all = {node};
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new PartitionInfo("sluice.reports", partition, node, all, all))
                .toList();
        return new Cluster("test", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
    }

    private Object noted(JobHandler<String> code, String payload, JobContext context) throws Exception {
        ran.add(payload);
        entered.countDown();
        return code.handle(payload, context);
    }

    // ---- bundles

    /** A bundle whose jobs have these texts as payloads. */
    Bundle bundle(long number, String... payloads) {
        return builder(number, payloads).build();
    }

    Bundle.Builder builder(long number, String... payloads) {
        List<BundledJob> jobs = new ArrayList<>();
        for (String payload : payloads) {
            jobs.add(job(payload).build());
        }
        return Bundle.newBuilder()
                .setTree("main")
                .setPartition(0)
                .setNumber(number)
                .setChannel("root")
                .setType("echo")
                .setReleasedAt(now.get())
                .setLeaseMs(LEASE)
                .setJobs(jobs);
    }

    BundledJob.Builder job(String payload) {
        return BundledJob.newBuilder()
                .setId(UuidFormat.encode(ids.next("main").uuid()))
                .setRun(1)
                .setAttempt(1)
                .setPayload(ByteBuffer.wrap(('"' + payload + '"').getBytes(StandardCharsets.UTF_8)));
    }

    /** Polled, claimed, not acknowledged yet. */
    List<BundleRun> take(int deliveries, Bundle bundle) {
        slots.take(1);
        return claims.take(List.of(new Claim(bundle, deliveries, now.get())));
    }

    void run(Bundle bundle) {
        claims.acknowledged(take(1, bundle));
    }

    /** Waits until the handler was called. */
    void awaitEntered() {
        await().until(() -> entered.getCount() == 0);
    }

    void awaitNothingInHand() {
        await().until(() -> claims.inHand().all().isEmpty() && slots.free() == 2);
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));
    }

    // ---- reports

    List<Object> sent() {
        return producer.history().stream()
                .map(record ->
                        RecordFormats.bundled().report().decode(record.value()).getBody())
                .toList();
    }

    List<Outcome> outcomes() {
        return sent().stream()
                .filter(Outcomes.class::isInstance)
                .flatMap(body -> ((Outcomes) body).getOutcomes().stream())
                .toList();
    }

    List<HandedBack> handedBack() {
        return sent().stream()
                .filter(HandedBack.class::isInstance)
                .map(HandedBack.class::cast)
                .toList();
    }

    void stop(Duration grace) {
        try {
            runner.stop(claims, grace);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
        sends.close();
    }
}
