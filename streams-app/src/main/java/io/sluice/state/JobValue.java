package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The value of JOB: all of a {@link Job} but its id, which is the key. What most jobs do not have stands last. */
final class JobValue {

    private static final int VERSION = 1;

    private JobValue() {}

    static byte[] write(Job job) {
        ValueWriter writer = ValueWriter.version(VERSION)
                .text(job.type())
                .text(job.channel().text())
                .bytes(job.payload().bytes())
                .text(job.payload().contentType())
                .signed(job.priority())
                .number(job.seq())
                .signed(job.submittedAt())
                .signed(job.arrivedAt() - job.submittedAt())
                .optional(job.eta())
                .optional(asLong(job.maxAttempts()))
                .optional(job.retry(), LimitsValue::writePolicy)
                .text(job.description())
                .number(job.headers().size());
        job.headers().forEach((name, value) -> writer.text(name).text(value));
        return writer.toBytes();
    }

    static Job read(JobId id, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        String type = reader.text();
        ChannelPath channel = new ChannelPath(reader.text());
        Payload payload = new Payload(reader.bytes(), reader.text());
        int priority = (int) reader.signed();
        long seq = reader.number();
        long submittedAt = reader.signed();
        long arrivedAt = submittedAt + reader.signed();
        return new Job(
                id,
                type,
                channel,
                payload,
                priority,
                reader.optionalNumber(),
                asInt(reader.optionalNumber()),
                reader.optional(LimitsValue::readPolicy),
                reader.text(),
                headers(reader),
                submittedAt,
                seq,
                arrivedAt);
    }

    private static Map<String, String> headers(ValueReader reader) {
        Map<String, String> headers = new LinkedHashMap<>();
        int count = reader.smallNumber();
        for (int i = 0; i < count; i++) {
            headers.put(reader.text(), reader.text());
        }
        return headers;
    }

    static OptionalLong asLong(OptionalInt number) {
        return number.isPresent() ? OptionalLong.of(number.getAsInt()) : OptionalLong.empty();
    }

    static OptionalInt asInt(OptionalLong number) {
        return number.isPresent() ? OptionalInt.of(Math.toIntExact(number.getAsLong())) : OptionalInt.empty();
    }
}
