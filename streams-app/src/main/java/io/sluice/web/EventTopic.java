package io.sluice.web;

import io.sluice.schemas.Topics;
import io.sluice.wire.Wire;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic with the events of all trees, for those who follow it.
 *
 * @param consumers makes a consumer that reads what is committed, begins with the oldest record where nothing else is said,
 *     and is in no group
 * @param wire how events are read
 * @since 0.1
 */
public record EventTopic(Supplier<Consumer<byte[], byte[]>> consumers, Wire wire) {

    /** For an API that does not tell what happens. */
    static final EventTopic NONE = new EventTopic(
            () -> {
                throw new IllegalStateException("this API does not follow the events");
            },
            Wire.bundled());

    Consumer<byte[], byte[]> open() {
        return consumers.get();
    }

    /** All of its partitions. */
    List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new IllegalStateException("there is no topic " + Topics.EVENTS);
        }
        return all;
    }

    static ApiProblem unreadable(Throwable cause) {
        return ApiProblem.unavailable(
                "the events cannot be read now (" + cause.getClass().getSimpleName() + ")",
                "ask again in a moment; if it stays so, this instance's log says more");
    }
}
