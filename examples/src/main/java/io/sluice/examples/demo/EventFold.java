package io.sluice.examples.demo;

import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobReady;
import io.sluice.schemas.JobRetried;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.JobStarted;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What became of all jobs, as the events tell it: nothing here is counted by those who submit or run them. Holds the jobs
 * that have not ended yet and those that failed. Safe for many threads.
 */
final class EventFold {

    private static final long NOT_READY = -1;

    private final Map<UUID, Unfinished> unfinished = new HashMap<>();
    private final Map<String, ChannelTally> channels = new HashMap<>();
    private final List<FailedJob> failed = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private long events;

    private static final class Unfinished {
        private final String channel;
        private final long line;
        private long readyAt;

        Unfinished(String channel, long line, long readyAt) {
            this.channel = channel;
            this.line = line;
            this.readyAt = readyAt;
        }
    }

    synchronized void apply(String tree, Event event) {
        events++;
        for (Object change : event.getChanges()) {
            apply(tree, change, event.getAt());
        }
        notifyAll();
    }

    private void apply(String tree, Object change, long at) {
        switch (change) {
            case JobSubmitted submitted -> submitted(submitted.getJob(), at);
            case JobReady ready -> job(ready.getJob()).readyAt = at;
            case JobStarted started -> started(job(started.getJob()), at);
            case JobRetried retried -> channel(retried.getChannel()).retried();
            case JobDone done -> tally(end(done.getJob())).done(at);
            case JobFailed failure -> failed(tree, failure, at);
            case JobCancelled cancelled -> tally(end(cancelled.getJob())).cancelled(at);
            case CommandRejected refusal -> rejected.add(refusal.getReason());
            default -> {} // All other kinds of events: nothing that is counted here.
        }
    }

    private void submitted(JobSpec job, long at) {
        boolean later = job.getEta() != null && job.getEta() > at;
        long line = Long.parseLong(job.getHeaders().getOrDefault(ImportJobs.LINE_HEADER, "0"));
        unfinished.put(UuidFormat.decode(job.getId()), new Unfinished(job.getChannel(), line, later ? NOT_READY : at));
        channel(job.getChannel()).submitted(at);
    }

    private void started(Unfinished job, long at) {
        if (job.readyAt != NOT_READY) {
            tally(job).waited(at - job.readyAt);
            job.readyAt = NOT_READY;
        }
    }

    private void failed(String tree, JobFailed failure, long at) {
        Unfinished job = end(failure.getJob());
        tally(job).failed(at);
        failed.add(new FailedJob(
                tree + ":" + UuidFormat.decode(failure.getJob()),
                job.channel,
                job.line,
                failure.getError().getMessage()));
    }

    private Unfinished job(Uuid id) {
        return known(id, unfinished.get(UuidFormat.decode(id)));
    }

    private Unfinished end(Uuid id) {
        return known(id, unfinished.remove(UuidFormat.decode(id)));
    }

    private static Unfinished known(Uuid id, Unfinished job) {
        if (job == null) {
            throw new IllegalStateException("an event is about job " + UuidFormat.decode(id)
                    + ", which no event has submitted or which has ended; the events must be read from their start");
        }
        return job;
    }

    private ChannelTally tally(Unfinished job) {
        return channel(job.channel);
    }

    private ChannelTally channel(String path) {
        return channels.computeIfAbsent(path, unknown -> new ChannelTally());
    }

    synchronized ChannelCounts counts(String channel) {
        ChannelTally tally = channels.get(channel);
        return tally == null ? ChannelCounts.NONE : tally.counts();
    }

    /** Jobs that failed for good, by line. */
    synchronized List<FailedJob> failed() {
        return failed.stream().sorted(Comparator.comparingLong(FailedJob::line)).toList();
    }

    /** Why commands were refused: there should be none. */
    synchronized List<String> rejected() {
        return List.copyOf(rejected);
    }

    /** How many events there were; it stands still when nothing happens any more. */
    synchronized long events() {
        return events;
    }

    /** Waits for the next event, for at most that long. */
    synchronized void awaitEvent(Duration atMost) throws InterruptedException {
        wait(atMost.toMillis());
    }
}
