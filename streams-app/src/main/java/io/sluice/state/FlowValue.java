package io.sluice.state;

import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.JobState;
import java.util.Optional;

/**
 * The value of FLOW.
 *
 * @param description one line for people
 * @param submittedAt the partition's time when it was stored
 * @param kept members that are kept, joins too; with the last one it goes
 * @param progress members by how they ended, without joins
 * @param closedAt when the last member was closed; 0: not all are
 * @param sweep a command about all of it that is under way
 */
record FlowValue(
        String description,
        long submittedAt,
        long kept,
        Flow.Progress progress,
        long closedAt,
        Optional<Flow.Sweep> sweep) {

    private static final int VERSION = 1;

    static FlowValue fresh(String description, long at) {
        return new FlowValue(description, at, 0, new Flow.Progress(0, 0, 0, 0), 0, Optional.empty());
    }

    static FlowValue of(Flow flow, long kept) {
        return new FlowValue(
                flow.description(), flow.submittedAt(), kept, flow.progress(), flow.closedAt(), flow.sweep());
    }

    Event.FlowCarried carried(FlowId id) {
        return new Event.FlowCarried(flow(id), kept);
    }

    FlowValue joined(boolean counts) {
        Flow.Progress more = counts ? progress.withOneMore() : progress;
        return new FlowValue(description, submittedAt, kept + 1, more, more.isClosed() ? closedAt : 0, sweep);
    }

    FlowValue moved(JobState from, JobState to, long at) {
        return with(progress.moved(from, to), kept, at);
    }

    /** One that was closed goes on counting; another is as if it had never been. */
    FlowValue left(boolean counts, JobState was, long at) {
        if (!counts || was.isClosed()) {
            return with(progress, kept - 1, at);
        }
        long failed = progress.failed() - (was == JobState.FAILED ? 1 : 0);
        return with(
                new Flow.Progress(progress.total() - 1, progress.done(), failed, progress.cancelled()), kept - 1, at);
    }

    private FlowValue with(Flow.Progress now, long left, long at) {
        // 0 is "not yet", and virtual time begins there.
        long closed = closedAt == 0 ? Math.max(at, 1) : closedAt;
        return new FlowValue(description, submittedAt, left, now, now.isClosed() ? closed : 0, sweep);
    }

    FlowValue withSweep(Optional<Flow.Sweep> now) {
        return new FlowValue(description, submittedAt, kept, progress, closedAt, now);
    }

    Flow flow(FlowId id) {
        return new Flow(id, description, submittedAt, progress, closedAt, sweep);
    }

    byte[] write() {
        return ValueWriter.version(VERSION)
                .text(description)
                .number(submittedAt)
                .number(kept)
                .number(progress.total())
                .number(progress.done())
                .number(progress.failed())
                .number(progress.cancelled())
                .number(closedAt)
                .optional(sweep, FlowValue::writeSweep)
                .toBytes();
    }

    static FlowValue read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        return new FlowValue(
                reader.text(),
                reader.number(),
                reader.number(),
                new Flow.Progress(reader.number(), reader.number(), reader.number(), reader.number()),
                reader.number(),
                reader.optional(FlowValue::readSweep));
    }

    private static void writeSweep(ValueWriter writer, Flow.Sweep sweep) {
        writer.bytes(ValueWriter.block()
                .number(number(sweep.action()))
                .text(sweep.reason())
                .number(sweep.after())
                .number(sweep.upTo())
                .toBytes());
    }

    private static Flow.Sweep readSweep(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        Flow.Action action = JobValue.numbered(Flow.Action.values(), FlowValue::number, block.smallNumber());
        return new Flow.Sweep(action, block.text(), block.number(), block.number());
    }

    /** Numbers of their own, so that the order in the enum may change. */
    private static int number(Flow.Action action) {
        return switch (action) {
            case CANCEL -> 0;
            case REQUEUE -> 1;
        };
    }
}
