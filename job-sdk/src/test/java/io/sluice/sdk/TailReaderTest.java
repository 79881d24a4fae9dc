package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TailReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final List<Long> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean schemaIsThere = new AtomicBoolean();
    private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();

    private Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        Node node = new Node(1, "localhost", 9092);
        Node[] all = {node};
        consumer.updatePartitions("t", List.of(new PartitionInfo("t", 0, node, all, all)));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        consumers.add(consumer);
        return consumer;
    }

    private void write(int consumer, long offset) {
        consumers.get(consumer).addRecord(new ConsumerRecord<>("t", 0, offset, null, null));
    }

    @Test
    void a_record_that_cannot_be_taken_in_does_not_end_the_reading() {
        TailReader reader = new TailReader("t", this::consumer, this::take, "test-tail");
        reader.start();
        reader.positioned().join();
        write(0, 0);
        await().until(() -> consumers.size() == 2);
        await().ignoreExceptions().until(() -> consumers.get(1).position(PARTITION) == 1);
        write(1, 1);
        await().until(() -> seen.contains(1L));
        reader.close();
        assertThat(consumers.get(1).closed()).isTrue();
    }

    @Test
    void a_record_whose_schema_cannot_be_had_now_is_read_again_until_it_can() {
        TailReader reader = new TailReader("t", this::consumer, this::takeWhenTheSchemaIsThere, "test-tail");
        reader.start();
        reader.positioned().join();
        write(0, 0);
        write(0, 1);
        await().until(() -> asked.get() > 0);
        assertThat(seen).isEmpty();
        schemaIsThere.set(true);
        await().until(() -> seen.equals(List.of(0L, 1L)));
        assertThat(consumers).as("nothing was wrong with the first").hasSize(1);
        reader.close();
    }

    @Test
    void a_reader_that_waits_for_a_schema_can_be_closed() {
        TailReader reader = new TailReader("t", this::consumer, this::takeWhenTheSchemaIsThere, "test-tail");
        reader.start();
        reader.positioned().join();
        write(0, 0);
        await().until(() -> asked.get() > 0);
        reader.close();
        assertThat(consumers.get(0).closed()).isTrue();
        assertThat(seen).isEmpty();
    }

    private void takeWhenTheSchemaIsThere(ConsumerRecord<byte[], byte[]> record) {
        asked.incrementAndGet();
        if (!schemaIsThere.get()) {
            throw new SchemaRegistryUnavailableException("away", null);
        }
        seen.add(record.offset());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() == 0) {
            throw new IllegalStateException("a bug");
        }
        seen.add(record.offset());
    }
}
