package io.sluice.app;

import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.time.Instant;
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
        String rest = Stream.of(job(event), channel(event), words(recorded))
                .filter(part -> !part.isEmpty())
                .map(TextTable::oneLine)
                .collect(Collectors.joining("  "));
        return (start + "  " + rest).stripTrailing();
    }

    /** The job that it is about; empty: none. */
    static String job(Event event) {
        return switch (event) {
            case Event.OfJob e -> e.job().toString();
            case Event.JobDuplicate e -> e.job().toString();
            case Event.JobStarted e -> e.job().toString();
            case Event.CancelAsked e -> e.job().toString();
            case Event.CommandRejected e -> e.job().map(JobId::toString).orElse("");
            default -> "";
        };
    }

    private static String channel(Event event) {
        return switch (event) {
            case Event.OfJob e -> e.channel().text();
            case Event.ChannelConfigured e -> e.channel().text();
            case Event.ChannelPaused e -> e.channel().text();
            case Event.ChannelResumed e -> e.channel().text();
            default -> "";
        };
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
            case Event.FileConfigured e -> e.text().lines().count() + " lines";
            case Event.CommandRejected e -> e.code() + by(recorded) + ": " + e.reason();
            case Event.NothingChanged e -> by(recorded).strip();
            case Event.Soft e -> "";
        };
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
