package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.Sweep;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The value of SWEEP: all of a {@link Sweep} but its id, which is the key. */
final class SweepValue {

    private static final int VERSION = 1;

    private SweepValue() {}

    static byte[] write(Sweep sweep) {
        ValueWriter writer = ValueWriter.version(VERSION);
        writeFilter(writer, sweep.filter());
        ActionValue.write(writer, sweep.action());
        return writer.text(sweep.by())
                .number(sweep.seq())
                .number(sweep.at())
                .text(sweep.progress().cursor())
                .number(sweep.progress().lookedAt())
                .number(sweep.progress().changed())
                .number(sweep.progress().inPass())
                .toBytes();
    }

    static Sweep read(UUID id, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        JobFilter filter = readFilter(reader);
        JobAction action = ActionValue.read(reader);
        return new Sweep(
                id,
                filter,
                action,
                reader.text(),
                reader.number(),
                reader.number(),
                new Sweep.Progress(reader.text(), reader.number(), reader.number(), reader.number()));
    }

    private static void writeFilter(ValueWriter writer, JobFilter filter) {
        writer.bytes(ValueWriter.block()
                .optional(filter.channel().map(ChannelPath::text), ValueWriter::text)
                .optional(filter.type(), ValueWriter::text)
                .list(new TreeSet<>(filter.states()), (each, state) -> each.number(StatusValue.number(state)))
                .optional(filter.error(), ValueWriter::text)
                .number(filter.olderThanMs())
                .toBytes());
    }

    private static JobFilter readFilter(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new JobFilter(
                block.optional(ValueReader::text).map(ChannelPath::new),
                block.optional(ValueReader::text),
                Set.copyOf(block.list(each -> StatusValue.state(each.smallNumber()))),
                block.optional(ValueReader::text),
                block.number());
    }
}
