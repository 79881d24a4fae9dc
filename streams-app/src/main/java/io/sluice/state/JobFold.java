package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Changes;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Event.LostReason;
import io.sluice.core.Event.Run;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Place;
import io.sluice.core.Progress;
import io.sluice.core.Recorded;
import io.sluice.state.ChannelJobs.Spot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What each event about a job changes: its status, and the one index in which it stands. */
final class JobFold {

    private final JobRecords records;
    private final Trees trees;
    private final ChannelJobs channels;
    private final EdgeFold edges;
    private final FlowFold flows;

    private final DedupFold dedups;

    /** What hangs on a job beside the index in which it stands. */
    record Ties(EdgeFold edges, FlowFold flows, DedupFold dedups) {}

    JobFold(JobRecords records, Trees trees, ChannelJobs channels, Ties ties) {
        this.records = records;
        this.trees = trees;
        this.channels = channels;
        this.edges = ties.edges();
        this.flows = ties.flows();
        this.dedups = ties.dedups();
    }

    /** STATUS stays absent: a fresh job's follows from the job. */
    void submitted(Job job) {
        records.insert(job);
        trees.change(job.id().tree()).arrived(job.seq());
        edges.arrived(job);
        flows.arrived(job);
        enter(Spot.of(job), job.place(), JobStatus.fresh(job));
        dedups.taken(job);
        job.expires().ifPresent(at -> channels.expire(job.id(), at));
    }

    void ready(Event.JobReady event) {
        Job job = records.mustHave(event.job());
        JobStatus before = status(job.id());
        leaveIndex(Spot.of(event), before);
        JobStatus after = Statuses.waiting(before, OptionalLong.empty());
        records.put(job.id(), after);
        enter(Spot.of(event), job.place(), after);
    }

    void scheduled(Event.JobScheduled event) {
        JobStatus before = status(event.job());
        leaveIndex(Spot.of(event), before);
        JobStatus after = Statuses.waiting(before, OptionalLong.of(event.notBefore()));
        records.put(event.job(), after);
        enter(Spot.of(event), records.mustHave(event.job()).place(), after);
    }

    /** A cancelled job comes back with its parents, as if it had been cancelled because of them. */
    void tied(Event.JobTied event) {
        records.put(
                event.job(),
                status(event.job()).withReason(Edge.PARENT_CANCELLED).tiedToParents());
    }

    void released(Event.JobReleased event, long at) {
        Job job = records.mustHave(event.job());
        channels.noLongerReady(Spot.of(event), job.place());
        boolean isFirstRun = event.run() == 1;
        if (isFirstRun) {
            ChannelCounts counts = channels.counts(Spot.of(event));
            counts.waits++;
            counts.waitedMs +=
                    Math.max(0, at - Math.max(job.arrivedAt(), job.eta().orElse(0)));
        }
        JobStatus before = status(job.id());
        boolean changed = !before.changes().equals(Changes.NONE) || before.carriedAt() > 0;
        int attempt = isFirstRun ? 0 : before.attempt();
        Member member = Member.of(job.id().uuid(), event.run(), attempt, job.place(), changed);
        Optional<ActiveBundle> bundle = trees.bundle(event.bundle());
        trees.put(bundle.map(open -> open.with(member)).orElseGet(() -> opened(event, member, at)));
    }

    private static ActiveBundle opened(Event.JobReleased event, Member first, long at) {
        return new ActiveBundle(
                event.bundle(),
                event.channel(),
                event.type(),
                event.topic(),
                at,
                List.of(first),
                List.of(),
                ActiveBundle.NOT_STARTED);
    }

