package io.sluice.app;

import io.sluice.core.Submission;
import io.sluice.log.Replay;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Verdict;
import io.sluice.sdk.VerdictTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Submits jobs that run others again, some hundreds at a time, and counts what became of them. */
final class ReplaySender {

    private static final int MOST_ON_THEIR_WAY = 500;
    private static final int REASONS = 10;

    private final JobClient client;
    private final boolean waits;
    private final long most;
    private final Deque<CompletableFuture<JobHandle>> onTheirWay = new ArrayDeque<>();
    private final List<String> reasons = new ArrayList<>();
    private long sent;
    private long stored;
    private long there;
    private long held;
    private long refused;
    private long silent;

    /** @param most how many are sent at most */
    ReplaySender(JobClient client, boolean waits, long most) {
        this.client = client;
        this.waits = waits;
        this.most = most;
    }

    /**
     * What became of them.
     *
     * @param stored are new jobs; without a verdict: the broker has them
     * @param there were there already, from a replay of which no event was seen yet
     * @param held were not stored, because another job holds their dedup key
     * @param refused were refused
     * @param silent no event said in time what became of them
     * @param missing cannot be run again: their submission is no longer on the log
     * @param complete whether all were gone through
     * @param limited whether it ended because no more were to be sent
     * @param reasons why some were refused
     */
    record Sent(
            long stored,
            long there,
            long held,
            long refused,
            long silent,
            long missing,
            boolean complete,
            boolean limited,
            List<String> reasons) {}

    /** Sends one; answers whether there may be more. */
    boolean send(Submission job) {
        onTheirWay.add(client.submitAsync(request(job)));
        sent++;
        if (onTheirWay.size() >= MOST_ON_THEIR_WAY) {
            count(onTheirWay.poll());
        }
        // A scheduler that says nothing about one will say nothing about the next thousand.
        return sent < most && silent == 0;
    }

    Sent finish(Replay.Outcome outcome) {
        onTheirWay.forEach(this::count);
        onTheirWay.clear();
        return new Sent(
                stored,
                there,
                held,
                refused,
                silent,
                outcome.missing(),
                outcome.complete(),
                sent >= most,
                List.copyOf(reasons));
    }

    private void count(CompletableFuture<JobHandle> onItsWay) {
        JobHandle handle = onItsWay.join();
        if (!waits) {
            stored++;
            return;
        }
        try {
            count(handle.id(), handle.admitted().join());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof VerdictTimeoutException)) {
                throw e;
            }
            silent++;
        }
    }

    private void count(JobId id, Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted accepted -> stored++;
            case Verdict.Duplicate twin -> {
                if (twin.existing().equals(id)) {
                    there++;
                } else {
                    held++;
                }
            }
            case Verdict.Replaced replaced -> held++;
            case Verdict.Rejected rejected -> {
                refused++;
                if (reasons.size() < REASONS) {
                    reasons.add(id + " (" + rejected.code() + "): " + rejected.reason());
                }
            }
        }
    }

    private static JobRequest<byte[]> request(Submission job) {
        JobId id = new JobId(job.id().tree(), job.id().uuid());
        Submission.Options options = job.options();
        JobRequest<byte[]> request = JobRequest.of(
                        JobType.of(job.type(), byte[].class), job.payload().bytes())
                .contentType(job.payload().contentType())
                .id(id)
                .replayOf(new JobId(id.tree(), job.replayOf().orElseThrow()))
                .channel(job.channel())
                .priority(options.priority())
                .description(job.description());
        if (options.eta().isPresent()) {
            request = request.eta(Instant.ofEpochMilli(options.eta().getAsLong()));
        }
        if (options.maxAttempts().isPresent()) {
            request = request.maxAttempts(options.maxAttempts().getAsInt());
        }
        if (options.retry().isPresent()) {
            request = request.retry(RetryOption.of(options.retry().get()));
        }
        if (options.timeoutMs().isPresent()) {
            request = request.timeout(Duration.ofMillis(options.timeoutMs().getAsLong()));
        }
        if (options.expires().isPresent()) {
            request = request.expires(Instant.ofEpochMilli(options.expires().getAsLong()));
        }
        if (options.dedup().isPresent()) {
            request = request.dedup(dedup(options.dedup().get()));
        }
        for (Map.Entry<String, String> header : job.headers().entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return request;
    }

    private static Dedup dedup(io.sluice.core.Dedup dedup) {
        Dedup key = Dedup.key(dedup.key());
        key = dedup.untilFinished() ? key.untilFinished() : key;
        return key.window(Duration.ofMillis(dedup.windowMs()));
    }
}
