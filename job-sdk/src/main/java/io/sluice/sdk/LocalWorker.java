package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Done;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Runs bundles in the calling thread, without a broker: for test kits and for those who embed the rules. Handlers, their
 * options, interceptors, mapper and what listeners are told of runs are a {@link WorkerBuilder}'s. Cancels do not reach a handler
 * that runs, and timeouts only where {@link #clockTurned} says that its clock moved. Services use a {@link Worker}.
 *
 * <pre>{@code
 * LocalWorker worker = LocalWorker.of(Worker.builder().handler(SEND_INVOICE, code), clock);
 * worker.run(bundle, (tree, report) -> rules.report(tree, report));
 * }</pre>
 *
 * @since 0.1
 */
public final class LocalWorker {

    private final WorkerSettings settings;
    private final BundleRun.Tools tools;
    private final RecordFormats formats = RecordFormats.bundled();
    private final HandTurnedTimer deadlines;

    private LocalWorker(WorkerSettings settings, Clock clock) {
        Timer never = (millis, what) -> () -> {};
        this.settings = settings;
        this.deadlines = new HandTurnedTimer(clock);
        this.tools = new BundleRun.Tools(
                settings,
                settings.name(),
                new Endings(settings.json()),
                clock::millis,
                new Pace(),
                new Timers(never, deadlines),
                new Listeners(settings.listeners(), never));
    }

    /**
     * A worker as the builder has it now; the builder needs neither a broker nor a handler. Its id is the builder's name alone.
     *
     * @param clock tells when runs begin and end
     * @since 0.1
     */
    public static LocalWorker of(WorkerBuilder settings, Clock clock) {
        return new LocalWorker(settings.settings(), clock);
    }

    /**
     * Its id.
     *
     * @since 0.1
     */
    public String id() {
        return settings.name();
    }

    /**
     * Names of the job types that it has a handler for.
     *
     * @since 0.1
     */
    public Set<String> types() {
        return new TreeSet<>(settings.types());
    }

    /**
     * How many bundles it says that it runs at once.
     *
     * @since 0.1
     */
    public int slots() {
        return settings.slots();
    }

    /**
     * As the other one; what handlers hand over as Kafka output is left out.
     *
     * @since 0.1
     */
    public void run(byte[] bundle, BiConsumer<String, byte[]> reports) {
        run(bundle, reports, record -> {});
    }

    /**
     * Claims a bundle and runs its jobs one after the other. Returns when all have an outcome or are handed back.
     *
     * @param bundle a record of a channel topic, in the wire format
     * @param reports told in order what a worker writes to {@code sluice.reports}: the tree, and a report in the wire format
     * @param outputs told what jobs that end DONE hand over as Kafka output, each job's right before the report of its outcome
     * @throws IllegalArgumentException if it has no handler for the bundle's type
     * @throws io.sluice.schemas.UnreadableRecordException if the bytes are no bundle
     * @since 0.1
     */
    public void run(
            byte[] bundle, BiConsumer<String, byte[]> reports, Consumer<ProducerRecord<byte[], byte[]>> outputs) {
        Bundle read = formats.bundle().decode(bundle);
        if (!settings.handlers().containsKey(read.getType())) {
            throw new IllegalArgumentException("worker " + id() + " was given a bundle of type " + read.getType()
                    + "; it has handlers for " + types());
        }
        BiConsumer<Bundle, Object> told = (of, body) -> reports.accept(
                of.getTree(),
                formats.report().encode(new Report(id(), tools.clock().getAsLong(), body)));
        told.accept(read, new Claimed(List.of(new ClaimedBundle(read.getNumber(), 1, false))));
        List<BundledJob> jobs = read.getJobs();
        for (int n = 0; n < jobs.size(); n++) {
            Object end = run(read, jobs.get(n), told, outputs);
            List<BundledJob> rest = jobs.subList(n + 1, jobs.size());
            if (read.getSequential() && !(end instanceof Done) && !rest.isEmpty()) {
                told.accept(read, handBack(read, rest));
                return;
            }
        }
    }

    /**
     * To be called by a handler that runs, when the clock was turned meanwhile: if its job's timeout is over by now, its thread is
     * interrupted and the run will end as one that took too long.
     *
     * @since 0.1
     */
    public void clockTurned() {
        deadlines.turned();
    }

    private Object run(
            Bundle bundle,
            BundledJob job,
            BiConsumer<Bundle, Object> told,
            Consumer<ProducerRecord<byte[], byte[]>> outputs) {
        JobRun run = new JobRun(bundle, job, tools, progress -> told.accept(bundle, progress));
        tools.listeners().runStarted(run);
        HandlerCall call = new HandlerCall(tools, settings.handlers().get(bundle.getType()));
        Object end = call.means(call.execute(job, run), run);
        if (end instanceof Done) {
            run.output().forEach(outputs);
        }
        long finishedAt = tools.clock().getAsLong();
        told.accept(bundle, new Outcomes(List.of(run.outcome(end, finishedAt))));
        run.ended(end, finishedAt);
        return end;
    }

    private static HandedBack handBack(Bundle bundle, List<BundledJob> rest) {
        List<BundledRun> runs = rest.stream()
                .map(job -> new BundledRun(bundle.getNumber(), job.getId(), job.getRun()))
                .toList();
        return new HandedBack(List.of(), BundleRun.SEQUENTIAL, runs);
    }
}
