package io.sluice.app;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Recorded;
import io.sluice.core.Schedule;
import io.sluice.web.EventFacts;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event as one line for people: time, tree, event, job, channel, run, what matters. */
final class EventText {

    private EventText() {}

    static String line(Recorded recorded) {
        Event event = recorded.event();
        String tree = recorded.tree().isEmpty() ? "-" : recorded.tree();
        String start = String.format(
                "%-24s  %-10s  %-17s",
                Instant.ofEpochMilli(recorded.at()), tree, event.getClass().getSimpleName());
        String rest = Stream.of(
                        EventFacts.job(event),
                        EventFacts.channel(event).map(ChannelPath::text).orElse(""),
                        words(recorded))
                .filter(part -> !part.isEmpty())
                .map(TextTable::oneLine)
                .collect(Collectors.joining("  "));
        return (start + "  " + rest).stripTrailing();
    }

    private static String words(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.JobSubmitted e -> e.type() + " priority " + e.submitted().priority() + eta(e);
            case Event.JobDuplicate e -> "is there already: " + e.existing();
            case Event.JobReady e -> "";
            case Event.JobReleased e -> "run " + e.run() + " in bundle " + e.bundle() + " to " + e.topic();
            case Event.JobStarted e -> "run " + e.run() + " attempt " + e.attempt() + " on " + e.worker();
            case Event.JobDone e -> run(e.run());
            case Event.JobRetried e -> run(e.run()) + " again " + time(e.notBefore()) + ": " + error(e.error());
            case Event.JobSnoozed e -> run(e.run()) + " again " + time(e.notBefore());
            case Event.JobFailed e -> run(e.run()) + ": " + error(e.error());
            case Event.JobLost e -> run(e.run()) + " " + e.reason();
            case Event.JobHandedBack e -> run(e.run()) + " " + e.reason();
            case Event.CancelAsked e -> "run " + e.run() + by(recorded) + " " + e.reason();
            case Event.JobCancelled e -> run(e.run()) + by(recorded) + " " + e.reason();
            case Event.JobRequeued e -> by(recorded).strip();
            case Event.BundleClaimed e -> "bundle " + e.bundle() + " by " + e.worker();
            case Event.ClaimDropped e -> "bundle " + e.bundle() + " by " + e.worker() + " " + e.reason();
            case Event.ChannelConfigured e -> ChannelText.entry(e.channel(), e.limits()) + by(recorded);
            case Event.ChannelPaused e -> "by " + e.by() + " " + e.reason();
            case Event.ChannelResumed e -> by(recorded).strip();
            case Event.TimesMeasured e -> e.type() + " in " + e.channel();
            case Event.PartitionsGrown e -> "from " + e.from() + " to " + e.to();
            case Event.FileConfigured e -> e.text().lines().count() + " lines";
            case Event.CommandRejected e -> e.code() + by(recorded) + ": " + e.reason();
            case Event.NothingChanged e -> by(recorded).strip();
            case Event.SchedulePut e -> scheduled(e) + by(recorded);
            case Event.ScheduleDeleted e -> e.schedule() + by(recorded);
            case Event.ScheduleFired e -> e.schedule() + " slot " + time(e.slot()) + next(e.next());
            case Event.ScheduleSkipped e ->
                e.schedule() + " slot " + time(e.slot()) + " " + e.reason() + next(e.next());
            // jobs
            case Event.JobReprioritized e -> "priority " + e.priority() + by(recorded);
            case Event.JobRescheduled e -> "not before " + time(e.eta()) + by(recorded);
            case Event.JobMoved e -> "to " + e.to() + by(recorded);
            case Event.MaxAttemptsSet e -> "at most " + e.most() + " attempts" + by(recorded);
            case Event.JobPurged e -> by(recorded).strip();
            case Event.JobReplaced e -> "took over what came as " + e.by() + by(recorded);
            case Event.DedupReleased e -> "no longer holds \"" + e.key() + "\"";
            case Event.SweepStarted e -> "sweep " + e.sweep() + by(recorded) + ": " + e.action() + " of " + e.filter();
            case Event.SweepAdvanced e ->
                "sweep " + e.sweep() + " " + (e.isLast() ? e.end() + " " : "") + "looked at " + e.lookedAt()
                        + ", changed " + e.changed();
            case Event.TreeDropped e -> e.channels().size() + " channels" + (e.complete() ? ", the last" : "");
            // Nothing happened: who reads along need not know what is kept.
            case Event.TreeCarried e -> "all that lives was written at " + time(e.since()) + " or later";
            case Event.FlowCarried e -> e.flow().id().toString();
            case Event.BundleCarried e -> "bundle " + e.bundle().id();
            case Event.ScheduleCarried e -> e.kept().schedule().id();
            case Event.DedupCarried e -> e.keys().size() + " keys";
            case Event.SweepCarried e -> "sweep " + e.sweep().id();
            case Event.FileCarried e -> e.text().lines().count() + " lines";
            case Event.Carried e -> "";
            case Event.Soft e -> "";
            // flows
            case Event.FlowSubmitted e -> e.flow() + " " + e.description() + by(recorded);
            case Event.JobScheduled e -> "not before " + time(e.notBefore());
            case Event.EdgesChanged e ->
                "is " + e.state() + " for " + e.children().size() + " children";
            case Event.EdgesAdded e -> "is waited for by " + e.children().size() + " more, on " + e.on();
            case Event.ChildrenHeld e -> "its children wait for " + e.by() + " as well";
            case Event.CascadeAdvanced e ->
                e.finished()
                        ? "all children know"
                        : "children know up to "
                                + e.after().map(Object::toString).orElse("none");
            case Event.JobTied e -> "comes back with its parents";
            case Event.FlowSwept e ->
                e.flow() + " " + e.sweep().action() + (e.sweep().isOver() ? " is over" : " is under way")
                        + by(recorded);
            // channels
            case Event.ChannelShut e -> "until " + time(e.until());
            case Event.TypePaused e -> e.type() + " by " + e.by() + " " + e.reason();
            case Event.TypeResumed e -> e.type() + by(recorded);
        };
    }

    private static String scheduled(Event.SchedulePut event) {
        Schedule schedule = event.schedule();
        return schedule.id() + " \"" + schedule.cron() + "\" " + schedule.zone() + " submits "
                + schedule.job().type() + (schedule.enabled() ? "" : ", not enabled") + next(event.next());
    }

    private static String next(OptionalLong slot) {
        return slot.isEmpty() ? "" : ", next " + time(slot.getAsLong());
    }

    private static String run(Event.Run run) {
        String worker = run.worker().isEmpty() ? "" : " on " + run.worker();
        String took = run.startedAt() > 0 && run.finishedAt() >= run.startedAt()
                ? " took " + (run.finishedAt() - run.startedAt()) + " ms"
                : "";
        return "run " + run.run() + worker + took;
    }

    private static String eta(Event.JobSubmitted event) {
        return event.submitted().eta().isEmpty()
                ? ""
                : " not before " + time(event.submitted().eta().getAsLong());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String error(Failure error) {
        return error.type() + ": " + TextTable.oneLine(error.message());
    }

    private static String by(Recorded recorded) {
        return recorded.cause().by().isEmpty() ? "" : " by " + recorded.cause().by();
    }
}
