package io.sluice.streams;

import io.sluice.core.Effect;
import io.sluice.schemas.Topics;
import io.sluice.wire.Message;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What leaves a partition, each to its sink. All of it gets the partition's time: the time of what came in may be 0, and
 * retention would delete at once what carries that.
 */
final class Outbox {

    /** Marks a record that was sent on once because it had come to another partition than its tree's. */
    static final String FORWARDED = "sluice-forwarded";
    /** Headers of a dead letter: why, and where it stood. */
    static final String CAUSE = "sluice-cause";

    static final String TOPIC = "sluice-topic";
    static final String PARTITION = "sluice-partition";
    static final String OFFSET = "sluice-offset";
    /** Header of a dead letter that is too large to be kept: how many bytes it had. */
    static final String LEFT_OUT = "sluice-value-left-out";

    /** Below the limit of every topic that whole records are copied to, with room for headers. */
    static final int LARGEST_COPY = 5 * 1024 * 1024;

    private static final int LONGEST_CAUSE = 4_000;

    private final ProcessorContext<Object, byte[]> context;
    private CommitPolicy.Sent sent = CommitPolicy.Sent.NOTHING;

    Outbox(ProcessorContext<Object, byte[]> context) {
        this.context = context;
    }

    /** What was sent since this was asked last. */
    CommitPolicy.Sent takeSent() {
        CommitPolicy.Sent taken = sent;
        sent = CommitPolicy.Sent.NOTHING;
        return taken;
    }

    /** Sends to wherever the message says. A report goes to the own partition. */
    void send(Message message, long now) {
        switch (message.topic()) {
            case Topics.EVENTS -> forward(JobTopology.EVENTS, here(message), message, now);
            case Topics.CONTROL -> {
                sent = CommitPolicy.Sent.FOR_WORKERS;
                forward(JobTopology.CONTROL, message.keyBytes().orElse(null), message, now);
            }
            case Topics.REPORTS -> forward(JobTopology.OWN_REPORTS, here(message), message, now);
            default -> {
                sent = CommitPolicy.Sent.FOR_WORKERS;
                forward(JobTopology.CHANNELS, message.topic(), message, now);
            }
        }
    }

    /** Events and own reports stay in the partition, also those of no tree. */
    private JobTopology.InPartition here(Message message) {
        return new JobTopology.InPartition(
                context.taskId().partition(), message.keyBytes().orElse(null));
    }

    /** Sends a record on to the partition of its key, which reads nothing behind it until it is committed. */
    void sendOn(Record<byte[], byte[]> record, String topic, long now) {
        sent = CommitPolicy.Sent.FOR_WORKERS;
        String sink = topic.equals(Topics.JOBS) ? JobTopology.ASTRAY_JOBS : JobTopology.ASTRAY_REPORTS;
        Headers headers = new RecordHeaders(record.headers()).add(FORWARDED, new byte[0]);
        context.forward(new Record<>(record.key(), record.value(), now, headers), sink);
    }

    /** Puts a record aside. */
    void deadLetter(Record<byte[], byte[]> record, RecordMetadata from, String cause, long now) {
        Headers headers = new RecordHeaders(record.headers())
                .add(CAUSE, utf8(cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE) + "…"))
                .add(TOPIC, utf8(from.topic()))
                .add(PARTITION, utf8(Integer.toString(from.partition())))
                .add(OFFSET, utf8(Long.toString(from.offset())));
        byte[] value = record.value();
        if (isTooLarge(record)) {
            headers.add(LEFT_OUT, utf8(Integer.toString(sizeOf(value))));
            value = null;
        }
        byte[] key = sizeOf(record.key()) > LARGEST_COPY / 2 ? null : record.key();
        context.forward(new Record<>(key, value, now, headers), JobTopology.DEAD_LETTERS);
    }

    /** Puts a timer aside that was given up: it came from no record. */
    void deadTimer(Effect.TimerFailed failure, long now) {
        Headers headers = new RecordHeaders()
                .add(CAUSE, utf8("a timer threw " + failure.cause()))
                .add(PARTITION, utf8(Integer.toString(context.taskId().partition())));
        byte[] value = utf8(failure.timer().toString());
        context.forward(new Record<Object, byte[]>(null, value, now, headers), JobTopology.DEAD_LETTERS);
    }

    /** Whether a copy would be refused; compression lets larger records in than may leave. */
    static boolean isTooLarge(Record<byte[], byte[]> record) {
        return size(record) > LARGEST_COPY;
    }

    private static int size(Record<byte[], byte[]> record) {
        int size = sizeOf(record.key()) + sizeOf(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + sizeOf(header.value());
        }
        return size;
    }

    private static int sizeOf(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private void forward(String sink, Object key, Message message, long now) {
        sent = sent == CommitPolicy.Sent.NOTHING ? CommitPolicy.Sent.FOR_OTHERS : sent;
        context.forward(new Record<>(key, message.value(), now), sink);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
