package io.sluice.bench;

import io.sluice.app.CommandFailed;
import io.sluice.app.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench}: measures on this machine.
 *
 * @since 0.1
 */
@Command(
        name = "bench",
        description = {
            "Measures how fast Sluice is on this machine, beside what Kafka alone does on it just before.",
            "Broker, scheduler and workers are processes of their own and end with the bench. Every job is checked:"
                    + " if one was not done exactly once, nothing is printed but that."
        },
        footer = {
            "",
            "Workloads: docs/performance.md explains each.",
            "  drain, steady, turnaround, submit, submit-single, latency, lateness, backlog, channels, priorities,"
                    + " restore, idle, mixed",
            "",
            "Example:",
            "  sluice bench drain --jobs 100k --capacity 64 --json",
            "",
            "Exit codes: 0 measured, 1 not all jobs were done once, 2 bad usage."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int MOST_SLOTS = 256;
    private static final int LEAST_REFERENCE = 10_000;
    private static final int MOST_REFERENCE = 100_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WORKLOAD", completionCandidates = Names.class, description = "What to measure.")
    private String workload;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "100k",
            converter = Sizes.class,
            description = "Jobs of one run. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--capacity",
            paramLabel = "C",
            defaultValue = "64",
            description = "Seats of the channel. Default: ${DEFAULT-VALUE}.")
    private int capacity;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Length of a run that is paced by time. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Jobs a second, for latency. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "100",
            description = "Threads, for submit-single. Default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--payload",
            paramLabel = "B",
            defaultValue = "200",
            description = "Bytes of each payload. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--sizes",
            paramLabel = "N,N",
            split = ",",
            converter = Sizes.class,
            description = "How many wait, for backlog; how many channels, for channels.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--trees",
            paramLabel = "N",
            defaultValue = "1",
            converter = Sizes.class,
            description = "Trees, for channels, measured after the channels. Default: none.")
    private int trees;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            defaultValue = "4",
            description = "Partitions that trees are spread over. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--workers",
            paramLabel = "W",
            defaultValue = "1",
            description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Bundles that a worker runs at once. Default: the capacity, at most " + MOST_SLOTS + ".")
    private Integer slots;

    @Option(
            names = "--bundle",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Whether jobs are released in bundles. Default: ${DEFAULT-VALUE}.")
    private Switch bundle;

    @Option(names = "--standby", description = "A second scheduler with a copy of the state, for restore.")
    private boolean standby;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "3",
            description = "Measured runs; medians are printed. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds of work before the first run. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--in-process", description = "All in this JVM, for profilers.")
    private boolean inProcess;

    @Option(
            names = "--jfr",
            paramLabel = "FILE",
            description = "Flight recordings: FILE-scheduler-1.jfr, FILE-worker-1.jfr …; in one process: FILE.")
    private Path recording;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "New or empty folder for data and logs. Default: a new one below target/bench.")
    private Path dataDir;

    @Option(names = "--json", description = "One line of JSON at the end.")
    private boolean json;

    /** A word for a yes or no. */
    enum Switch {
        on,
        off
    }

    /** The workloads, for shells that complete. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Workload.all().keySet().iterator();
        }
    }

    @Override
    public Integer call() throws IOException, ParseException {
        Workload chosen = Workload.all().get(workload);
        if (chosen == null) {
            throw CommandFailed.badUsage("There is no workload " + workload + "; there are "
                    + String.join(", ", Workload.all().keySet()));
        }
        // The log of what is stopped and killed here says nothing that a measurement needs.
        System.setProperty("sluice.log.kafka", System.getProperty("sluice.log.kafka", "ERROR"));
        Settings settings = settings();
        Progress progress = new Progress(spec.commandLine().getErr());
        Report report = inProcess && recording != null
                ? recorded(settings, chosen, progress)
                : measure(settings, chosen, progress);
        report.print(spec.commandLine().getOut());
        if (json) {
            spec.commandLine().getOut().println(report.json());
        }
        return ExitCode.OK;
    }

    private Settings settings() {
        atLeastOne("--capacity", capacity);
        atLeastOne("--seconds", seconds);
        atLeastOne("--rate", rate);
        atLeastOne("--callers", callers);
        atLeastOne("--partitions", partitions);
        atLeastOne("--workers", workers);
        atLeastOne("--runs", runs);
        int each = slots == null ? Math.min(MOST_SLOTS, capacity) : slots;
        return new Settings(
                workload,
                new Settings.Load(jobs, seconds, rate, callers, payload, List.copyOf(sizes)),
                new Settings.Shape(
                        capacity,
                        partitions,
                        trees,
                        workers,
                        each,
                        bundle == Switch.on,
                        standby,
                        inProcess,
                        Optional.ofNullable(recording)),
                runs,
                warmUp,
                DataFolder.of(dataDir));
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw CommandFailed.badUsage(option + " is " + value + "; it must be at least 1");
        }
    }

    private Report recorded(Settings settings, Workload chosen, Progress progress) throws IOException, ParseException {
        Recording running = Recording.start(recording);
        try {
            return measure(settings, chosen, progress);
        } finally {
            running.stop();
        }
    }

    private Report measure(Settings settings, Workload chosen, Progress progress) {
        double loadBefore = Conditions.load();
        progress.step("Starting broker, scheduler and workers; data and logs in %s", settings.folder());
        try (Cluster cluster = Cluster.start(settings, chosen.channels(settings));
                Bench bench = new Bench(settings, cluster, progress)) {
            progress.step("Measuring what Kafka does alone");
            int records = Math.clamp(jobs, LEAST_REFERENCE, MOST_REFERENCE);
            Reference reference = Reference.measure(settings, cluster, progress, records);
            progress.step("Warming up for %d s", settings.warmUpSeconds());
            long begin = System.nanoTime();
            int warmedUp = bench.warmUp();
            double warmedUpSeconds = (System.nanoTime() - begin) / 1e9;
            List<List<Measured>> all = run(chosen, bench, progress);
            Conditions conditions =
                    new Conditions(Instant.now(), loadBefore, Conditions.load(), warmedUpSeconds, warmedUp);
            return new Report(settings, conditions, reference, all);
        }
    }

    /** The runs of each variant. */
    private List<List<Measured>> run(Workload chosen, Bench bench, Progress progress) {
        List<List<Measured>> all = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            progress.step("Run %d of %d", run, runs);
            List<Measured> variants = chosen.run(bench);
            for (int i = 0; i < variants.size(); i++) {
                if (run == 1) {
                    all.add(new ArrayList<>());
                }
                all.get(i).add(variants.get(i));
            }
        }
        return all;
    }
}
