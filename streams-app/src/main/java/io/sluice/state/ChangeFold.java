package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.Changes;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Place;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.state.ChannelJobs.Spot;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What changes of a job that does not move on by itself: by an operator, by its twin, or because it is forgotten. */
final class ChangeFold {

    private final JobRecords records;
    private final Trees trees;
    private final JobFold jobs;
    private final JobFold.Ties ties;

    ChangeFold(JobRecords records, Trees trees, JobFold jobs, JobFold.Ties ties) {
        this.records = records;
        this.trees = trees;
        this.jobs = jobs;
        this.ties = ties;
    }

    void reprioritized(Event.JobReprioritized event, Recorded recorded) {
        Optional<ActiveBundle> bundle =
                trees.tree(event.job().tree()).bundleOf(event.job().uuid());
        if (bundle.isEmpty()) {
            change(event.job(), recorded, changes -> changes.withPriority(event.priority()));
            return;
        }
        // It counts when the job comes back, and in what may overtake it in a sequential channel.
        JobStatus before = jobs.status(event.job());
        records.put(event.job(), before.with(before.changes().withPriority(event.priority())));
        trees.put(bundle.get().moved(event.job().uuid(), place(event.job())));
    }

    void moved(Event.JobMoved event, Recorded recorded) {
        change(event.job(), recorded, changes -> changes.withChannel(event.to()));
    }

    void rescheduled(Event.JobRescheduled event, Recorded recorded) {
        JobStatus before = jobs.status(event.job());
        stand(
                event.job(),
                waiting(before, event.eta(), recorded.at())
                        .with(before.changes().withEta(event.eta())),
                recorded);
    }

    /** An active job keeps what it has in its bundle; STATUS is what it was before, and what was changed since. */
    void maxAttempts(Event.MaxAttemptsSet event) {
        JobStatus before = jobs.status(event.job());
        jobs.putInPlace(event.job(), before, before.with(before.changes().withMaxAttempts(event.most())));
        trees.tree(event.job().tree())
                .bundleOf(event.job().uuid())
                .ifPresent(bundle -> trees.put(bundle.changed(event.job().uuid())));
    }

    /** What was submitted is written anew; id, arrival and what an operator changed of channel and attempts stay. */
    void replaced(Event.JobReplaced event, Recorded recorded) {
        JobStatus before = jobs.status(event.job());
        jobs.leaveIndex(spot(event.job()), before);
        Job was = records.submitted(event.job());
        Submission.Options options = was.asked().options();
        Submission asked = was.asked()
                .withPayload(event.payload())
                .with(new Submission.Options(
                        event.priority(),
                        event.eta(),
                        options.maxAttempts(),
                        options.retry(),
                        options.timeoutMs(),
                        options.expires(),
                        options.dedup()));
        records.rewrite(new Job(asked, was.channel(), was.seq(), was.arrivedAt()));
        Changes kept = new Changes(
                OptionalInt.empty(),
                before.changes().channel(),
                before.changes().maxAttempts(),
                OptionalLong.empty());
        JobStatus after = waiting(before, event.eta().orElse(0), recorded.at()).with(kept);
        records.put(event.job(), after);
        jobs.stand(spot(event.job()), place(event.job()), after, recorded.number());
    }

    void purged(Event.JobPurged event, long at) {
        Job job = records.mustHave(event.job());
        JobStatus was = jobs.status(event.job());
        jobs.leaveIndex(Spot.of(job), was);
        ties.dedups().purged(job, at);
        ties.edges().purged(job);
        ties.flows().purged(job, was.state(), at);
        records.remove(event.job());
    }

    private static JobStatus waiting(JobStatus before, long eta, long at) {
        return before.state() == JobState.WAITING ? before : Statuses.waiting(before, JobFold.later(eta, at));
    }

    private void change(JobId id, Recorded recorded, UnaryOperator<Changes> change) {
        JobStatus before = jobs.status(id);
        stand(id, before.with(change.apply(before.changes())), recorded);
    }

    /** Leaves the index where it stood, and stands where it belongs with what is known now. */
    private void stand(JobId id, JobStatus after, Recorded recorded) {
        jobs.leaveIndex(spot(id), jobs.status(id));
        records.put(id, after);
        jobs.stand(spot(id), place(id), after, recorded.number());
    }

    private Spot spot(JobId id) {
        return Spot.of(records.mustHave(id));
    }

    private Place place(JobId id) {
        return records.mustHave(id).place();
    }
}
