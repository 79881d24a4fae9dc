package io.sluice.examples.workers;

import io.sluice.sdk.JobContext;
import io.sluice.sdk.RunEnd;
import io.sluice.sdk.WorkerListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how runs end. */
final class RunTimes {

    private static final Logger LOG = LoggerFactory.getLogger(RunTimes.class);

    private final Map<RunEnd.How, LongAdder> counts = new ConcurrentHashMap<>();

    WorkerListener listener() {
        // snippet listener
        WorkerListener listener = new WorkerListener() {
            @Override
            public void runEnded(JobContext job, RunEnd end) {
                counts.computeIfAbsent(end.how(), how -> new LongAdder()).increment();
                end.thrown().ifPresent(error -> LOG.warn("{} {}: {}", job.type(), job.id(), end, error));
            }

            @Override
            public void brokerAway(String worker) {
                LOG.error("worker {} hears nothing of the broker", worker);
            }
        };
        // /snippet
        return listener;
    }

    long count(RunEnd.How how) {
        return counts.getOrDefault(how, new LongAdder()).sum();
    }
}
