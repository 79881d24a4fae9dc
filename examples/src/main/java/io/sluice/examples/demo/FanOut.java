package io.sluice.examples.demo;

import io.sluice.examples.csvimport.CsvLine;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobIds;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.RetryableJobException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Submits one job a line. The ids follow from the importing job's id and the line, so an import that runs twice submits the
 * same jobs. At most {@value #IN_FLIGHT} submissions are on their way, however long the file is. For one thread.
 */
final class FanOut {

    private static final int IN_FLIGHT = 2000;
    private static final int SOONER = 5;
    private static final Duration LATER = Duration.ofSeconds(2);

    private final JobClient client;
    private final JobId parent;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long lines;

    FanOut(JobClient client, JobId parent) {
        this.client = client;
        this.parent = parent;
    }

    void submit(CsvLine line) throws InterruptedException {
        lines++;
        try {
            send(request(line));
        } catch (IllegalArgumentException tooLarge) {
            send(request(new CsvLine(line.lineNumber(), Map.of(), tooLarge.getMessage(), "")));
        }
    }

    private void send(JobRequest<CsvLine> request) throws InterruptedException {
        free.acquire();
        checkFailure();
        try {
            client.submitAsync(request).whenComplete((handle, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
                free.release();
            });
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    /** Every tenth line goes first, every fiftieth later: so both can be seen at work. */
    private JobRequest<CsvLine> request(CsvLine line) {
        JobRequest<CsvLine> request = JobRequest.of(ImportJobs.IMPORT_LINE, line)
                .id(JobIds.derived(parent, line.lineNumber()))
                .channel(ImportJobs.LINE_CHANNEL)
                .header(ImportJobs.LINE_HEADER, Long.toString(line.lineNumber()))
                .description("line " + line.lineNumber());
        if (lines % 50 == 0) {
            return request.eta(LATER);
        }
        return lines % 10 == 0 ? request.priority(SOONER) : request;
    }

    /** Waits until the broker has all of them. */
    long await() throws InterruptedException {
        free.acquire(IN_FLIGHT);
        checkFailure();
        return lines;
    }

    private void checkFailure() {
        if (failure.get() != null) {
            throw new RetryableJobException("a line's job could not be submitted", failure.get());
        }
    }
}