    void done(Event.JobDone event, Recorded recorded) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        records.put(event.job(), Statuses.done(before, event, recorded.at()));
        channels.end(Spot.of(event), recorded.at(), recorded.number());
        flows.moved(event.job(), before.state(), JobState.DONE, recorded.at());
        if (!Spot.of(event).isJoin()) {
            channels.counts(Spot.of(event)).done++;
        }
    }

    void cancelled(Event.JobCancelled event, Recorded recorded) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        JobStatus after = Statuses.cancelled(before, event, recorded.at());
        // Nobody waits in vain: what does is cancelled at once, by the rules, and whoever cancels it otherwise comes
        // before.
        boolean isInVain = before.state() == JobState.WAITING && before.impossibleEdges() > 0;
        records.put(event.job(), isInVain ? after.tiedToParents() : after);
        channels.end(Spot.of(event), recorded.at(), recorded.number());
        flows.moved(event.job(), before.state(), JobState.CANCELLED, recorded.at());
        if (!Spot.of(event).isJoin()) {
            channels.counts(Spot.of(event)).cancelled++;
        }
    }

    void failed(Event.JobFailed event, long at) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        records.put(event.job(), Statuses.failed(before, event, at));
        channels.fail(Spot.of(event), at);
        flows.moved(event.job(), before.state(), JobState.FAILED, at);
    }

    void retried(Event.JobRetried event, long at) {
        JobStatus before = before(event.job(), event.run());
        JobStatus after = Statuses.afterRun(before, event.run(), later(event.notBefore(), at));
        comeBack(event, event.run(), before, after.withError(Optional.of(event.error())), at);
        channels.counts(Spot.of(event)).retried++;
    }

    void snoozed(Event.JobSnoozed event, long at) {
        JobStatus before = before(event.job(), event.run());
        comeBack(event, event.run(), before, Statuses.afterRun(before, event.run(), later(event.notBefore(), at)), at);
    }

    static OptionalLong later(long notBefore, long at) {
        return notBefore <= at ? OptionalLong.empty() : OptionalLong.of(notBefore);
    }

    void lost(Event.JobLost event, long at) {
        JobStatus before = before(event.job(), event.run());
        JobStatus after = Statuses.givenUp(before, event.run());
        // What nobody claimed did not bring a worker down.
        boolean countsAsLost = event.reason() != LostReason.UNCLAIMED;
        comeBack(event, event.run(), before, countsAsLost ? after.toBeAlone() : after, at);
    }

    void handedBack(Event.JobHandedBack event, long at) {
        JobStatus before = before(event.job(), event.run());
        comeBack(event, event.run(), before, Statuses.givenUp(before, event.run()), at);
    }

    void requeued(Event.JobRequeued event, long at) {
        JobStatus before = status(event.job());
        leaveIndex(Spot.of(event), before);
        boolean waits = before.openEdges() > 0 || Spot.of(event).isJoin();
        JobStatus after = waits ? Statuses.waitingForParents(before) : Statuses.requeued(before, event.notBefore());
        edges.requeued(event.job());
        flows.moved(event.job(), before.state(), after.state(), at);
        records.put(event.job(), after);
        enter(Spot.of(event), records.mustHave(event.job()).place(), after);
        dedups.cameBack(records.mustHave(event.job()), at);
    }

    private void comeBack(Event.OfJob event, Run run, JobStatus before, JobStatus after, long at) {
        Place place = leave(Spot.of(event), run, before);
        records.put(event.job(), after);
        enter(Spot.of(event), place, after);
        dedups.cameBack(records.mustHave(event.job()), at);
    }

    // ---- what is written again

    /** Only when that was is new of a job that is known; what is not known is as the event says. */
    void carried(Event.JobCarried event, Recorded recorded) {
        JobId id = event.job();
        if (!trees.isPartial(id.tree()) || records.job(id).isPresent()) {
            JobStatus before = status(id);
            putInPlace(id, before, before.carried(recorded.at()));
        } else {
            unknown(event, recorded);
        }
        event.bundle().flatMap(trees::bundle).ifPresent(bundle -> trees.put(bundle.changed(id.uuid())));
    }

    private void unknown(Event.JobCarried event, Recorded recorded) {
        Job submitted = event.submitted();
        records.insert(submitted);
        JobStatus status = event.status().carried(recorded.at());
        records.put(submitted.id(), status);
        trees.change(submitted.id().tree()).arrived(submitted.seq());
        edges.carried(event);
        flows.carried(submitted);
        if (event.bundle().isEmpty()) {
            Job job = records.mustHave(submitted.id());
            standAgain(job, status, recorded.number());
        }
        submitted.expires().ifPresent(at -> channels.expire(submitted.id(), at));
    }

    /** A closed job, or a join, may outlive its channel, which went with the tree. */
    private void standAgain(Job job, JobStatus status, long number) {
        Tree tree = trees.change(job.id().tree());
        boolean isThere = tree.channel(job.channel()).isPresent();
        stand(Spot.of(job), job.place(), status, number);
        if (!isThere && !tree.change(job.channel()).hasJobs()) {
            tree.forget(job.channel());
        }
    }

    // ---- where a job stands

    /** Its status changes, but where it stands does not. */
    void putInPlace(JobId id, JobStatus before, JobStatus after) {
        // Of an active job that is the state before.
        boolean isActive = trees.tree(id.tree()).bundleOf(id.uuid()).isPresent();
        if (before.state() == JobState.READY && !isActive && !records.hasStatus(id)) {
            Job job = records.mustHave(id);
            channels.noLongerFresh(Spot.of(job), job.place());
        }
        records.put(id, after);
    }

    private void enter(Spot spot, Place place, JobStatus status) {
        if (status.state() == JobState.WAITING) {
            channels.await(spot);
        } else if (status.notBefore().isPresent()) {
            channels.schedule(spot, place, status.notBefore().getAsLong());
        } else {
            channels.makeReady(spot, place);
        }
    }

    /** The job leaves its bundle, or the index that it stands in. */
    private Place leave(Spot spot, Run run, JobStatus before) {
        Optional<ActiveBundle> bundle =
                trees.tree(spot.job().tree()).bundleOf(spot.job().uuid());
        if (!bundle.map(ActiveBundle::id).equals(run.bundle())) {
            throw new IllegalStateException("an event says that " + spot.job() + " is in bundle " + named(run.bundle())
                    + ", but it is in " + named(bundle.map(ActiveBundle::id)));
        }
        if (bundle.isEmpty()) {
            leaveIndex(spot, before);
            return records.mustHave(spot.job()).place();
        }
        Place place = bundle.get().member(spot.job().uuid()).orElseThrow().place();
        trees.leave(bundle.get(), spot.job().uuid());
        return place;
    }

    private static String named(Optional<?> bundle) {
        return bundle.map(Object::toString).orElse("none");
    }

    /** Stands again where its state says; nothing has happened that a channel counts. */
    void stand(Spot spot, Place place, JobStatus status, long number) {
        switch (status.state()) {
            case WAITING, SCHEDULED, READY -> enter(spot, place, status);
            case FAILED -> channels.failedAgain(spot, status.finishedAt());
            case DONE, CANCELLED -> channels.end(spot, status.finishedAt(), number);
            case RELEASED, RUNNING ->
                throw new IllegalStateException(spot.job() + " is " + status.state() + " and cannot change its place");
        }
    }

    void leaveIndex(Spot spot, JobStatus before) {
        switch (before.state()) {
            case SCHEDULED ->
                channels.noLongerScheduled(
                        spot,
                        records.mustHave(spot.job()).place(),
                        before.notBefore().orElseThrow());
            case READY ->
                channels.noLongerReady(spot, records.mustHave(spot.job()).place());
            case FAILED -> channels.noLongerFailed(spot, before.finishedAt());
            case DONE, CANCELLED -> channels.noLongerEnded(spot, before.finishedAt());
            case WAITING -> channels.noLongerWaiting(spot);
            case RELEASED, RUNNING ->
                throw new IllegalStateException(
                        "the stored status of " + spot.job() + " is " + before.state() + ", which is never stored");
        }
    }

    /**
     * The status before an outcome, with how far its run says that it is. What was released for the first time has nothing in
     * STATUS worth a read.
     */
    private JobStatus before(JobId job, Run run) {
        if (run.bundle().isEmpty()) {
            return status(job);
        }
        Optional<Member> member =
                trees.tree(job.tree()).bundleOf(job.uuid()).flatMap(bundle -> bundle.member(job.uuid()));
        boolean isFresh = run.run() == 1 && !member.map(Member::changed).orElse(false);
        JobStatus before = isFresh ? Statuses.BEFORE_FIRST_RUN : status(job);
        Optional<Progress> progress = member.flatMap(Member::progress);
        return before.progress().equals(progress) ? before : before.with(progress);
    }

    JobStatus status(JobId job) {
        return records.status(job)
                .orElseThrow(() -> new IllegalStateException("an event is about " + job + ", which is not kept"));
    }
}
