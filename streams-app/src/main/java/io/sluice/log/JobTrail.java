package io.sluice.log;

import io.sluice.core.BundleId;
import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Follows one job through the events of its tree, and forgets the middle where that is too long for anybody to read. */
final class JobTrail {

    static final int FIRST = 100;
    private static final int LAST = 900;

    private final JobId job;
    private final List<HistoryEntry> first = new ArrayList<>();
    private final Deque<HistoryEntry> last = new ArrayDeque<>();
    private long leftOut;
    private Optional<BundleId> bundle = Optional.empty();
    private Optional<UUID> flow = Optional.empty();
    private boolean begins;
    private boolean purged;

    JobTrail(JobId job) {
        this.job = job;
    }

    /** Takes an event of the job's tree; answers whether more is wanted: nothing happens to a job that is gone. */
    boolean take(Recorded recorded) {
        if (isAbout(recorded)) {
            follow(recorded.event());
            add(HistoryWords.entry(recorded, job));
        }
        return !purged;
    }

    private boolean isAbout(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.JobSubmitted e ->
                isIt(e.job())
                        || e.submitted()
                                .asked()
                                .replayOf()
                                .filter(job.uuid()::equals)
                                .isPresent();
            case Event.JobReplaced e -> isIt(e.job()) || e.by().equals(job.uuid());
            case Event.OfJob e -> isIt(e.job());
            case Event.JobDuplicate e -> isIt(e.job()) || isIt(e.existing());
            case Event.JobStarted e -> isIt(e.job());
            case Event.CancelAsked e -> isIt(e.job());
            case Event.ScheduleFired e -> isIt(e.job());
            case Event.CommandRejected e -> e.job().filter(this::isIt).isPresent();
            case Event.EdgesChanged e -> isIt(e.parent()) || e.children().contains(job.uuid());
            case Event.EdgesAdded e -> isIt(e.parent()) || e.children().contains(job.uuid());
            case Event.ChildrenHeld e -> isIt(e.job()) || isIt(e.by());
            case Event.CascadeAdvanced e -> isIt(e.parent());
            case Event.JobTied e -> isIt(e.job());
            case Event.MaxAttemptsSet e -> isIt(e.job());
            case Event.DedupReleased e -> isIt(e.job());
            case Event.JobCarried e -> isIt(e.job());
            case Event.BundleClaimed e -> bundle.filter(e.bundle()::equals).isPresent();
            case Event.ClaimDropped e -> bundle.filter(e.bundle()::equals).isPresent();
            case Event.FlowSwept e ->
                flow.map(its -> new FlowId(job.tree(), its))
                        .filter(e.flow()::equals)
                        .isPresent();
            // Channels, schedules, sweeps: what they did to a job is an event of its own.
            default -> false;
        };
    }

    private boolean isIt(JobId other) {
        return job.equals(other);
    }

    private void follow(Event event) {
        switch (event) {
            case Event.JobSubmitted e -> submitted(e);
            // A submission that was not stored is all that there is of a job.
            case Event.JobDuplicate e -> begins |= isIt(e.job());
            case Event.JobReplaced e -> begins |= e.by().equals(job.uuid());
            case Event.JobReleased e -> bundle = Optional.of(e.bundle());
            case Event.JobDone e -> bundle = Optional.empty();
            case Event.JobRetried e -> bundle = Optional.empty();
            case Event.JobSnoozed e -> bundle = Optional.empty();
            case Event.JobFailed e -> bundle = Optional.empty();
            case Event.JobLost e -> bundle = Optional.empty();
            case Event.JobHandedBack e -> bundle = Optional.empty();
            case Event.JobCancelled e -> bundle = Optional.empty();
            case Event.JobPurged e -> purged = true;
            // No beginning, but all that is left of it where the log has lost that.
            case Event.JobCarried e -> {
                bundle = e.bundle();
                flow = e.submitted().flow();
            }
            default -> {}
        }
    }

    private void submitted(Event.JobSubmitted event) {
        if (isIt(event.job())) {
            begins = true;
            purged = false;
            flow = event.submitted().flow();
        }
    }

    private void add(HistoryEntry entry) {
        if (first.size() < FIRST) {
            first.add(entry);
            return;
        }
        last.add(entry);
        if (last.size() > LAST) {
            last.remove();
            leftOut++;
        }
    }

    boolean begins() {
        return begins;
    }

    History history(boolean complete) {
        List<HistoryEntry> all = new ArrayList<>(first);
        all.addAll(last);
        // Of one partition they are in that order as they come.
        all.sort(Comparator.comparingLong(
                        (HistoryEntry entry) -> entry.recorded().at())
                .thenComparingLong(entry -> entry.recorded().number()));
        return new History(job, all, leftOut, begins, purged, complete);
    }
}
