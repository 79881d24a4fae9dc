package io.sluice.sdk;

import io.sluice.schemas.Control;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running worker: how they are put together, started and stopped. */
final class WorkerParts {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerParts.class);

    /** Shorter than a heartbeat may be late: a thread that waits for the broker must not miss the next round. */
    private static final int MAX_BLOCK_MS = 5_000;

    private static final int MOST_AT_ONCE = 256;
    private static final Duration JOIN = Duration.ofSeconds(15);
    private static final Duration LAST_REPORTS = Duration.ofSeconds(30);

    private final WorkerSettings settings;
    private final String id;
    private final TimerThread timer;
    private final TimerThread pulse;
    private final Slots slots;
    private final Reports reports;
    private final Runner runner;
    private final Claims claims;
    private final Heartbeats heartbeats;
    private final TailReader control;
    private final List<Poller> pollers;

    WorkerParts(WorkerSettings settings, String id) {
        LongSupplier clock = new SteadyClock();
        BundleRun.Tools tools = new BundleRun.Tools(settings, id, new Endings(settings.json()), clock, new Pace());
        this.settings = settings;
        this.id = id;
        timer = new TimerThread("sluice-timer-" + id);
        pulse = new TimerThread("sluice-heartbeat-" + id);
        slots = new Slots(settings.slots());
        reports = new Reports(producer(), id, clock, timer);
        runner = new Runner(tools, slots, timer);
        claims = new Claims(reports, slots, runner, timer);
        heartbeats = new Heartbeats(reports, claims, runner, slots);
        control = new TailReader(Topics.CONTROL, this::controlConsumer, this::told, "sluice-control-" + id);
        Poller.Shared shared = new Poller.Shared(slots, claims, reports, tools);
        pollers = settings.topics().stream()
                .map(topic -> new Poller(topic, reader(topic), shared))
                .toList();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties properties = settings.kafka().producer(id, 0);
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(properties, bytes, bytes);
    }

    private KafkaConsumer<byte[], byte[]> controlConsumer() {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings.kafka().tail(id + "-control"), bytes, bytes);
    }

    private BundleReader reader(String topic) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new BundleReader(
                topic,
                Math.min(settings.slots(), MOST_AT_ONCE),
                size -> new KafkaShareConsumer<>(settings.kafka().share(id, topic, size), bytes, bytes));
    }

    /** Nothing is claimed before the place in the control topic is fixed: else a word on a claim could be missed. */
    void start() {
        LOG.info(
                "worker {} starts: {} slots, topics {}, job types {}",
                id,
                settings.slots(),
                settings.topics(),
                settings.types());
        control.start();
        pulse.every(settings.heartbeatEvery().toMillis(), heartbeats::beat);
        pollers.forEach(poller -> poller.startAfter(control.positioned()));
    }

    private void told(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(record.key(), id.getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        try {
            Control control = RecordFormat.CONTROL.decode(record.value());
            claims.told(control);
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "the word for this worker at {}-{} offset {} cannot be read; it is passed over",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<CountDownLatch> latches =
                new ArrayList<>(pollers.stream().map(Poller::polled).toList());
        latches.add(heartbeats.first());
        for (CountDownLatch latch : latches) {
            if (!latch.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    boolean isReady() {
        return heartbeats.first().getCount() == 0
                && pollers.stream().allMatch(poller -> poller.polled().getCount() == 0);
    }

    void stop() {
        LOG.info("worker {} stops", id);
        slots.close();
        pollers.forEach(Poller::stop);
        heartbeats.stop();
        pollers.forEach(poller -> poller.join(JOIN));
        try {
            runner.stop(claims, settings.grace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            claims.inHand().forEach(BundleRun::interrupt);
        }
        control.close();
        pulse.close();
        reports.flush();
        heartbeats.leave();
        reports.close(LAST_REPORTS);
        timer.close();
        LOG.info("worker {} stopped", id);
    }
}
