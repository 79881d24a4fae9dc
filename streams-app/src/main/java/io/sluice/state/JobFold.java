package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Event;
import io.sluice.core.Event.LostReason;
import io.sluice.core.Event.Run;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Place;
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

    JobFold(JobRecords records, Trees trees, ChannelJobs channels) {
        this.records = records;
        this.trees = trees;
        this.channels = channels;
    }

    /** STATUS stays absent: a fresh job's follows from the job. */
    void submitted(Job job) {
        records.insert(job);
        trees.change(job.id().tree()).arrived(job.seq());
        enter(Spot.of(job), job.place(), JobStatus.fresh(job));
    }

    void ready(Event.JobReady event) {
        Job job = records.mustHave(event.job());
        JobStatus before = status(job.id());
        leaveIndex(Spot.of(event), before);
        JobStatus after = Statuses.waiting(before, OptionalLong.empty());
        records.put(job.id(), after);
        enter(Spot.of(event), job.place(), after);
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
        int attempt = isFirstRun ? 0 : status(job.id()).attempt();
        Member member = new Member(job.id().uuid(), event.run(), attempt, job.place(), false, "");
        Optional<ActiveBundle> bundle = trees.bundle(event.bundle());
        trees.put(bundle.map(open -> open.with(member)).orElseGet(() -> opened(event, member, at)));
    }

    private static ActiveBundle opened(Event.JobReleased event, Member first, long at) {
        return new ActiveBundle(
                event.bundle(), event.channel(), event.type(), event.topic(), at, List.of(first), List.of(), 0);
    }

    void done(Event.JobDone event, Recorded recorded) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        records.put(event.job(), Statuses.done(before, event, recorded.at()));
        channels.end(Spot.of(event), recorded.at(), recorded.number());
        channels.counts(Spot.of(event)).done++;
    }

    void cancelled(Event.JobCancelled event, Recorded recorded) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        records.put(event.job(), Statuses.cancelled(before, event, recorded.at()));
        channels.end(Spot.of(event), recorded.at(), recorded.number());
        channels.counts(Spot.of(event)).cancelled++;
    }

    void failed(Event.JobFailed event, long at) {
        JobStatus before = before(event.job(), event.run());
        leave(Spot.of(event), event.run(), before);
        records.put(event.job(), Statuses.failed(before, event, at));
        channels.fail(Spot.of(event), at);
    }

    void retried(Event.JobRetried event, long at) {
        JobStatus before = before(event.job(), event.run());
        JobStatus after = Statuses.afterRun(before, event.run(), later(event.notBefore(), at));
        comeBack(event, event.run(), before, Statuses.withError(after, event.error()));
        channels.counts(Spot.of(event)).retried++;
    }

    void snoozed(Event.JobSnoozed event, long at) {
        JobStatus before = before(event.job(), event.run());
        comeBack(event, event.run(), before, Statuses.afterRun(before, event.run(), later(event.notBefore(), at)));
    }

    private static OptionalLong later(long notBefore, long at) {
        return notBefore <= at ? OptionalLong.empty() : OptionalLong.of(notBefore);
    }

    void lost(Event.JobLost event) {
        JobStatus before = before(event.job(), event.run());
        JobStatus after = Statuses.afterRun(before, event.run(), OptionalLong.empty());
        // What nobody claimed did not bring a worker down.
        boolean countsAsLost = event.reason() != LostReason.UNCLAIMED;
        comeBack(event, event.run(), before, countsAsLost ? Statuses.alone(after) : after);
    }

    void handedBack(Event.JobHandedBack event) {
        JobStatus before = before(event.job(), event.run());
        comeBack(event, event.run(), before, Statuses.afterRun(before, event.run(), OptionalLong.empty()));
    }

    void requeued(Event.JobRequeued event) {
        JobStatus before = status(event.job());
        leaveIndex(Spot.of(event), before);
        JobStatus after = Statuses.requeued(before, event.notBefore());
        records.put(event.job(), after);
        enter(Spot.of(event), records.mustHave(event.job()).place(), after);
    }

    private void comeBack(Event.OfJob event, Run run, JobStatus before, JobStatus after) {
        Place place = leave(Spot.of(event), run, before);
        records.put(event.job(), after);
        enter(Spot.of(event), place, after);
    }

    // ---- where a job stands

    private void enter(Spot spot, Place place, JobStatus status) {
        if (status.notBefore().isPresent()) {
            channels.schedule(spot, status.notBefore().getAsLong());
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

    private void leaveIndex(Spot spot, JobStatus before) {
        switch (before.state()) {
            case SCHEDULED ->
                channels.noLongerScheduled(spot, before.notBefore().orElseThrow());
            case READY ->
                channels.noLongerReady(spot, records.mustHave(spot.job()).place());
            case FAILED -> channels.noLongerFailed(spot, before.finishedAt());
            // ENDED batches may go on naming it: readers look at STATUS.
            case DONE, CANCELLED -> {}
            case WAITING, RELEASED, RUNNING ->
                throw new IllegalStateException(
                        "the stored status of " + spot.job() + " is " + before.state() + ", which is never stored");
        }
    }

    /** The status before an outcome. What was released for the first time has nothing in STATUS worth a read. */
    private JobStatus before(JobId job, Run run) {
        return run.run() == 1 && run.bundle().isPresent() ? Statuses.BEFORE_FIRST_RUN : status(job);
    }

    private JobStatus status(JobId job) {
        return records.status(job)
                .orElseThrow(() -> new IllegalStateException("an event is about " + job + ", which is not kept"));
    }
}
