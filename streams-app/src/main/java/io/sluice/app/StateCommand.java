package io.sluice.app;

import io.sluice.core.SoftFacts;
import io.sluice.proof.PastState;
import io.sluice.proof.Verification;
import io.sluice.web.ChannelDocument;
import io.sluice.web.Queries;
import io.sluice.wire.TreePartitions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the channels as they were. */
@Command(
        name = "state",
        description = {
            "Shows the channels of a tree as they were at a time, made from the events up to then.",
            "Progress is shown; it takes as long as the events take to be read."
        },
        footer = {"", "Example:", "  sluice state --at 3h --tree acme"})
final class StateCommand implements Callable<Integer> {

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            required = true,
            converter = Moment.PastReader.class,
            description = "When: a span ago such as 1h, or an instant such as 2030-01-31T08:00:00Z.")
    private Instant at;

    @Option(
            names = "--tree",
            paramLabel = "TREE",
            defaultValue = "main",
            description = "Whose channels. Default: main.")
    private String tree;

    @Mixin
    private Scratch scratch;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> kafka = brokers.clientSettings();
        Path directory = scratch.make();
        try {
            int partitions = Verification.partitions(kafka);
            Verification.Plan plan = new Verification.Plan(kafka, brokers.wire(), "", partitions, directory);
            PastState.Tree which = new PastState.Tree(tree, TreePartitions.of(tree, partitions));
            try (PastState past = PastState.at(plan, which, at, new Reporting(screen)::at)) {
                show(past, which.partition());
            }
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the log: " + Reason.of(e));
        } catch (IllegalStateException e) {
            throw CommandFailed.refused(e.getMessage());
        } finally {
            directory.toFile().delete();
        }
    }

    private void show(PastState past, int partition) {
        List<ChannelDocument> channels = new Queries(partition, past.store(), SoftFacts.none(partition))
                .channels(tree, Optional.empty(), Integer.MAX_VALUE)
                .channels();
        Instant last = Instant.ofEpochMilli(past.lastEvent());
        if (screen.isJson()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("tree", tree);
            document.put("at", at);
            document.put("events", past.events());
            document.put("lastEvent", past.events() == 0 ? null : last);
            document.put("channels", channels);
            screen.json(document);
            return;
        }
        ChannelTable.of(channels).print(screen.out());
        screen.say(
                past.events() == 0
                        ? "nothing had happened in the tree " + tree + " by " + at
                        : "as of " + at + ": after event " + past.events() + " of the tree " + tree + ", at " + last);
    }
}
