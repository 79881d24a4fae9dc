package io.sluice.state;

import io.sluice.core.ChannelFile;
import io.sluice.core.Event;
import io.sluice.core.StateView.WorkerFacts;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What belongs to the partition and to no tree: partition count, clock, file text, workers. */
final class Partition {

    /** How far ahead the clock is reserved, so that it is not written with each command. */
    private static final long RESERVED_MS = 100;

    private final OrderedStore store;
    private long clock;
    private FileValue file;
    private Map<String, WorkerFacts> workers;

    Partition(OrderedStore store) {
        this.store = store;
        load();
    }

    /** Reads all of it: at the start, and after a discard. */
    void load() {
        clock = store.get(Keys.clock()).map(Partition::number).orElse(0L);
        file = FileValue.read(store.get(Keys.fileText()));
        workers = new TreeMap<>();
        KeyRange all = Keys.workers();
        store.forEach(
                all.from(),
                all.to(),
                entry -> workers.put(Keys.workerOf(entry.key()), WorkerValue.read(entry.value())));
    }

    /** @throws IllegalStateException if the store was made for another count */
    void check(int partitionCount) {
        long stored = store.get(Keys.partitionCount()).map(Partition::number).orElse(0L);
        if (stored == 0) {
            store.insert(Keys.partitionCount(), bytes(partitionCount));
        } else if (stored != partitionCount) {
            throw new IllegalStateException("this state was made for " + stored + " partitions, but there are "
                    + partitionCount + " now: trees would be looked for in the wrong one. sluice rebuild makes"
                    + " the state anew for that number, under another application id");
        }
    }

    long clock() {
        return clock;
    }

    void passed(long at) {
        if (at > clock) {
            clock = at + RESERVED_MS;
            // The first write makes it, and which one that is does not matter.
            store.upsert(Keys.clock(), bytes(clock));
        }
    }

    /** The channels file; the same object until it changes. */
    FileValue file() {
        return file;
    }

    /** How many files there were. */
    long fileNumber() {
        return file.number();
    }

    void configured(Event.FileConfigured event) {
        file = file.changedTo(event.text());
        // As for the clock.
        store.upsert(Keys.fileText(), file.write());
    }

    /** When the file was last written again; 0: never. */
    long fileCarriedAt() {
        return store.get(Keys.fileCarriedAt()).map(Partition::number).orElse(0L);
    }

    /** What is written again of the file; none: none came yet. */
    Optional<Event.FileCarried> carried() {
        return file.number() == 0
                ? Optional.empty()
                : Optional.of(new Event.FileCarried(file.text(), file.number(), Map.copyOf(file.since())));
    }

    /** The file is this one, whatever was known of it. */
    void carried(Event.FileCarried event, long at) {
        if (file.number() != event.number()) {
            file = new FileValue(event.text(), ChannelFile.parse(event.text()), event.number(), event.since());
            store.upsert(Keys.fileText(), file.write());
        }
        // The first write makes it.
        store.upsert(Keys.fileCarriedAt(), bytes(at));
    }

    Map<String, WorkerFacts> workers() {
        return Collections.unmodifiableMap(workers);
    }

    void changed(Event.WorkerChanged event) {
        WorkerFacts facts = new WorkerFacts(event.slots(), event.topics(), event.types());
        if (workers.put(event.worker(), facts) == null) {
            store.insert(Keys.worker(event.worker()), WorkerValue.write(facts));
        } else {
            store.update(Keys.worker(event.worker()), WorkerValue.write(facts));
        }
    }

    void gone(Event.WorkerGone event) {
        store.delete(Keys.worker(event.worker()));
        workers.remove(event.worker());
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
