package io.sluice.app;

import io.sluice.proof.Rebuild;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a state of its events, under a new application id. */
@Command(
        name = "rebuild",
        description = {
            "Makes the state of schedulers with a new application id, of the events alone; with --partitions also spread over"
                    + " more partitions. All schedulers must be stopped.",
            "Afterwards start them with the new id, and verify says that the state is what its events make."
        },
        footer = {"", "Example:", "  sluice rebuild sluice-2 --partitions 64 --yes"})
final class RebuildCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            description = "The new application id; letters, digits, '.', '_' and '-', at most 100.")
    private String to;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = "sluice",
            description = "The schedulers' name so far: the new ones go on where these have read to. Default: sluice.")
    private String from;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Spread the trees over that many partitions, at least as many as there are. Cannot be undone, so it"
                            + " needs --yes. Default: as many as the topics have.")
    private Integer partitions;

    @Option(
            names = "--unread",
            paramLabel = "WHICH",
            description =
                    "Where to begin to read commands if nothing is known of the old schedulers: earliest (those of jobs"
                            + " that are no longer kept are handled again) or latest (those that nobody has handled are lost).")
    private Rebuild.Unread unread;

    @Option(names = "--yes", description = "Give the topics more partitions.")
    private boolean yes;

    @Mixin
    private Scratch scratch;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        check();
        Map<String, Object> kafka = brokers.clientSettings();
        Path directory = scratch.make();
        try {
            Rebuild.Plan plan = new Rebuild.Plan(
                    kafka,
                    brokers.wire(),
                    from,
                    to,
                    partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions),
                    Optional.ofNullable(unread),
                    directory);
            show(new Rebuild(plan, new Reporting(screen)::at).run());
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot rebuild: " + Reason.of(e));
        } catch (IllegalStateException e) {
            throw CommandFailed.refused(e.getMessage());
        } finally {
            directory.toFile().delete();
        }
    }

    private void check() {
        if (!to.matches("[A-Za-z0-9._-]{1,100}")) {
            throw CommandFailed.badUsage(
                    "the application id is \"" + to + "\"; allowed: " + Setting.APPLICATION_ID.allowed());
        }
        if (partitions != null && !yes) {
            throw CommandFailed.badUsage(
                    "--partitions " + partitions + " gives topics more partitions, which cannot be undone: add --yes");
        }
    }

    private void show(Rebuild.Result result) {
        if (screen.isJson()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("applicationId", to);
            line.put("partitions", result.partitions());
            line.put("events", result.events());
            line.put("entries", result.entries());
            line.put("unread", result.unread());
            screen.json(line);
            return;
        }
        screen.out()
                .println(String.format(
                        Locale.ROOT,
                        "the state of %s is made: %d events, %d entries, %d partitions; %d records are still to be read",
                        to,
                        result.events(),
                        result.entries(),
                        result.partitions(),
                        result.unread()));
        screen.say("now start the schedulers with --application-id " + to + "; those named " + from
                + " must not be started again");
    }
}
