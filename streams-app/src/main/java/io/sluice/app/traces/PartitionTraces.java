package io.sluice.app.traces;

import io.opentelemetry.api.trace.Tracer;
import io.sluice.app.traces.Stay.End;
import io.sluice.app.traces.Stay.Place;
import io.sluice.core.BundleId;
import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Join;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.state.JobRow;
import io.sluice.state.Reads;
import io.sluice.streams.PartitionListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Folds what one partition decides into spans, and tells them when it is committed: what an aborted transaction decided never
 * happened. Belongs to the partition's thread.
 *
 * <p>Keeps the traced jobs that are with workers, and since when the last of those wait that have come back. What it did not
 * see itself, because the partition was elsewhere then, it looks up as far as the state has it, and leaves out else.
 */
final class PartitionTraces implements PartitionListener {

    /** So many jobs that have come back are remembered; of one that came before, the next wait is left out. */
    private static final int MOST_BACK = 10_000;

    private final Tracer tracer;
    private final Reads state;
    private final Map<JobId, Released> released = new HashMap<>();
    private final Map<JobId, Back> back = new LastOnes();
    /** By tree: what was released before that was released elsewhere, or by an earlier life of this partition. */
    private final Map<String, Long> firstBundles = new HashMap<>();

    private List<Stay> held = new ArrayList<>();

    PartitionTraces(Tracer tracer, Reads state) {
        this.tracer = tracer;
        this.state = state;
    }

    /** A traced job with the workers; at 0 if it is not known since when. */
    private record Released(TracedJob job, long at) {}

    /** Since when a traced job waits that had been with workers, or had ended, and for when. */
    private record Back(long since, OptionalLong due) {}

