package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Trees whose first events were not applied: what of an event is about things that are known. The others are written again
 * whole, or end before.
 *
 * <p>What is known is known exactly, for whatever happens to it is applied. But counters of channels and flows lack what
 * happened to others, and so do dedup keys; they are written again after all jobs are known.
 */
final class PartialTrees {

    private final OrderedReads store;
    private final Trees trees;
    private final JobRecords records;

    PartialTrees(OrderedReads store, Trees trees, JobRecords records) {
        this.store = store;
        this.trees = trees;
        this.records = records;
    }

    /** What of it can be applied; none: nothing. */
    Optional<Event> known(Recorded recorded) {
        String tree = recorded.tree();
        return switch (recorded.event()) {
            case Event.JobSubmitted e -> Optional.of(e);
            case Event.OfJob e -> isKnown(e.job()) ? Optional.of(e) : passOver(e);
            case Event.JobCarried e ->
                when(e.bundle().isEmpty() || e.bundle().flatMap(trees::bundle).isPresent(), e);
            case Event.JobStarted e ->
                when(
                        trees.bundle(e.bundle())
                                .filter(open -> open.members()
                                        .getFirst()
                                        .job()
                                        .equals(e.job().uuid()))
                                .isPresent(),
                        e);
            case Event.CancelAsked e ->
                when(bundleWith(e.job(), Optional.of(e.bundle())).isPresent(), e);
            case Event.BundleClaimed e -> when(trees.bundle(e.bundle()).isPresent(), e);
            case Event.ClaimDropped e -> when(trees.bundle(e.bundle()).isPresent(), e);
            case Event.MaxAttemptsSet e -> when(isKnown(e.job()), e);
            case Event.JobTied e -> when(isKnown(e.job()), e);
            case Event.ChildrenHeld e -> when(isKnown(e.job()), e);
            case Event.EdgesChanged e ->
                Optional.of(new Event.EdgesChanged(e.parent(), e.state(), known(tree, e.children()), e.gone()));
            case Event.EdgesAdded e -> Optional.of(new Event.EdgesAdded(e.parent(), e.on(), known(tree, e.children())));
            case Event.CascadeAdvanced e -> when(!e.finished() || has(Keys.cascade(e.parent())), e);
            case Event.FlowSwept e -> when(has(Keys.flow(e.flow())), e);
            case Event.ScheduleDeleted e -> when(has(Keys.schedule(tree, e.schedule())), e);
            case Event.ScheduleFired e -> when(has(Keys.schedule(tree, e.schedule())), e);
            case Event.ScheduleSkipped e -> when(has(Keys.schedule(tree, e.schedule())), e);
            case Event.DedupReleased e -> when(has(Keys.dedup(tree, e.key())), e);
            case Event.SweepAdvanced e -> when(has(Keys.sweep(tree, e.sweep())), e);
            // They say all of what they are about.
            case Event.JobDuplicate e -> Optional.of(e);
            case Event.CommandRejected e -> Optional.of(e);
            case Event.NothingChanged e -> Optional.of(e);
            case Event.ChannelConfigured e -> Optional.of(e);
            case Event.ChannelPaused e -> Optional.of(e);
            case Event.ChannelResumed e -> Optional.of(e);
            case Event.ChannelShut e -> Optional.of(e);
            case Event.TypePaused e -> Optional.of(e);
            case Event.TypeResumed e -> Optional.of(e);
            case Event.FileConfigured e -> Optional.of(e);
            case Event.PartitionsGrown e -> Optional.of(e);
            case Event.TimesMeasured e -> Optional.of(e);
            case Event.FlowSubmitted e -> Optional.of(e);
            case Event.SchedulePut e -> Optional.of(e);
            case Event.SweepStarted e -> Optional.of(e);
            case Event.TreeDropped e -> Optional.of(e);
            case Event.Carried e -> Optional.of(e);
            case Event.Soft e -> Optional.of(e);
        };
    }

    private static Optional<Event> when(boolean isKnown, Event event) {
        return isKnown ? Optional.of(event) : Optional.empty();
    }

    private boolean isKnown(JobId job) {
        return records.job(job).isPresent();
    }

    private boolean has(byte[] key) {
        return store.get(key).isPresent();
    }

    private List<UUID> known(String tree, List<UUID> jobs) {
        return jobs.stream().filter(job -> isKnown(new JobId(tree, job))).toList();
    }

    /** The job may be one of a bundle that is known, because another of its jobs is. */
    private Optional<Event> passOver(Event.OfJob event) {
        bundleWith(event.job(), bundleLeft(event))
                .ifPresent(open -> trees.leave(open, event.job().uuid()));
        return Optional.empty();
    }

    private Optional<ActiveBundle> bundleWith(JobId job, Optional<BundleId> bundle) {
        return bundle.flatMap(trees::bundle)
                .filter(open -> open.member(job.uuid()).isPresent());
    }

    private static Optional<BundleId> bundleLeft(Event.OfJob event) {
        return switch (event) {
            case Event.JobDone e -> e.run().bundle();
            case Event.JobRetried e -> e.run().bundle();
            case Event.JobSnoozed e -> e.run().bundle();
            case Event.JobFailed e -> e.run().bundle();
            case Event.JobLost e -> e.run().bundle();
            case Event.JobHandedBack e -> e.run().bundle();
            case Event.JobCancelled e -> e.run().bundle();
            default -> Optional.empty();
        };
    }
}
