package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Schedule;
import io.sluice.core.StateView.DedupEntry;
import io.sluice.core.Timer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sets the timers of a state that was made of events. Timers are no part of the history, but which ones there must be follows from
 * what waits; one too many finds nothing to do.
 *
 * @since 0.1
 */
public final class Rearming {

    /** What was asked to stop and lies unclaimed is looked at a third of a lease later; how long a lease is no event tells. */
    private static final List<Long> LOOKS = List.of(5_000L, 60_000L, 1_200_000L);

    private final OrderedStore store;
    private final long now;
    private final JobRecords records;
    private Timers timers;
    private long set;

    private Rearming(OrderedStore store) {
        this.store = store;
        this.now = new Partition(store).clock();
        this.records = new JobRecords(store);
        this.timers = new Timers(store);
    }

    /**
     * Takes away all timers and sets those that are needed.
     *
     * @param store a state that nobody else writes
     * @return how many there are
     */
    public static long all(OrderedStore store) {
        Rearming rearming = new Rearming(store);
        rearming.clear();
        rearming.jobs();
        rearming.keys();
        rearming.flows();
        rearming.bundles();
        rearming.schedules();
        rearming.retention();
        return rearming.set;
    }

    private void clear() {
        each(Keys.timers(), entry -> store.delete(entry.key()));
        store.get(Keys.timersFrom()).ifPresent(any -> store.delete(Keys.timersFrom()));
        timers = new Timers(store);
    }

    private void jobs() {
        each(Keys.all(Index.SCHEDULED), entry -> {
            JobId job = new JobId(Keys.treeOf(entry.key()), Keys.jobOf(entry.key()));
            long notBefore = Keys.timeOf(entry.key());
            set(notBefore, new Command.JobDue(job, notBefore));
        });
        each(Keys.all(Index.JOB), entry -> {
            JobId id = Keys.keptJobOf(entry.key());
            Job job = records.mustHave(id);
            job.expires().ifPresent(at -> {
                JobState state = records.status(id).orElseThrow().state();
                // One that ended may be asked to run again before that.
                if (at > now || !state.isEnded()) {
                    set(at, new Command.ExpireDue(id, at));
                }
            });
            records.discard();
        });
    }

    /** A key outlives its job by its window. */
    private void keys() {
        each(Keys.all(Index.DEDUP), entry -> {
            DedupEntry held = DedupValue.read(Keys.treeOf(entry.key()), entry.value());
            if (store.get(Keys.job(held.job())).isEmpty()) {
                set(held.until(), new Command.DedupDue(Keys.dedupOf(entry.key()), held.job()));
            }
        });
    }

    /** What goes in steps goes on with the next. */
    private void flows() {
        each(Keys.all(Index.EDGE), entry -> {
            if (Keys.isCascade(entry.key())) {
                JobId parent = new JobId(Keys.treeOf(entry.key()), Keys.firstJobOf(entry.key()));
                set(now, new Command.CascadeDue(parent));
            }
        });
        each(Keys.all(Index.FLOW), entry -> {
            if (Keys.isFlow(entry.key())
                    && FlowValue.read(entry.value()).sweep().isPresent()) {
                set(now, new Command.FlowDue(new FlowId(Keys.treeOf(entry.key()), Keys.flowOf(entry.key()))));
            }
        });
        each(
                Keys.all(Index.SWEEP),
                entry -> set(now, new Command.SweepDue(Keys.treeOf(entry.key()), Keys.sweepOf(entry.key()))));
    }

    private void bundles() {
        each(Keys.all(Index.ACTIVE), entry -> {
            ActiveBundle bundle = BundleRecords.read(store, entry);
            bundle.claimants().forEach(worker -> set(now, new Command.WorkerDue(worker)));
            if (!bundle.isClaimed()) {
                unclaimed(bundle.id(), bundle);
            }
        });
    }

    private void unclaimed(BundleId id, ActiveBundle bundle) {
        set(now, new Command.TopicDue(bundle.topic()));
        if (bundle.members().stream().anyMatch(ActiveBundle.Member::cancelAsked)) {
            LOOKS.forEach(after -> set(now + after, new Command.ReleaseDue(id)));
        }
    }

    private void schedules() {
        each(Keys.all(Index.SCHEDULE), entry -> {
            String tree = Keys.treeOf(entry.key());
            String id = Keys.scheduleOf(entry.key());
            Schedule.Kept kept = ScheduleValue.read(tree, id, entry.value());
            kept.next().ifPresent(slot -> set(slot, new Command.ScheduleDue(tree, id, slot)));
        });
    }

    /** Goes over the channels of all trees and sets the timer of each in which jobs have ended. */
    private void retention() {
        store.scan(Keys.trees().from(), Keys.trees().to(), 1)
                .forEach(first -> set(now, new Command.RetentionDue(Keys.treeOf(first.key()), "", true)));
    }

    private void each(KeyRange range, Consumer<OrderedReads.Entry> action) {
        store.forEach(range.from(), range.to(), action);
    }

    private void set(long due, Command.Timed command) {
        timers.set(Timer.at(due, command));
        set++;
    }
}
