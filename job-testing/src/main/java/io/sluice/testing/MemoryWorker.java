package io.sluice.testing;

import io.sluice.core.BundleId;
import io.sluice.core.Effect;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.Topics;
import io.sluice.sdk.LocalWorker;
import io.sluice.wire.Wire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The one worker: reads every channel topic, lives for ever, and runs what it is given in the calling thread. */
final class MemoryWorker {

    private static final Wire WIRE = Wire.bundled();
    private static final RecordFormat<Report> REPORTS = RecordFormats.bundled().report();
    private static final long BEAT_MS = 3_000;

    private final LocalWorker handlers;
    private final MemoryPartition partition;
    private final Clock clock;
    private final Thrown thrown;
    private final Consumer<ProducerRecord<byte[], byte[]>> outputs;
    private final Set<String> topics = new ConcurrentSkipListSet<>(Set.of(Topics.channelTopic("root")));
    private final Set<BundleId> held = new LinkedHashSet<>();
    private long saidAt = Long.MIN_VALUE / 2;
    private boolean hasNews = true;

    /** @param outputs is told what handlers hand over as Kafka output */
    MemoryWorker(
            LocalWorker handlers,
            MemoryPartition partition,
            Clock clock,
            Thrown thrown,
            Consumer<ProducerRecord<byte[], byte[]>> outputs) {
        this.handlers = handlers;
        this.partition = partition;
        this.clock = clock;
        this.thrown = thrown;
        this.outputs = outputs;
    }

    Set<String> types() {
        return handlers.types();
    }

    /** A channel topic that jobs are released to. */
    synchronized void knows(String topic) {
        hasNews |= topics.add(topic);
    }

    /** Whether another run can begin before one has ended: while a handler runs, code that it calls may submit and wait. */
    synchronized boolean hasFreeSlot() {
        return held.size() < handlers.slots();
    }

    /** Says that it is alive, if it is time to or there is news. */
    void beatIfDue() {
        Heartbeat beat;
        synchronized (this) {
            if (!hasNews && clock.millis() - saidAt < BEAT_MS) {
                return;
            }
            hasNews = false;
            saidAt = clock.millis();
            beat = beat();
        }
        partition.report("", REPORTS.encode(new Report(handlers.id(), clock.millis(), beat)));
    }

    private Heartbeat beat() {
        List<HeldBundle> listed = new ArrayList<>();
        held.forEach(bundle -> listed.add(new HeldBundle(0, bundle.tree(), bundle.number())));
        return new Heartbeat(
                handlers.slots(),
                handlers.slots() - held.size(),
                List.copyOf(topics),
                List.copyOf(new TreeSet<>(handlers.types())),
                listed,
                false);
    }

    /** The clock was turned by a handler: the deadline of its job may be over. */
    void clockTurned() {
        handlers.clockTurned();
    }

    /**
     * Runs what was released, and reports on it.
     *
     * @throws AssertionError that the handler threw: it is the test's as well as the job's
     */
    void run(Effect.Dispatch dispatch) {
        synchronized (this) {
            held.add(dispatch.bundle());
        }
        try {
            handlers.run(WIRE.message(dispatch, 0).value(), partition::report, outputs);
        } finally {
            synchronized (this) {
                held.remove(dispatch.bundle());
            }
        }
        dispatch.jobs()
                .forEach(job -> thrown.assertion(Ids.sdk(job.job().id())).ifPresent(failed -> {
                    throw failed;
                }));
    }
}
