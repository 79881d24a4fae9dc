package io.sluice.web;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Puts a consumer of the events where somebody wants to begin. */
final class EventSeek {

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> all;
    private boolean gap;

    EventSeek(Consumer<byte[], byte[]> consumer, List<TopicPartition> all) {
        this.consumer = consumer;
        this.all = all;
    }

    /**
     * Makes it read from there.
     *
     * @param wanted leaves those partitions over that are wanted
     * @throws ApiProblem if the position is none of these events
     */
    EventPosition to(EventStart start, UnaryOperator<Map<Integer, Long>> wanted) {
        EventPosition position = switch (start) {
            case EventStart.Now now -> EventPosition.at(wanted.apply(ends()));
            case EventStart.Beginning beginning -> EventPosition.at(wanted.apply(beginnings()));
            case EventStart.At at -> EventPosition.at(wanted.apply(from(at.time())));
            case EventStart.Behind behind -> checked(behind.position(), wanted);
        };
        Map<TopicPartition, Long> next = all.stream()
                .filter(partition -> position.next().containsKey(partition.partition()))
                .collect(Collectors.toMap(
                        partition -> partition, partition -> position.next().get(partition.partition())));
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        return position;
    }

    /** Where each partition ends now. */
    Map<Integer, Long> ends() {
        return byNumber(consumer.endOffsets(all));
    }

    /** Whether events that are wanted are not kept any more. */
    boolean isGap() {
        return gap;
    }

    private Map<Integer, Long> beginnings() {
        return byNumber(consumer.beginningOffsets(all));
    }

    private Map<Integer, Long> from(Instant time) {
        Map<Integer, Long> next = ends();
        Map<TopicPartition, Long> times =
                all.stream().collect(Collectors.toMap(partition -> partition, any -> time.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                next.put(partition.partition(), found.offset());
            }
        });
        return next;
    }

    private EventPosition checked(EventPosition position, UnaryOperator<Map<Integer, Long>> wanted) {
        Map<Integer, Long> ends = ends();
        Collection<Integer> partitions = wanted.apply(ends).keySet();
        if (!position.next().keySet().containsAll(partitions)
                || partitions.stream().anyMatch(one -> position.next().get(one) > ends.get(one))) {
            throw ApiProblem.badRequest(
                    "the position is none in these events: it is of another tree, or of another cluster",
                    "send the id of the last event that the same question got, or begin anew with from=");
        }
        EventPosition asked = position.of(partitions);
        EventPosition kept = asked.atLeast(beginnings());
        gap = !kept.next().equals(asked.next());
        return kept;
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> numbers = new HashMap<>();
        offsets.forEach((partition, offset) -> numbers.put(partition.partition(), offset));
        return numbers;
    }
}
