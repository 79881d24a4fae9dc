package io.sluice.sdk;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The Kafka records that one run hands over to be written with its outcome. Safe for many threads. */
final class Output {

    /** What Kafka adds to a record, roughly. */
    private static final int FRAME_BYTES = 70;

    private final JobId job;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;
    private boolean ended;

    Output(JobId job) {
        this.job = job;
    }

    synchronized void add(ProducerRecord<byte[], byte[]> record) {
        if (ended) {
            throw new IllegalStateException("job " + job + " has ended and takes no more output; this record for topic "
                    + record.topic() + " is not written. Call output before the handler returns");
        }
        long size = bytes + size(record);
        Limits.checkOutput(job, records.size() + 1, size);
        bytes = size;
        records.add(copy(record));
    }

    /** A producer and its interceptors change what they are given, and it may have to be given twice. */
    static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), record.headers());
    }

    private static long size(ProducerRecord<byte[], byte[]> record) {
        long size = FRAME_BYTES + size(record.key()) + size(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + size(header.value());
        }
        return size;
    }

    private static int size(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** What was handed over; from here on nothing more is taken. */
    synchronized List<ProducerRecord<byte[], byte[]>> end() {
        ended = true;
        return List.copyOf(records);
    }
}
