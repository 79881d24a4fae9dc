package io.sluice.app;

import io.sluice.proof.Verification;
import io.sluice.state.Comparison.Difference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the state with what its events make. */
@Command(
        name = "verify",
        description = {
            "Folds the events and compares what comes out with the state that is kept, key by key.",
            "Prints what differs. Exit code 1 if anything does. The scheduler may run meanwhile."
        },
        footer = {"", "Example:", "  sluice verify --partition 3"})
final class VerifyCommand implements Callable<Integer> {

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            description = "The schedulers' name. Default: the scheduler at --url is asked for it.")
    private String applicationId;

    @Option(names = "--partition", paramLabel = "N", description = "Only that partition. Default: all.")
    private Integer partition;

    @Mixin
    private Scratch scratch;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> kafka = brokers.clientSettings();
        try {
            String application = application();
            int partitions = Verification.partitions(kafka, application);
            if (partition != null && (partition < 0 || partition >= partitions)) {
                throw CommandFailed.badUsage(
                        "--partition is " + partition + "; there are partitions 0 to " + (partitions - 1));
            }
            return verify(new Verification.Plan(kafka, brokers.wire(), application, partitions, scratch.make()));
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the log: " + Reason.of(e));
        } catch (IllegalStateException e) {
            throw CommandFailed.refused(e.getMessage());
        }
    }

    private String application() {
        return applicationId != null ? applicationId : brokers.api().health().applicationId();
    }

    private int verify(Verification.Plan plan) {
        long events = 0;
        long compared = 0;
        long differences = 0;
        Reporting reporting = new Reporting(screen);
        try {
            int first = partition == null ? 0 : partition;
            int last = partition == null ? plan.partitions() - 1 : partition;
            for (int number = first; number <= last; number++) {
                Verification.Result result = new Verification(plan, number, reporting::at).run(this::show);
                events += result.events();
                compared += result.compared();
                differences += result.differences();
            }
        } finally {
            plan.directory().toFile().delete();
        }
        end(events, compared, differences);
        return differences == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void show(Difference difference) {
        if (screen.isJson()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("tree", difference.tree());
            line.put("index", difference.index());
            line.put("key", difference.key());
            line.put("kept", difference.one().orElse(null));
            line.put("folded", difference.other().orElse(null));
            screen.json(line);
            return;
        }
        screen.out().println(difference.key());
        screen.out().println("  kept:   " + difference.one().orElse("nothing"));
        screen.out().println("  folded: " + difference.other().orElse("nothing"));
    }

    private void end(long events, long compared, long differences) {
        if (screen.isJson()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("events", events);
            line.put("compared", compared);
            line.put("differences", differences);
            screen.json(line);
            return;
        }
        screen.out()
                .println(
                        differences == 0
                                ? "the state is what its events make: " + events + " events, " + compared
                                        + " entries compared, no difference"
                                : differences + (differences == 1 ? " difference" : " differences") + " in " + compared
                                        + " entries, after " + events + " events");
    }
}
