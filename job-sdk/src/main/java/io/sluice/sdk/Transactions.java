package io.sluice.sdk;

import io.sluice.schemas.JobError;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Report;
import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what handlers hand over as Kafka output, each run's together with its outcome DONE: in one transaction, after the
 * handler has ended, while its thread waits. A few producers are made as they are needed; each has one transaction at a time.
 *
 * <p>Why it is there exactly once (docs/adr/0012-output-and-outcome-are-one-transaction.md has the proof):
 *
 * <ul>
 *   <li>The outcome stands on the log before the lease is looked at for the last time. If the lease holds then, nobody can have
 *       decided before that place that the run is lost, and whoever reads on has to wait there for this transaction's end.
 *   <li>A transaction is committed only when the broker has every record of it. What was not asked to be committed never is: it is
 *       aborted, by us, by the next producer of the id, or by the broker when its timeout is over.
 *   <li>Where nobody knows whether a commit came through, nothing is written again: the bundle goes back. The hand-back stands
 *       behind the outcome, so it takes back a job whose outcome was aborted, and does nothing to one that is DONE.
 * </ul>
 */
final class Transactions {

    /** What the transactional ids begin with; the worker's id and a number follow. */
    static final String ID_PREFIX = "sluice-worker-";

    /** An open transaction of a worker that was killed keeps all readers of its partitions of sluice.reports waiting. */
    static final int TIMEOUT_MS = 5_000;

    static final long PATIENCE_MS = 60_000;
    private static final int MOST_PRODUCERS = 8;
    private static final long AGAIN_MS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final BlockingDeque<TransactionalOutlet> free = new LinkedBlockingDeque<>();
    private final int producers;
    private final String worker;
    private final LongSupplier clock;
    private final RecordFormat<Report> format;
    private final IntToLongFunction heardAt;
    private final Outage outage = new Outage("writing Kafka output");
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param factory makes the producer of a number, which is part of its transactional id
     * @param heardAt by partition: when the last heartbeat was sent that the broker has
     */
    Transactions(BundleRun.Tools tools, IntFunction<Producer<byte[], byte[]>> factory, IntToLongFunction heardAt) {
        this.worker = tools.worker();
        this.clock = tools.clock();
        this.format = tools.settings().kafka().formats().report();
        this.heardAt = heardAt;
        this.producers = Math.min(MOST_PRODUCERS, tools.settings().slots());
        for (int n = 1; n <= producers; n++) {
            int number = n;
            free.addLast(new TransactionalOutlet(() -> factory.apply(number)));
        }
    }

    /** The end of one try; null in {@code written} and a cause: it is to be tried again. */
    private record Try(Written written, RuntimeException cause) {}

    /** Tries until it is decided. Called by the thread of the handler that has ended. */
    Written write(OutputRun run) {
        long since = clock.getAsLong();
        while (isOurs(run)) {
            Try one = tryOnce(run);
            if (one.written() != null) {
                return one.written();
            }
            if (one.cause() != null && clock.getAsLong() - since >= PATIENCE_MS) {
                return new Written.Refused(OutputFaults.lasting(run.run(), PATIENCE_MS, one.cause()), true);
            }
        }
        return new Written.Untold(whyNotOurs() + " before its Kafka output was written");
    }

    private Try tryOnce(OutputRun run) {
        // Whoever interrupts this thread now meant the handler.
        Thread.interrupted();
        try {
            Try one = run.earlier().await(AGAIN_MS) ? once(run) : new Try(null, null);
            if (one.cause() != null) {
                outage.failed("It is tried again as long as the lease holds, at most a minute", one.cause());
                closed.await(AGAIN_MS, TimeUnit.MILLISECONDS);
            }
            return one;
        } catch (InterruptedException e) {
            LOG.debug("interrupted while the output of job {} waits", run.run().id(), e);
            return new Try(null, null);
        }
    }

    /** In this order: a heartbeat that came to the log late counts as heard only after what it was too late for is abandoned. */
    private boolean isOurs(OutputRun run) {
        int partition = run.claim().bundle().getPartition();
        return closed.getCount() > 0
                && !run.claim().isUnheard(heardAt.applyAsLong(partition), clock.getAsLong())
                && !run.isAbandoned().getAsBoolean();
    }

