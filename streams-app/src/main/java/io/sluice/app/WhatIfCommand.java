package io.sluice.app;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.log.EventTopic;
import io.sluice.log.LogException;
import io.sluice.log.Stretch;
import io.sluice.proof.PastState;
import io.sluice.proof.Verification;
import io.sluice.state.OrderedReads;
import io.sluice.whatif.WhatIf;
import io.sluice.wire.TreePartitions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what would have happened with other limits. */
@Command(
        name = "what-if",
        description = {
            "Takes the jobs that came in a window of time and the durations of their runs through the same rules in virtual time,"
                    + " with other limits, and shows waits, seats and throughput as they were and as they would have been.",
            "What the model leaves out is said in words. Progress is shown; nothing is changed."
        },
        footer = {"", "Example:", "  sluice what-if --from 3h --to 1h --channels root.shop:4,root.import:1"})
final class WhatIfCommand implements Callable<Integer> {

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
            names = "--channels",
            paramLabel = "TEXT",
            required = true,
            description = "Other limits, such as root.shop:4,root.import:1; what is not named stays as it was.")
    private String channels;

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "Whose jobs. Default: main.")
    private String tree;

    @Mixin
    private Scratch scratch;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        WhatIf.Window window = window();
        Map<String, Object> kafka = brokers.clientSettings();
        Path directory = scratch.make();
        try (ProgressLine progress = new ProgressLine("", screen::say)) {
            Verification.Plan plan =
                    new Verification.Plan(kafka, brokers.wire(), "", Verification.partitions(kafka), directory);
            return run(window, plan, progress);
        } catch (LogException e) {
            throw CommandFailed.refused(e.getMessage());
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the events: " + Reason.of(e));
        } finally {
            directory.toFile().delete();
        }
    }

    private WhatIf.Window window() {
        try {
            ChannelText.parse(channels).keySet().stream().map(ChannelPath::text).toList();
            return new WhatIf.Window(tree, from.toEpochMilli(), to.toEpochMilli());
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private int run(WhatIf.Window window, Verification.Plan plan, ProgressLine progress) {
        Optional<PastState> before = before(window, plan, progress);
        try {
            return run(window, before.map(PastState::store), plan, progress);
        } finally {
            before.ifPresent(PastState::close);
        }
    }

    /** The state at the window's beginning, if the log tells it. */
    private Optional<PastState> before(WhatIf.Window window, Verification.Plan plan, ProgressLine progress) {
        PastState.Tree which = new PastState.Tree(tree, TreePartitions.of(tree, plan.partitions()));
        try {
            return Optional.of(PastState.at(
                    plan,
                    which,
                    Instant.ofEpochMilli(window.from() - 1),
                    (what, share) -> progress.about("the state before", share)));
        } catch (IllegalStateException e) {
            screen.say("the state at the beginning is not known: " + e.getMessage());
            return Optional.empty();
        }
    }

    private int run(
            WhatIf.Window window, Optional<OrderedReads> before, Verification.Plan plan, ProgressLine progress) {
        WhatIf whatIf = new WhatIf(window, before);
        AtomicLong read = new AtomicLong();
        try (EventTopic topic = EventTopic.open(plan.kafka(), plan.wire())) {
            boolean complete = topic.read(
                    Stretch.of(tree, window.from(), window.to()),
                    share -> progress.about("reading the window", share),
                    recorded -> {
                        whatIf.take(recorded);
                        read.incrementAndGet();
                        return true;
                    });
            refuseIfStopped(complete);
        }
        if (read.get() == 0) {
            throw CommandFailed.refused("nothing happened in the tree " + tree + " from " + from + " to " + to);
        }
        Optional<WhatIf.Answer> answer = answer(whatIf, progress);
        refuseIfStopped(answer.isPresent());
        WhatIfText.show(screen, window, answer.get());
        return ExitCode.OK;
    }

    private Optional<WhatIf.Answer> answer(WhatIf whatIf, ProgressLine progress) {
        try {
            return whatIf.answer(channels, progress::about);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private static void refuseIfStopped(boolean complete) {
        if (!complete) {
            throw CommandFailed.refused("stopped; nothing is shown of half a window");
        }
    }
}
