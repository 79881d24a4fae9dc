package io.sluice.app;

import io.sluice.core.Recorded;
import io.sluice.sdk.JobId;
import io.sluice.web.EventFacts;
import io.sluice.web.EventJson;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what happened, out of the history on the log. */
@Command(
        name = "events",
        description = "Shows what happened: one line an event, out of the history on the log.",
        footer = {"", "Example:", "  sluice events --follow --from 1h --tree acme"})
final class EventsCommand implements Callable<Integer> {

    @Option(names = "--follow", description = "Go on with what happens from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--from-beginning",
            description = "Begin with the oldest event that is kept. Default without --follow.")
    private boolean fromBeginning;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            converter = Moment.PastReader.class,
            description = "Begin there: a span ago such as 1h, or an instant such as 2030-01-31T08:00:00Z.")
    private Instant from;

    @Option(names = "--tree", paramLabel = "TREE", description = "Only events of that tree. Default: all.")
    private String tree;

    @Option(names = "--job", paramLabel = "ID", converter = JobName.class, description = "Only events of that job.")
    private JobId job;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after that many.")
    private Long limit;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        if (fromBeginning && from != null) {
            throw CommandFailed.badUsage("--from-beginning and --from are given; only one of both is allowed");
        }
        if (limit != null && limit < 1) {
            throw CommandFailed.badUsage("--limit is " + limit + "; at least 1 is allowed");
        }
        long most = limit == null ? Long.MAX_VALUE : limit;
        try (EventLog log = EventLog.open(brokers.clientSettings(), brokers.wire(), start())) {
            for (long shown = 0; shown < most; ) {
                Optional<Recorded> next = log.next(follow);
                if (next.isEmpty()) {
                    return ExitCode.OK;
                }
                if (isWanted(next.get())) {
                    show(next.get());
                    shown++;
                }
            }
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the events: " + Reason.of(e));
        }
    }

    private EventLog.Start start() {
        if (from != null) {
            return new EventLog.Start.At(from);
        }
        return fromBeginning || !follow ? new EventLog.Start.Beginning() : new EventLog.Start.Now();
    }

    private boolean isWanted(Recorded recorded) {
        return (tree == null || tree.equals(recorded.tree()))
                && (job == null || EventFacts.job(recorded.event()).equals(job.toString()));
    }

    private void show(Recorded recorded) {
        if (screen.isJson()) {
            screen.out().println(EventJson.line(recorded));
        } else {
            screen.out().println(EventText.line(recorded));
        }
    }
}
