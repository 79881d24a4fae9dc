package io.sluice.sdk;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of a worker. After some errors an idempotent producer never sends again, whatever becomes of their cause
 * (missing rights, a wrong password): it is replaced, a second later.
 */
final class Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
    private static final long REPLACE_AFTER_MS = 1_000;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Timer timer;
    private volatile Producer<byte[], byte[]> current;
    private Producer<byte[], byte[]> replacing;
    private boolean closed;

    Outlet(Supplier<Producer<byte[], byte[]>> producers, Timer timer) {
        this.producers = producers;
        this.timer = timer;
        this.current = producers.get();
    }

    /** Sends it after what was sent before; the answer is null or what went wrong, and may come on any thread. */
    void send(ProducerRecord<byte[], byte[]> record, Consumer<Exception> answer) {
        Producer<byte[], byte[]> used = current;
        used.send(record, (metadata, error) -> {
            if (error != null && isFinal(error)) {
                replaceSoon(used, error);
            }
            answer.accept(error);
        });
    }

    int partitions(String topic) {
        return current.partitionsFor(topic).size();
    }

    /** Kafka marks what the producer cannot get over by these, or by no class of its own. */
    private static boolean isFinal(Exception error) {
        return error instanceof ProducerFencedException
                || error instanceof ClusterAuthorizationException
                || error instanceof AuthenticationException
                || error instanceof UnsupportedVersionException
                || error instanceof InvalidPidMappingException
                || error.getClass() == KafkaException.class;
    }

    private synchronized void replaceSoon(Producer<byte[], byte[]> failed, Exception error) {
        if (!closed && failed == current && failed != replacing) {
            replacing = failed;
            LOG.error("the producer can send no more and is replaced", error);
            timer.after(REPLACE_AFTER_MS, () -> replace(failed));
        }
    }

    private void replace(Producer<byte[], byte[]> failed) {
        synchronized (this) {
            if (closed || failed != current) {
                return;
            }
            replacing = null;
            current = producers.get();
        }
        // What it still has is answered with an error, and sent again by whoever gave it.
        failed.close(Duration.ZERO);
    }

    void close(Duration atMost) {
        synchronized (this) {
            closed = true;
        }
        current.close(atMost);
    }
}
