package io.sluice.sdk;

import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Progress;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Report;
import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one producer through which claims, outcomes and heartbeats leave, in the order in which they are given here. */
final class Reports implements ReportBatches.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Outlet outlet;
    private final RecordFormat<Report> format;
    private final String worker;
    private final LongSupplier clock;
    private final ReportBatches batches;
    private final Outage outage = new Outage("sending to " + Topics.REPORTS);

    Reports(Outlet outlet, RecordFormat<Report> format, String worker, LongSupplier clock, Timer timer) {
        this.outlet = outlet;
        this.format = format;
        this.worker = worker;
        this.clock = clock;
        this.batches = new ReportBatches(this, timer);
    }

    /** One claim for bundles of one tree; the answer is null or what went wrong. */
    void claim(String tree, List<ClaimedBundle> bundles, Consumer<Exception> answer) {
        try {
            send(tree, new Claimed(bundles), answer);
        } catch (RuntimeException e) {
            answer.accept(e);
        }
    }

    void outcome(String tree, Outcome outcome, Runnable confirmed) {
        batches.outcome(tree, outcome, confirmed);
    }

    void handBack(Claim.Key bundle, String reason, Runnable confirmed) {
        batches.handBack(bundle, reason, confirmed);
    }

    void handBackJobs(Claim.Key bundle, List<BundledRun> jobs, String reason, Runnable confirmed) {
        batches.handBackJobs(bundle, jobs, reason, confirmed);
    }

    /** Once, and whether it arrives or not: the next one says more. */
    void progress(String tree, Progress progress) {
        try {
            send(tree, progress, error -> LOG.debug("progress {} was sent, error: {}", progress, error));
        } catch (RuntimeException e) {
            LOG.debug("progress {} was not sent", progress, e);
        }
    }

    /** A heartbeat to one partition; the answer is null or what went wrong. */
    void heartbeat(int partition, Heartbeat heartbeat, Consumer<Exception> answer) {
        outlet.send(new ProducerRecord<>(Topics.REPORTS, partition, null, encode(heartbeat)), answer);
    }

    /** How many partitions a topic has. May block; throws if the broker does not say, or has no such topic. */
    int partitions(String topic) {
        return outlet.partitions(topic);
    }

    @Override
    public void send(String tree, Object body, Consumer<Exception> answer) {
        outlet.send(
                new ProducerRecord<>(Topics.REPORTS, tree.getBytes(StandardCharsets.UTF_8), encode(body)), error -> {
                    if (error == null) {
                        outage.healthy();
                    }
                    answer.accept(error);
                });
    }

    @Override
    public boolean mayHeal(String tree, Exception error) {
        if (error instanceof RecordTooLargeException
                || error instanceof SerializationException
                || error instanceof IllegalArgumentException) {
            LOG.error("outcomes of tree {} cannot be sent as they are", tree, error);
            return false;
        }
        outage.failed("Outcomes are kept and sent again until the broker has them", error);
        return true;
    }

    private byte[] encode(Object body) {
        return format.encode(new Report(worker, clock.getAsLong(), body));
    }

    /** Sends what waits for others to go along, so that what is sent next comes after it. */
    void flush() {
        batches.flush();
    }

    /** Sends what waits and lets go of the broker; what it has not confirmed by then is given up. */
    void close(Duration atMost) {
        batches.flush();
        outlet.close(atMost);
    }
}
