package io.sluice.app;

import io.sluice.core.JobState;
import io.sluice.log.EventTopic;
import io.sluice.log.LogException;
import io.sluice.log.Replay;
import io.sluice.log.ReplayFilter;
import io.sluice.log.ReplayFound;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs again what came to an end in a window of time, as new jobs. */
@Command(
        name = "replay",
        description =
                "Runs again, as new jobs, what failed (or was cancelled, or is done) in a window of time; also jobs that"
                        + " are long forgotten. Without --yes it only shows what that would be.",
        footer = {
            "",
            "Example:",
            "  sluice replay --from 2030-01-31T14:00:00Z --to 2030-01-31T14:20:00Z --channel root.shop",
            "  sluice replay --from 2h --to 1h --type row --error java.io.IOException --yes"
        })
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            required = true,
            converter = Moment.PastReader.class,
            description = "The window's beginning: a span ago such as 1h, or an instant such as 2030-01-31T08:00:00Z.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            required = true,
            converter = Moment.PastReader.class,
            description = "The window's end, in the same words; 0s is now.")
    private Instant to;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            defaultValue = "FAILED",
            description = "How they ended: failed, cancelled, done; several split by commas. Default: failed.")
    private List<JobState> states;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "Only jobs that ended in this channel or below it, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
    private String type;

    @Option(names = "--error", paramLabel = "CLASS", description = "Only jobs that failed with an error of this class.")
    private String error;

    @Option(names = "--tree", paramLabel = "TREE", description = "Their tree. Default: main.")
    private String tree;

    @Option(
            names = "--again",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "Also jobs that were replayed before. The name of this time: the same name twice makes no doubles.")
    private String again;

    @Option(names = "--limit", paramLabel = "N", description = "Submit at most that many; the same command goes on.")
    private Long limit;

    @Option(names = "--dry-run", description = "Only count and show a sample, also where --yes is given.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Submit them; without it nothing is done.")
    private boolean yes;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw CommandFailed.badUsage("--limit is " + limit + "; at least 1 is allowed");
        }
        ReplayFilter filter = filter();
        Screen screen = operator.screen();
        try (EventTopic topic = EventTopic.open(operator.clientSettings(), operator.wire())) {
            Replay replay;
            try (ProgressLine progress = new ProgressLine("reading the window:", screen::say)) {
                replay = Replay.of(topic, filter, progress);
            }
            if (!replay.found().complete()) {
                throw CommandFailed.refused("stopped while reading the window; nothing was done");
            }
            return yes && !dryRun ? submit(replay) : show(replay.found());
        } catch (LogException e) {
            throw CommandFailed.refused(e.getMessage());
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the events: " + Reason.of(e));
        }
    }

    private ReplayFilter filter() {
        try {
            return new ReplayFilter(
                    channel != null ? channel.treeOr(tree) : tree == null ? "main" : tree,
                    from.toEpochMilli(),
                    to.toEpochMilli(),
                    new HashSet<>(states),
                    Optional.ofNullable(channel).map(ChannelName::path),
                    Optional.ofNullable(type),
                    Optional.ofNullable(error),
                    again);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private int show(ReplayFound found) {
        ReplayText.show(operator.screen(), found);
        if (dryRun || found.due() == 0) {
            return ExitCode.OK;
        }
        operator.screen().say("nothing was done: add --yes to submit " + ReplayText.jobs(found.due()));
        return ExitCode.REFUSED;
    }

    private int submit(Replay replay) {
        ReplayText.sayBefore(operator.screen(), replay.found());
        long most = limit == null ? Long.MAX_VALUE : limit;
        try (ProgressLine progress = new ProgressLine("replaying:", operator.screen()::say)) {
            ReplaySender.Sent sent = operator.with(client -> {
                ReplaySender sender = new ReplaySender(client, operator.waits(), most);
                Replay.Outcome outcome = replay.jobs(System.currentTimeMillis(), progress, sender::send);
                return sender.finish(outcome);
            });
            return ReplayText.ended(operator.screen(), replay.found(), sent);
        }
    }
}
