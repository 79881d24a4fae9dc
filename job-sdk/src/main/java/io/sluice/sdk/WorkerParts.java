package io.sluice.sdk;

import io.sluice.schemas.Control;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final long LONGEST_LOOK_MS = 1_000;
    private static final long SHORTEST_LOOK_MS = 50;

    private final WorkerSettings settings;
    private final String id;
    private final TimerThread timer;
    private final TimerThread pulse;
    private final TimerThread watch;
    private final TimerThread listening;
    private final Listeners listeners;
    private final Slots slots;
    private final Reports reports;
    private final Transactions outputs;
    private final Runner runner;
    private final Claims claims;
    private final Heartbeats heartbeats;
    private final TailReader control;
    private final List<Poller> pollers;
    private final Vitals vitals;
    /** Whether the closing thread was interrupted meanwhile. */
    private boolean interrupted;

    WorkerParts(WorkerSettings settings, String id) {
        LongSupplier clock = new SteadyClock();
        this.settings = settings;
        this.id = id;
        timer = new TimerThread("sluice-timer-" + id);
        watch = new TimerThread("sluice-watch-" + id);
        Timers timers = new Timers(timer, watch);
        listening = new TimerThread("sluice-listener-" + id);
        listeners = new Listeners(settings.listeners(), listening);
        BundleRun.Tools tools =
                new BundleRun.Tools(settings, id, new Endings(settings.json()), clock, new Pace(), timers, listeners);
        pulse = new TimerThread("sluice-heartbeat-" + id);
        slots = new Slots(settings.slots());
        reports = new Reports(
                new Outlet(this::producer, timer), settings.kafka().formats().report(), id, clock, timer);
        outputs = new Transactions(tools, this::transactional, this::heardAt);
        runner = new Runner(tools, outputs, slots);
        claims = new Claims(reports, slots, runner, this::beforeClaim);
        heartbeats = new Heartbeats(reports, claims, runner, slots, pulse);
        control = new TailReader(Topics.CONTROL, this::controlConsumer, this::told, "sluice-control-" + id);
        Poller.Shared shared = new Poller.Shared(slots, claims, reports, tools);
        pollers = settings.topics().stream()
                .map(topic -> new Poller(topic, reader(topic), shared))
                .toList();
        vitals = new Vitals(runner, pollers, control, heartbeats, claims);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties properties = settings.kafka().producer(id);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        // A report that is given up while later ones are on their way would be overtaken by them.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(properties, bytes, bytes);
    }

    private KafkaProducer<byte[], byte[]> transactional(int number) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Properties properties =
                settings.kafka().transactional(id + "-output-" + number, Transactions.ID_PREFIX + id + "-" + number);
        return new KafkaProducer<>(properties, bytes, bytes);
    }

    private long heardAt(int partition) {
        return heartbeats.heardAt(partition);
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

    private void beforeClaim(Collection<BundleRun> fresh) {
        heartbeats.before(fresh);
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
        pulse.after(0, heartbeats::start);
        watch.every(this::untilNextLook, () -> claims.abandonUnheard(this::heardAt));
        watch.every(this::untilNextLook, vitals::look);
        pollers.forEach(poller -> poller.startAfter(control.positioned()));
    }

    /** Outside of any lock. */
    void started() {
        listeners.tell("the worker started", listener -> listener.started(id));
    }

    private long untilNextLook() {
        return Math.max(SHORTEST_LOOK_MS, Math.min(LONGEST_LOOK_MS, heartbeats.leaseMs() / 15));
    }

    private void told(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(record.key(), id.getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        try {
            Control control = settings.kafka().formats().control().decode(record.value());
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

    WorkerHealth health() {
        return vitals.health();
    }

    void stop() {
        LOG.info("worker {} stops", id);
        listeners.tell("the worker stops", listener -> listener.stopping(id));
        interrupted = Thread.interrupted();
        slots.close();
        pollers.forEach(Poller::stop);
        heartbeats.stop();
        pollers.forEach(poller -> poller.join(JOIN));
        Duration grace = interrupted ? Duration.ZERO : settings.grace();
        boolean ended = patiently(() -> runner.stop(claims, grace));
        if (!ended && interrupted) {
            ended = patiently(() -> runner.awaitInterrupted(claims));
        }
        reports.flush();
        // Heartbeats go on meanwhile: what waits for the broker is ours until it has it.
        if (!patiently(() -> claims.inHand().awaitReported(LAST_REPORTS))) {
            LOG.error("the broker did not confirm all reports; jobs whose outcome it lacks are released again");
        }
        close();
        LOG.info("worker {} stopped", id);
        listeners.tell("the worker stopped", listener -> listener.stopped(id));
        if (!ended) {
            settings.stuck().leftBehind();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        control.close();
        pulse.close();
        heartbeats.leave();
        outputs.close();
        reports.close(GOODBYE);
        watch.close();
        timer.close();
        listening.close();
    }

    private interface Wait {
        boolean await() throws InterruptedException;
    }

    /** An interrupt ends this wait; it is kept until all is closed, for closing is a matter of seconds and must be done. */
    private boolean patiently(Wait wait) {
        try {
            return wait.await();
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        }
    }
}
