package io.sluice.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transactional id and its producer, which is made on first use, and again after an error that it cannot get over. For one
 * thread at a time.
 */
final class TransactionalOutlet {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalOutlet.class);

    private final Supplier<Producer<byte[], byte[]>> factory;
    private Producer<byte[], byte[]> producer;
    private boolean isInitialised;
    private boolean isOpen;

    TransactionalOutlet(Supplier<Producer<byte[], byte[]>> factory) {
        this.factory = factory;
    }

    /** A record that could not be written, and why. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String topic;

        Failure(String topic, Throwable cause) {
            super(cause);
            this.topic = topic;
        }

        String topic() {
            return topic;
        }

        /** For people, who need not know of this class. */
        @Override
        public String toString() {
            return getCause() + " (topic " + topic + ")";
        }
    }

    /** How many partitions a topic has. Asked before a transaction is open: it may take a while. */
    int partitions(String topic) {
        try {
            return ready().partitionsFor(topic).size();
        } catch (RuntimeException e) {
            throw new Failure(topic, e);
        }
    }

    void begin() {
        ready().beginTransaction();
        isOpen = true;
    }

    /** When it returns, whatever an earlier producer of this id left open is decided. */
    private Producer<byte[], byte[]> ready() {
        if (producer == null) {
            producer = factory.get();
        }
        if (!isInitialised) {
            producer.initTransactions();
            isInitialised = true;
        }
        return producer;
    }

    /** Sends these and waits until the broker has all of them; a {@link Failure} tells of the first that it has not. */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        RuntimeException thrown = null;
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                answers.add(producer.send(Output.copy(record)));
            }
            producer.flush();
        } catch (RuntimeException e) {
            thrown = e;
        }
        throwFirst(records, answers, thrown);
    }

    /** What is only a consequence says nothing: others were aborted, or a call was refused, because one had failed before. */
    private static void throwFirst(
            List<ProducerRecord<byte[], byte[]>> records,
            List<Future<RecordMetadata>> answers,
            RuntimeException thrown) {
        Failure consequence = null;
        for (int n = 0; n < answers.size(); n++) {
            Throwable error = thrown == null || answers.get(n).isDone() ? errorOf(answers.get(n)) : null;
            if (error != null && !(error instanceof TransactionAbortedException)) {
                throw new Failure(records.get(n).topic(), error);
            }
            consequence =
                    error == null ? consequence : new Failure(records.get(n).topic(), error);
        }
        if (thrown != null) {
            int failed = Math.min(answers.size(), records.size() - 1);
            throw new Failure(records.get(failed).topic(), thrown);
        }
        if (consequence != null) {
            throw consequence;
        }
    }

    /** Null if the broker has it. */
    private static Throwable errorOf(Future<RecordMetadata> answer) {
        try {
            answer.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            return new InterruptException(e);
        }
    }

    /**
     * Commits. After a {@link TimeoutException} or an {@link InterruptException} it is to be called again: only the answer is
     * missing.
     */
    void commit() {
        producer.commitTransaction();
        isOpen = false;
    }

    /**
     * Something failed: ends what is open, so that nothing of it will ever be seen, as long as no commit was asked for. What can do
     * no more is let go; the next use of the id ends what it left.
     */
    void rollBack(Throwable cause) {
        if (isOpen) {
            isOpen = false;
            try {
                producer.abortTransaction();
            } catch (RuntimeException e) {
                LOG.debug("a transaction could not be aborted after {}; the id's next producer ends it", cause, e);
                settle();
            }
        } else if (!leavesItUsable(cause)) {
            discard();
        }
    }

    /** What is about a topic, or passes, says nothing about the producer. */
    private static boolean leavesItUsable(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof InvalidTopicException
                || cause instanceof TopicAuthorizationException;
    }

    /** Whether it was committed is not known: decides it now, one way or the other, so that no reader has to wait for it. */
    void settle() {
        discard();
        try {
            ready();
        } catch (RuntimeException e) {
            LOG.debug("the next use of the transactional id decides what is open, or the broker by its timeout", e);
            discard();
        }
    }

    /** Lets the producer go without waiting for anything. */
    void discard() {
        Producer<byte[], byte[]> left = producer;
        producer = null;
        isInitialised = false;
        isOpen = false;
        if (left != null) {
            left.close(Duration.ZERO);
        }
    }
}
