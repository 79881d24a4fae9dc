package io.sluice.state;

import io.sluice.core.StateView.WorkerFacts;
import java.util.Set;
import java.util.TreeSet;

/** The value of WORKER: what a worker said about itself. */
final class WorkerValue {

    private static final int VERSION = 1;

    private WorkerValue() {}

    static byte[] write(WorkerFacts facts) {
        return ValueWriter.version(VERSION)
                .number(facts.slots())
                .list(new TreeSet<>(facts.topics()), ValueWriter::text)
                .list(new TreeSet<>(facts.types()), ValueWriter::text)
                .toBytes();
    }

    static WorkerFacts read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        int slots = reader.smallNumber();
        return new WorkerFacts(
                slots, Set.copyOf(reader.list(ValueReader::text)), Set.copyOf(reader.list(ValueReader::text)));
    }
}
