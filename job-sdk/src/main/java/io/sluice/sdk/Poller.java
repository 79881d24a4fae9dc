package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one channel topic on one thread: waits for a free slot, polls, gives what came to {@link
 * Claims} and acknowledges it. */
final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private static final Duration FULL = Duration.ofSeconds(1);
    private static final Duration FIRST_RUNS = Duration.ofMillis(500);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final String topic;
    private final BundleReader reader;
    private final BundleDecoder decoder;
    private final Pace pace;
    private final Slots slots;
    private final Claims claims;
    private final Reports reports;
    private final LongSupplier clock;
    private final Outage outage;
    private final CountDownLatch polled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    /** How often in a row reading has failed; counted by the reading thread only. */
    private volatile int failures;

    /** What all pollers of a worker share. */
    record Shared(Slots slots, Claims claims, Reports reports, BundleRun.Tools tools) {}

    Poller(String topic, BundleReader reader, Shared shared) {
        this.topic = topic;
        this.reader = reader;
        this.pace = shared.tools().pace();
        this.slots = shared.slots();
        this.claims = shared.claims();
        this.reports = shared.reports();
        this.clock = shared.tools().clock();
        this.outage = new Outage("reading " + topic);
        this.decoder =
                new BundleDecoder(shared.tools().settings().kafka().formats().bundle(), outage, closed);
        this.thread = new Thread(this::run, "sluice-poller-" + shared.tools().worker() + "-" + topic);
        this.thread.setDaemon(false);
    }

    /** Starts reading when this is complete. A topic that does not exist yet is waited for. */
    void startAfter(CompletableFuture<Void> ready) {
        ready.thenRun(thread::start);
    }

    String topic() {
        return topic;
    }

    /** Whether its thread ended although nobody stopped it. */
    boolean hasDied() {
        return thread.getState() == Thread.State.TERMINATED && !isClosed();
    }

    /** Down when it has polled once. */
    CountDownLatch polled() {
        return polled;
    }

    /** Whether it reads now. A failure that is over by the next try is none. */
    boolean isReading() {
        return polled.getCount() == 0 && failures < 2;
    }

    private void run() {
        while (!isClosed()) {
            try (reader) {
                reports.partitions(topic);
                while (!isClosed()) {
                    round();
                }
            } catch (WakeupException | InterruptException | InterruptedException e) {
                LOG.debug("reading {} was woken up", topic, e);
            } catch (RuntimeException e) {
                // What was polled and not acknowledged goes back to the group when the consumers close.
                failures = failures + 1;
                outage.failed("It is tried again every second", e);
                pause();
            } catch (Error e) {
                LOG.error(
                        "the thread that reads {} ends, and this worker reads it no more. Restart the process",
                        topic,
                        e);
                return;
            }
        }
    }

    private void round() throws InterruptedException {
        if (!slots.awaitFree(FULL)) {
            // What the consumer may have fetched in the background must not wait here: others may be idle.
            reader.close();
            slots.awaitFree(FOREVER);
            return;
        }
        if (!slots.isUnused()) {
            // The first that were taken say how to take the next.
            pace.awaitKnown(FIRST_RUNS);
        }
        reader.take(takesMany());
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        while (records.isEmpty() && !isClosed()) {
            records = reader.poll();
            failures = 0;
            polled.countDown();
            outage.healthy();
        }
        List<Claim> bundles = decode(records);
        slots.take(bundles.size());
        acknowledge(records, claims.take(bundles));
    }

    /** As long as nothing ran and nothing is in hand, there is a slot for each of many. */
    private boolean takesMany() {
        return pace.isShort(clock.getAsLong()) || !pace.isKnown() && slots.isUnused();
    }

    private List<Claim> decode(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        List<Claim> bundles = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                Bundle bundle = decoder.decode(record.value());
                bundles.add(new Claim(bundle, record.deliveryCount().orElse((short) 1), clock.getAsLong()));
            } catch (UnreadableRecordException e) {
                LOG.error(
                        "the record at {}-{} offset {} is no bundle; it is passed over",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e);
            }
        }
        return bundles;
    }

    private void acknowledge(ConsumerRecords<byte[], byte[]> records, List<BundleRun> taken) {
        try {
            if (!records.isEmpty()) {
                answered(reader.acknowledge(records), taken);
            }
        } catch (RuntimeException e) {
            claims.inDoubt(taken, e);
            throw e;
        }
    }

    /** A channel topic has one partition, so all records of a poll have one answer. */
    private void answered(Map<TopicIdPartition, Optional<KafkaException>> answers, List<BundleRun> taken) {
        Optional<KafkaException> error =
                answers.values().stream().flatMap(Optional::stream).findFirst();
        if (error.isPresent()) {
            claims.inDoubt(taken, error.get());
        } else if (answers.isEmpty()) {
            claims.inDoubt(taken, new KafkaException("the broker gave no answer to the acknowledgement"));
        } else {
            claims.acknowledged(taken);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            LOG.debug("reading {} was woken up", topic, e);
        }
    }

    /** Takes no more. */
    void stop() {
        closed.countDown();
        reader.wakeup();
    }

    void join(Duration atMost) {
        Threads.join(thread, atMost);
    }
}
