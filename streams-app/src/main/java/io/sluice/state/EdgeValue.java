package io.sluice.state;

import io.sluice.core.Edge;
import io.sluice.core.Parent;
import java.util.UUID;

/** The value of EDGE: which end is waited for, and how that stands. Small, for there are as many as jobs. */
final class EdgeValue {

    private static final int VERSION = 1;

    private EdgeValue() {}

    static byte[] write(Parent.On on, Edge.State state) {
        return ValueWriter.version(VERSION)
                .number(JobValue.end(on))
                .number(number(state))
                .toBytes();
    }

    static Edge read(UUID child, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        Parent.On on = JobValue.numbered(Parent.On.values(), JobValue::end, reader.smallNumber());
        return new Edge(child, on, JobValue.numbered(Edge.State.values(), EdgeValue::number, reader.smallNumber()));
    }

    /** Numbers of their own, so that the order in the enum may change. */
    private static int number(Edge.State state) {
        return switch (state) {
            case OPEN -> 0;
            case MET -> 1;
            case IMPOSSIBLE -> 2;
        };
    }
}
