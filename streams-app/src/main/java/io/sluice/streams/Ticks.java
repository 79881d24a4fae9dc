package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ticker and the producer that it writes with. */
final class Ticks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final StreamSettings settings;
    private final ShellCounts counts;
    private final Ticker ticker;
    private final byte[] tick;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile Producer<byte[], byte[]> producer;

    Ticks(StreamSettings settings, ShellCounts counts) {
        this.settings = settings;
        this.counts = counts;
        this.tick = settings.wire().tick().value();
        this.ticker = new Ticker(this::send, System::nanoTime);
    }

    Ticker ticker() {
        return ticker;
    }

    void start() {
        producer = new KafkaProducer<>(
                KafkaProperties.ticker(settings), new ByteArraySerializer(), new ByteArraySerializer());
        ticker.start();
    }

    /** A tick that does not arrive is asked for again by the ticker, so an error needs no more than a word. */
    private void send(int partition) {
        try {
            producer.send(new ProducerRecord<>(Topics.REPORTS, partition, null, tick), (sent, failed) -> {
                answered(partition, failed);
            });
            counts.ticked();
        } catch (RuntimeException e) {
            // Of whatever kind: a thread that ends here would leave every timer of the instance behind.
            answered(partition, e);
        }
    }

    /** Says once that ticks fail, and once that they do not any more. */
    private void answered(int partition, Exception failed) {
        boolean fails = failed != null;
        if (failing.getAndSet(fails) == fails) {
            return;
        }
        if (fails) {
            LOG.warn(
                    "a tick to partition {} was not written: ETAs, back-offs and leases wait until one is",
                    partition,
                    failed);
        } else {
            LOG.info("ticks are written again");
        }
    }

    @Override
    public void close() {
        ticker.close();
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
