package io.sluice.web;

import io.sluice.core.Recorded;
import io.sluice.wire.BadRecordException;
import io.sluice.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event with its place on the topic.
 *
 * @param partition the partition of its record
 * @param offset the offset of its record
 * @param count which event of its record it is, from 1
 * @param isLast whether it is the last one of it
 * @param bytes its share of the record, in bytes
 * @param recorded the event
 */
record Happening(int partition, long offset, int count, boolean isLast, int bytes, Recorded recorded) {

    private static final Logger LOG = LoggerFactory.getLogger(Happening.class);

    /** The events of a record, in their order; none: it is no record that this version can read. */
    static List<Happening> of(ConsumerRecord<byte[], byte[]> written, Wire wire) {
        try {
            List<Recorded> events = wire.events(Optional.ofNullable(written.key()), written.value());
            int share = events.isEmpty() ? 0 : written.value().length / events.size();
            return IntStream.range(0, events.size())
                    .mapToObj(i -> new Happening(
                            written.partition(), written.offset(), i + 1, i + 1 == events.size(), share, events.get(i)))
                    .toList();
        } catch (BadRecordException e) {
            LOG.warn("event at {}-{} offset {} is left out", written.topic(), written.partition(), written.offset(), e);
            return List.of();
        }
    }
}