    private static final class LastOnes extends LinkedHashMap<JobId, Back> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Back> eldest) {
            return size() > MOST_BACK;
        }
    }

    // ---- told

    @Override
    public void decided(Output output) {
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatched(dispatch);
            }
        }
        output.events().forEach(this::follow);
    }

    @Override
    public void heard(Heartbeat beat, long now) {}

    @Override
    public boolean waits() {
        return !held.isEmpty();
    }

    @Override
    public void committed() {
        List<Stay> over = held;
        held = new ArrayList<>();
        over.forEach(stay -> stay.tell(tracer));
    }

    // ---- to the workers

    private void dispatched(Effect.Dispatch dispatch) {
        firstBundles.putIfAbsent(dispatch.bundle().tree(), dispatch.bundle().number());
        for (Effect.DispatchedJob job : dispatch.jobs()) {
            TracedJob.of(job.job()).ifPresent(traced -> dispatched(traced, job, dispatch));
        }
    }

    private void dispatched(TracedJob traced, Effect.DispatchedJob dispatched, Effect.Dispatch dispatch) {
        released.put(traced.id(), new Released(traced, dispatch.releasedAt()));
        Stay.Run run = new Stay.Run(dispatched.run(), dispatched.attempt(), "");
        since(dispatched.job(), dispatched.run() == 1)
                .ifPresent(wait -> held.add(new Stay(
                        traced,
                        dispatch.channel(),
                        Place.WAIT,
                        wait.since(),
                        dispatch.releasedAt(),
                        wait.due(),
                        run,
                        End.well("RELEASED"))));
    }

    /** Since when it waited; none: it had been with workers, and nobody here saw it come back. */
    private Optional<Back> since(Job job, boolean isFirst) {
        Optional<Back> known = Optional.ofNullable(back.remove(job.id()));
        return known.isEmpty() && isFirst ? Optional.of(new Back(job.arrivedAt(), job.eta())) : known;
    }

    // ---- and back

    private void follow(Recorded recorded) {
        long at = recorded.at();
        switch (recorded.event()) {
            case Event.JobDone e -> left(e, e.run(), at, End.well("DONE"));
            case Event.JobCancelled e -> left(e, e.run(), at, End.well("CANCELLED"));
            case Event.JobFailed e -> left(e, e.run(), at, End.bad("FAILED", e.error()));
            case Event.JobRetried e ->
                cameBack(left(e, e.run(), at, End.bad("RETRIED", e.error())), at, OptionalLong.of(e.notBefore()));
            case Event.JobSnoozed e ->
                cameBack(left(e, e.run(), at, End.well("SNOOZED")), at, OptionalLong.of(e.notBefore()));
            case Event.JobLost e -> cameBack(left(e, e.run(), at, End.lost(e.reason())), at, OptionalLong.empty());
            case Event.JobHandedBack e ->
                cameBack(left(e, e.run(), at, End.well("HANDED_BACK")), at, OptionalLong.empty());
            case Event.JobRequeued e -> cameBack(stored(e.job()).flatMap(TracedJob::of), at, e.notBefore());
            case Event.JobRescheduled e ->
                back.computeIfPresent(e.job(), (job, was) -> new Back(was.since(), OptionalLong.of(e.eta())));
            // Told by what was sent, which has the job's headers.
            case Event.JobReleased e -> {}
            // Moves within a stay, and what moves no job.
            case Event.JobSubmitted e -> {}
            case Event.JobReady e -> {}
            case Event.JobScheduled e -> {}
            case Event.JobStarted e -> {}
            case Event.JobReprioritized e -> {}
            case Event.JobMoved e -> {}
            case Event.JobReplaced e -> {}
            case Event.JobPurged e -> {}
            case Event.JobTied e -> {}
            case Event.JobDuplicate e -> {}
            case Event.MaxAttemptsSet e -> {}
            case Event.CancelAsked e -> {}
            case Event.BundleClaimed e -> {}
            case Event.ClaimDropped e -> {}
            case Event.ChannelConfigured e -> {}
            case Event.ChannelPaused e -> {}
            case Event.ChannelResumed e -> {}
            case Event.ChannelShut e -> {}
            case Event.FileConfigured e -> {}
            case Event.PartitionsGrown e -> {}
            case Event.TimesMeasured e -> {}
            case Event.Carried e -> {}
            case Event.TypePaused e -> {}
            case Event.TypeResumed e -> {}
            case Event.CommandRejected e -> {}
            case Event.NothingChanged e -> {}
            case Event.FlowSubmitted e -> {}
            case Event.FlowSwept e -> {}
            case Event.EdgesChanged e -> {}
            case Event.EdgesAdded e -> {}
            case Event.ChildrenHeld e -> {}
            case Event.CascadeAdvanced e -> {}
            case Event.SchedulePut e -> {}
            case Event.ScheduleDeleted e -> {}
            case Event.ScheduleFired e -> {}
            case Event.ScheduleSkipped e -> {}
            case Event.DedupReleased e -> {}
            case Event.SweepStarted e -> {}
            case Event.SweepAdvanced e -> {}
            case Event.TreeDropped e -> {}
            case Event.Soft e -> {}
        }
    }

    /** The job, if it is traced. */
    private Optional<TracedJob> left(Event.OfJob event, Event.Run run, long at, End end) {
        return run.bundle().isPresent() ? leftWorkers(event, run, at, end) : leftQueue(event, run, at, end);
    }

    private Optional<TracedJob> leftWorkers(Event.OfJob event, Event.Run run, long at, End end) {
        Optional<Released> was = Optional.ofNullable(released.remove(event.job()))
                .or(() -> isOfBefore(run.bundle().orElseThrow()) ? releasedBefore(event, run) : Optional.empty());
        was.filter(known -> known.at() > 0)
                .ifPresent(known -> held.add(new Stay(
                        known.job(),
                        event.channel(),
                        Place.RELEASE,
                        known.at(),
                        at,
                        OptionalLong.empty(),
                        new Stay.Run(run.run(), run.attempt(), run.worker()),
                        end)));
        return was.map(Released::job);
    }

    private boolean isOfBefore(BundleId bundle) {
        Long first = firstBundles.get(bundle.tree());
        return first == null || bundle.number() < first;
    }

    /** Its release was seen by whoever had the partition before; its start is known if its worker told it. */
    private Optional<Released> releasedBefore(Event.OfJob event, Event.Run run) {
        return stored(event.job()).flatMap(TracedJob::of).map(job -> new Released(job, run.startedAt()));
    }

    private Optional<TracedJob> leftQueue(Event.OfJob event, Event.Run run, long at, End end) {
        if (event.type().equals(Join.TYPE)) {
            return Optional.empty();
        }
        Optional<Job> job = stored(event.job());
        Optional<TracedJob> traced = job.flatMap(TracedJob::of);
        traced.flatMap(known -> since(job.orElseThrow(), run.run() == 0))
                .ifPresent(wait -> held.add(new Stay(
                        traced.orElseThrow(),
                        event.channel(),
                        Place.WAIT,
                        wait.since(),
                        at,
                        wait.due(),
                        new Stay.Run(run.run(), run.attempt(), ""),
                        end)));
        return traced;
    }

    private void cameBack(Optional<TracedJob> job, long at, OptionalLong due) {
        job.ifPresent(traced -> back.put(traced.id(), new Back(at, due)));
    }

    private Optional<Job> stored(JobId id) {
        return state.job(id).map(JobRow::job);
    }
}
