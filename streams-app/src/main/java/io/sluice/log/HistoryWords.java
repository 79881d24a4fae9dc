package io.sluice.log;

import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** An event as an entry in the history of one job: which run, which worker, and the rest in words. */
final class HistoryWords {

    private HistoryWords() {}

    static HistoryEntry entry(Recorded recorded, JobId job) {
        return switch (recorded.event()) {
            case Event.JobReleased e -> released(recorded, e);
            case Event.JobStarted e ->
                new HistoryEntry(
                        recorded,
                        OptionalInt.of(e.run()),
                        OptionalInt.of(e.attempt()),
                        e.worker(),
                        Optional.empty(),
                        "");
            case Event.CancelAsked e ->
                new HistoryEntry(
                        recorded, OptionalInt.of(e.run()), OptionalInt.empty(), "", Optional.empty(), e.reason());
            case Event.BundleClaimed e -> claim(recorded, e.worker(), "bundle " + e.bundle());
            case Event.ClaimDropped e -> claim(recorded, e.worker(), e.reason());
            case Event.JobDone e -> ended(recorded, e.run(), Optional.empty(), took(e.run()));
            case Event.JobRetried e ->
                ended(recorded, e.run(), Optional.of(e.error()), took(e.run()) + "again " + time(e.notBefore()));
            case Event.JobSnoozed e ->
                ended(recorded, e.run(), Optional.empty(), took(e.run()) + "again " + time(e.notBefore()));
            case Event.JobFailed e -> ended(recorded, e.run(), Optional.of(e.error()), took(e.run()));
            case Event.JobLost e ->
                ended(recorded, e.run(), Optional.empty(), e.reason().name());
            case Event.JobHandedBack e -> ended(recorded, e.run(), Optional.empty(), e.reason());
            case Event.JobCancelled e -> ended(recorded, e.run(), Optional.empty(), e.reason());
            default -> HistoryEntry.of(recorded, words(recorded.event(), job));
        };
    }

    private static HistoryEntry released(Recorded recorded, Event.JobReleased e) {
        return new HistoryEntry(
                recorded,
                OptionalInt.of(e.run()),
                OptionalInt.empty(),
                "",
                Optional.empty(),
                "bundle " + e.bundle() + " to " + e.topic());
    }

    private static HistoryEntry claim(Recorded recorded, String worker, String what) {
        return new HistoryEntry(recorded, OptionalInt.empty(), OptionalInt.empty(), worker, Optional.empty(), what);
    }

    /** What ended without ever having been released says so with a run of 0. */
    private static HistoryEntry ended(Recorded recorded, Event.Run run, Optional<Failure> error, String what) {
        return new HistoryEntry(
                recorded,
                run.run() == 0 ? OptionalInt.empty() : OptionalInt.of(run.run()),
                run.run() == 0 ? OptionalInt.empty() : OptionalInt.of(run.attempt()),
                run.worker(),
                error,
                what.strip());
    }

    private static String took(Event.Run run) {
        return run.startedAt() > 0 && run.finishedAt() >= run.startedAt()
                ? "took " + (run.finishedAt() - run.startedAt()) + " ms "
                : "";
    }

    private static String words(Event event, JobId job) {
        return switch (event) {
            case Event.JobSubmitted e -> e.job().equals(job) ? submitted(e.submitted()) : "is run again as " + e.job();
            case Event.JobDuplicate e ->
                e.job().equals(job)
                        ? e.existing().equals(job)
                                ? "came once more"
                                : "not stored: " + e.existing() + " is there already"
                        : "instead of " + e.job();
            case Event.JobReplaced e ->
                e.job().equals(job)
                        ? "took over payload, priority " + e.priority() + eta(e.eta()) + " of what came as "
                                + new JobId(job.tree(), e.by())
                        : "not stored: " + e.job() + " took over its payload, priority and ETA";
            case Event.JobRequeued e ->
                e.notBefore().isPresent() ? "not before " + time(e.notBefore().getAsLong()) : "";
            case Event.JobScheduled e -> "not before " + time(e.notBefore());
            case Event.JobReprioritized e -> "priority " + e.priority();
            case Event.JobRescheduled e -> "not before " + time(e.eta());
            case Event.JobMoved e -> "from " + e.channel() + " to " + e.to();
            case Event.MaxAttemptsSet e -> "at most " + e.most() + " attempts";
            case Event.CommandRejected e -> e.code() + ": " + e.reason();
            case Event.ScheduleFired e -> "schedule " + e.schedule() + ", slot " + time(e.slot());
            case Event.DedupReleased e -> "no longer holds \"" + e.key() + "\"";
            case Event.EdgesChanged e ->
                e.parent().equals(job)
                        ? "is " + e.state() + " for " + e.children().size() + " children"
                        : "its parent " + e.parent() + " is " + e.state();
            case Event.EdgesAdded e ->
                e.parent().equals(job)
                        ? e.children().size() + " more wait for it, on " + e.on()
                        : "waits for " + e.parent() + " as well, on " + e.on();
            case Event.ChildrenHeld e ->
                e.job().equals(job)
                        ? "its children wait for " + e.by() + " as well"
                        : "holds the children of " + e.job();
            case Event.CascadeAdvanced e -> e.finished() ? "all children know" : "children are told";
            case Event.JobTied e -> "comes back with its parents";
            case Event.JobCarried e ->
                "is " + (e.bundle().isPresent() ? "with a worker" : e.status().state()) + " as before";
            case Event.FlowSwept e ->
                "its flow: " + e.sweep().action() + (e.sweep().isOver() ? " is over" : " is under way");
            default -> "";
        };
    }

    private static String submitted(Job job) {
        StringJoiner words = new StringJoiner(", ");
        words.add(job.type() + " in " + job.channel() + ", priority " + job.priority() + eta(job.eta()));
        job.asked()
                .replayOf()
                .ifPresent(old -> words.add("replay of " + new JobId(job.id().tree(), old)));
        job.flow().ifPresent(flow -> words.add("flow " + new JobId(job.id().tree(), flow)));
        if (!job.parents().isEmpty()) {
            words.add("waits for " + job.parents().size() + (job.parents().size() == 1 ? " job" : " jobs"));
        }
        return words.toString();
    }

    private static String eta(OptionalLong eta) {
        return eta.isEmpty() ? "" : ", not before " + time(eta.getAsLong());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
