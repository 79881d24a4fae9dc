package io.sluice.app.meters;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Event.LostReason;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Join;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.streams.PartitionListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Folds what one partition decides into meters. Belongs to the partition's thread; keeps no more than the jobs that were
 * released and have not begun, and the meters of channels and types that it met.
 */
final class PartitionMeters implements PartitionListener {

    /** More than any sane number of channels; then it begins anew. */
    private static final int MOST_CACHED = 10_000;

    private static final long UNKNOWN = -1;

    private final EventMeters meters;
    private final WorkerLog workers;
    private final Map<JobId, Released> released = new HashMap<>();
    private final Map<Where, ChannelMeters> channels = new HashMap<>();
    private final Map<String, TypeMeters> types = new HashMap<>();

    PartitionMeters(EventMeters meters, WorkerLog workers) {
        this.meters = meters;
        this.workers = workers;
    }

    private record Where(String tree, String channel) {}

    /**
     * A job on its way to a worker.
     *
     * @param readyAt since when it waited; {@link #UNKNOWN}: this is not its first run, or it waited for other jobs
     */
    private record Released(ChannelMeters channel, long readyAt) {}

    @Override
    public void heard(Heartbeat beat, long now) {
        workers.heard(beat, now);
    }

    @Override
    public void decided(Output output) {
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatched(dispatch);
            }
        }
        for (Recorded recorded : output.events()) {
            if (!isAboutJoin(recorded.event())) {
                count(recorded);
            }
        }
    }

    /** Nobody submitted it, nobody sees it. */
    private static boolean isAboutJoin(Event event) {
        return event instanceof Event.OfJob about && about.type().equals(Join.TYPE);
    }

    // ---- on the way to a worker

    private void dispatched(Effect.Dispatch dispatch) {
        ChannelMeters channel = channel(dispatch.bundle().tree(), dispatch.channel());
        for (Effect.DispatchedJob job : dispatch.jobs()) {
            released.put(job.job().id(), new Released(channel, readyAt(job)));
        }
        channel.released.increment(dispatch.jobs().size());
    }

    /** Of a run that is not the first, and of a job that waited for others, nothing that is at hand says since when it was READY. */
    private static long readyAt(Effect.DispatchedJob dispatched) {
        Job job = dispatched.job();
        boolean isKnown = dispatched.run() == 1 && job.parents().isEmpty();
        return isKnown ? Math.max(job.arrivedAt(), job.eta().orElse(0)) : UNKNOWN;
    }

    private void started(JobId job, long at) {
        Released begun = released.remove(job);
        if (begun == null) {
            return;
        }
        begun.channel().started.increment();
        if (begun.readyAt() != UNKNOWN) {
            begun.channel().waits.record(Math.max(0, at - begun.readyAt()), TimeUnit.MILLISECONDS);
        }
    }

    // ---- events

    private void count(Recorded recorded) {
        switch (recorded.event()) {
            case Event.JobStarted e -> started(e.job(), recorded.at());
            case Event.JobDone e -> done(e);
            case Event.JobSubmitted e -> channel(e).submitted.increment();
            case Event.JobRetried e -> retried(e);
            case Event.JobFailed e -> failed(e);
            case Event.JobSnoozed e -> snoozed(e);
            case Event.JobCancelled e -> cancelled(e);
            case Event.JobLost e -> lost(e);
            case Event.JobHandedBack e -> handedBack(e);
            case Event.JobRequeued e -> channel(e).requeued.increment();
            case Event.JobPurged e -> channel(e).purged.increment();
            case Event.JobDuplicate e -> meters.duplicates.increment();
            case Event.CommandRejected e -> meters.rejected.get(e.code()).increment();
            case Event.BundleClaimed e -> workers.claimed(e.worker());
            case Event.ClaimDropped e -> claimDropped(e);
            // Counted by what was sent: that tells more.
            case Event.JobReleased e -> {}
            // Moves that no meter is about, and what moves no job.
            case Event.JobReady e -> {}
            case Event.JobScheduled e -> {}
            case Event.JobRescheduled e -> {}
            case Event.JobReprioritized e -> {}
            case Event.JobMoved e -> {}
            case Event.JobReplaced e -> {}
            case Event.MaxAttemptsSet e -> {}
            case Event.CancelAsked e -> {}
            case Event.ChannelConfigured e -> {}
            case Event.ChannelPaused e -> {}
            case Event.ChannelResumed e -> {}
            case Event.ChannelShut e -> {}
            case Event.FileConfigured e -> {}
            case Event.PartitionsGrown e -> {}
            case Event.TimesMeasured e -> {}
            case Event.TypePaused e -> {}
            case Event.TypeResumed e -> {}
            case Event.NothingChanged e -> {}
            case Event.FlowSubmitted e -> {}
            case Event.FlowSwept e -> {}
            case Event.EdgesChanged e -> {}
            case Event.EdgesAdded e -> {}
            case Event.ChildrenHeld e -> {}
            case Event.CascadeAdvanced e -> {}
            case Event.JobTied e -> {}
            case Event.SchedulePut e -> {}
            case Event.ScheduleDeleted e -> {}
            case Event.ScheduleFired e -> {}
            case Event.ScheduleSkipped e -> {}
            case Event.DedupReleased e -> {}
            case Event.SweepStarted e -> {}
            case Event.SweepAdvanced e -> {}
            case Event.TreeDropped e -> {}
            case Event.Carried e -> {}
            case Event.Soft e -> {}
        }
    }

    private void done(Event.JobDone event) {
        ChannelMeters channel = channel(event);
        TypeMeters type = type(event.type());
        channel.done.increment();
        type.done.increment();
        ran(channel, type, event.run());
    }

    private void retried(Event.JobRetried event) {
        ChannelMeters channel = channel(event);
        TypeMeters type = type(event.type());
        channel.retried.increment();
        type.retried.increment();
        ran(channel, type, event.run());
    }

    private void failed(Event.JobFailed event) {
        ChannelMeters channel = channel(event);
        TypeMeters type = type(event.type());
        channel.failed.increment();
        type.failed.increment();
        ran(channel, type, event.run());
    }

    private void snoozed(Event.JobSnoozed event) {
        ChannelMeters channel = channel(event);
        channel.snoozed.increment();
        ran(channel, type(event.type()), event.run());
    }

    private void cancelled(Event.JobCancelled event) {
        ChannelMeters channel = channel(event);
        released.remove(event.job());
        channel.cancelled.increment();
        ran(channel, type(event.type()), event.run());
    }

    private void lost(Event.JobLost event) {
        released.remove(event.job());
        channel(event).lost.get(event.reason()).increment();
        if (event.reason() == LostReason.WORKER_LOST) {
            workers.lost(event.run().worker());
        }
    }

    private void handedBack(Event.JobHandedBack event) {
        released.remove(event.job());
        channel(event).handedBack.increment();
    }

    private void claimDropped(Event.ClaimDropped event) {
        if (event.reason().equals(LostReason.WORKER_LOST.name())) {
            workers.lost(event.worker());
        }
    }

    /** Only a worker that reported on a run says how long it was. */
    private static void ran(ChannelMeters channel, TypeMeters type, Event.Run run) {
        if (run.startedAt() > 0 && run.finishedAt() >= run.startedAt()) {
            channel.runs.record(run.finishedAt() - run.startedAt(), TimeUnit.MILLISECONDS);
            type.runs.record(run.finishedAt() - run.startedAt(), TimeUnit.MILLISECONDS);
        }
    }

    // ---- meters at hand

    private ChannelMeters channel(Event.OfJob event) {
        return channel(event.job().tree(), event.channel());
    }

    private ChannelMeters channel(String tree, ChannelPath path) {
        Where where = new Where(tree, path.text());
        ChannelMeters known = channels.get(where);
        if (known == null) {
            known = meters.channel(tree, path.text());
            remember(channels, where, known);
        }
        return known;
    }

    private TypeMeters type(String type) {
        TypeMeters known = types.get(type);
        if (known == null) {
            known = meters.type(type);
            remember(types, type, known);
        }
        return known;
    }

    private static <K, V> void remember(Map<K, V> cache, K key, V value) {
        if (cache.size() >= MOST_CACHED) {
            cache.clear();
        }
        cache.put(key, value);
    }
}
