package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Aborts a transaction of which its coordinator knows nothing any more, by being its producer for a moment: a new transaction
 * under the same transactional id joins the one that is open on a partition, and the abort ends both. It needs no more than
 * the scheduler may do anyway, unlike Kafka's own tool, which needs rights on the cluster and does not reach offsets.
 *
 * <p>Whoever wrote under the id is fenced. That loses nothing, but a stream thread begins anew with its stores restored; a worker
 * takes another producer.
 */
final class Seizure {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** Never seen by a reader of committed records. A compacted topic wants a key. */
    private static final byte[] NO_KEY = new byte[0];

    /** Workers write outcomes together with their handlers' Kafka output. */
    private static final String A_WORKERS = "sluice-worker-[A-Za-z0-9_-]+-\\d+";

    private final StreamSettings settings;
    private final Pattern ours;

    Seizure(StreamSettings settings) {
        this.settings = settings;
        this.ours =
                Pattern.compile(Pattern.quote(settings.applicationId()) + "-" + ProcessFile.ID + "-\\d+|" + A_WORKERS);
    }

    /** @throws KafkaException if the id is neither a stream thread's of this application nor a worker's, or what the broker said */
    void abort(String transactionalId, Collection<TopicPartition> open) {
        if (!ours.matcher(transactionalId).matches()) {
            throw new KafkaException(transactionalId + " is another application's");
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(KafkaProperties.seizure(settings, transactionalId), bytes, bytes);
        try {
            join(producer, open);
            producer.abortTransaction();
        } finally {
            producer.close(CLOSE);
        }
    }

    // The other way to the same three words is a consumer of the group, made for nothing else.
    @SuppressWarnings("removal")
    private void join(KafkaProducer<byte[], byte[]> producer, Collection<TopicPartition> open) {
        producer.initTransactions();
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = open.stream()
                .map(at -> producer.send(new ProducerRecord<>(at.topic(), at.partition(), NO_KEY, null)))
                .toList();
        producer.flush();
        // An abort ends the transaction only where something of it has arrived.
        sent.forEach(Answers::of);
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(Topics.JOBS, 0), new OffsetAndMetadata(0)),
                new ConsumerGroupMetadata(settings.applicationId()));
    }
}