    private String whyNotOurs() {
        return closed.getCount() > 0 ? "its lease was in doubt" : "its worker stopped";
    }

    private Try once(OutputRun run) throws InterruptedException {
        TransactionalOutlet outlet = free.pollFirst(AGAIN_MS, TimeUnit.MILLISECONDS);
        if (outlet == null) {
            return new Try(null, null);
        }
        try {
            return once(run, outlet);
        } finally {
            // The one that was used last is used next: so there are only as many as are needed.
            free.addFirst(outlet);
            if (closed.getCount() == 0) {
                close();
            }
        }
    }

    private Try once(OutputRun run, TransactionalOutlet outlet) {
        try {
            Optional<JobError> wrong = wrongPartition(run, outlet);
            if (wrong.isPresent()) {
                return new Try(new Written.Refused(wrong.get(), false), null);
            }
            outlet.begin();
            outlet.write(run.records());
            outlet.write(List.of(report(run)));
        } catch (TransactionalOutlet.Failure e) {
            outlet.rollBack(e.getCause());
            return OutputFaults.of(e, run.run())
                    .map(error -> new Try(new Written.Refused(error, false), null))
                    .orElseGet(() -> new Try(null, e));
        } catch (RuntimeException e) {
            outlet.rollBack(e);
            return OutputFaults.of(new TransactionalOutlet.Failure(Topics.REPORTS, e), run.run())
                    .map(error -> new Try(new Written.Refused(error, false), null))
                    .orElseGet(() -> new Try(null, e));
        }
        return commit(run, outlet);
    }

    private static Optional<JobError> wrongPartition(OutputRun run, TransactionalOutlet outlet) {
        Map<String, Integer> asked = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : run.records()) {
            int partitions = asked.computeIfAbsent(record.topic(), outlet::partitions);
            if (record.partition() != null && record.partition() >= partitions) {
                return Optional.of(
                        OutputFaults.noSuchPartition(run.run(), record.topic(), record.partition(), partitions));
            }
        }
        return Optional.empty();
    }

    /** The output is written by now, and counts as part of the run: so bundles do not grow beyond what it takes. */
    private ProducerRecord<byte[], byte[]> report(OutputRun run) {
        long now = clock.getAsLong();
        Report report = new Report(worker, now, new Outcomes(List.of(run.outcome(now))));
        byte[] tree = run.claim().key().tree().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.REPORTS, tree, format.encode(report));
    }

    /** Everything is on the log. From the first call of commit on, only its answer tells whether it is there. */
    private Try commit(OutputRun run, TransactionalOutlet outlet) {
        if (!isOurs(run)) {
            String why = whyNotOurs() + " when its Kafka output was to be committed";
            outlet.rollBack(new IllegalStateException(why));
            return untold(why);
        }
        RuntimeException doubt = null;
        while (doubt == null || isOurs(run)) {
            try {
                outlet.commit();
                outage.healthy();
                return new Try(new Written.Committed(), null);
            } catch (TimeoutException | InterruptException e) {
                Thread.interrupted();
                outage.failed("The broker is asked again as long as the lease holds", e);
                doubt = e;
            } catch (RuntimeException e) {
                doubt = e;
                break;
            }
        }
        LOG.warn(
                "whether the Kafka output of job {} run {} was committed is not known; if it was, the job is DONE, else it runs"
                        + " again",
                run.run().id(),
                run.run().run(),
                doubt);
        outlet.settle();
        return untold("nobody knows whether its Kafka output was committed");
    }

    private static Try untold(String why) {
        return new Try(new Written.Untold(why), null);
    }

    /** What is being written goes on no more than a try; then the producers are let go. */
    void close() {
        closed.countDown();
        for (int n = 0; n < producers; n++) {
            TransactionalOutlet outlet = free.pollFirst();
            if (outlet != null) {
                outlet.discard();
            }
        }
    }
}
