package io.sluice.app;

import io.sluice.core.Failure;
import io.sluice.log.EventTopic;
import io.sluice.log.Histories;
import io.sluice.log.History;
import io.sluice.log.HistoryEntry;
import io.sluice.log.LogException;
import io.sluice.sdk.JobId;
import io.sluice.web.HistoryDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows everything that happened to a job, out of the events. */
@Command(
        name = "history",
        description =
                "Shows everything that happened to a job: when, who, which worker, attempt and error; also of a job"
                        + " that is long forgotten, as far back as events are kept.",
        footer = {"", "Example:", "  sluice history main:01920000-0000-7000-8000-000000000001"})
final class HistoryCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main.")
    private JobId job;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        History history = read();
        if (history.entries().isEmpty() && history.complete()) {
            throw CommandFailed.refused(
                    "no event is about job " + job + ". Check the id and its tree; events are kept as"
                            + " long as the topic sluice.events keeps them (30 days unless it was set otherwise), and a job whose"
                            + " submission waits for a scheduler has none yet");
        }
        if (screen.isJson()) {
            screen.json(HistoryDocument.of(history));
        } else {
            show(history);
        }
        sayWhatIsMissing(history);
        return history.complete() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private History read() {
        try (EventTopic topic = EventTopic.open(brokers.clientSettings(), brokers.wire());
                ProgressLine progress = new ProgressLine("looking for " + job + " in the events:", screen::say)) {
            return new Histories(topic).of(new io.sluice.core.JobId(job.tree(), job.uuid()), progress);
        } catch (LogException e) {
            throw CommandFailed.refused(e.getMessage());
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the events: " + Reason.of(e));
        }
    }

    private void show(History history) {
        TextTable table = new TextTable(
                TextTable.text("TIME"),
                TextTable.text("EVENT"),
                TextTable.number("RUN"),
                TextTable.number("ATTEMPT"),
                TextTable.text("WORKER"),
                TextTable.text("BY"),
                TextTable.text("WHAT"));
        for (HistoryEntry entry : history.entries()) {
            table.row(
                    Instant.ofEpochMilli(entry.recorded().at()),
                    entry.event(),
                    number(entry.run()),
                    number(entry.attempt()),
                    entry.worker(),
                    by(entry),
                    words(entry));
        }
        table.print(screen.out());
        lastError(history).ifPresent(this::showTrace);
    }

    /** What a worker reports is by that worker, and the rules do the rest by themselves: neither need be read twice. */
    private static String by(HistoryEntry entry) {
        String by = entry.recorded().cause().by();
        return by.equals(entry.worker()) || by.equals("sluice") ? "" : by;
    }

    private static String words(HistoryEntry entry) {
        String error = entry.error()
                .map(failure -> failure.type() + ": " + TextTable.oneLine(failure.message()))
                .orElse("");
        return error.isEmpty() || entry.what().isEmpty() ? error + entry.what() : error + " (" + entry.what() + ")";
    }

    private static Optional<Failure> lastError(History history) {
        return history.entries().stream()
                .flatMap(entry -> entry.error().stream())
                .reduce((before, after) -> after);
    }

    private void showTrace(Failure failure) {
        if (!failure.stackTrace().isEmpty()) {
            screen.out().println();
            screen.out().println("trace of the last error:");
            failure.stackTrace().lines().map(TextTable::oneLine).forEach(screen.out()::println);
        }
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "";
    }

    private void sayWhatIsMissing(History history) {
        if (history.leftOut() > 0) {
            screen.say(history.leftOut() + " events in the middle are left out; sluice events --job " + job
                    + " shows them all");
        }
        if (!history.complete()) {
            screen.say("stopped before the end of the events: more may have happened");
        } else if (!history.begins()) {
            screen.say("its submission is not among the events that are kept: what is shown is not all");
        }
    }
}
