package io.sluice.simulate;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines in which the script speaks for a worker about what it holds. Which bundle a job is in is looked up when the time has come. */
final class Claims {

    private final JobNames names;
    private final Set<JobId> claimedByLines = new LinkedHashSet<>();
    private final Set<String> beatByLines = new LinkedHashSet<>();

    Claims(JobNames names) {
        this.names = names;
    }

    Set<JobId> claimedByLines() {
        return claimedByLines;
    }

    Set<String> beatByLines() {
        return beatByLines;
    }

    private NamedRun named(Object json, Line line) {
        NamedRun named = NamedRun.of(names.job(Fields.text(json, line.word()), line.tree()), line.fields());
        claimedByLines.add(named.job());
        return named;
    }

    // ---- claims

    Step claim(Line line) {
        NamedRun named = named(line.subject(), line);
        String worker = line.fields().needed("worker");
        boolean confirm = line.fields().flag("confirm");
        return simulation -> {
            BundleId bundle = named.bundle(simulation, names);
            if (!simulation.state().workers().containsKey(worker)) {
                List<BundleId> held = simulation
                        .state()
                        .bundle(bundle)
                        .map(open -> List.of(bundle))
                        .orElse(List.of());
                beat(new Beat(worker, Optional.of(held), false), simulation);
            }
            Command claim = new Command.Claimed(worker, List.of(new Command.Claim(bundle, confirm)));
            send(claim, bundle.tree(), worker, simulation);
        };
    }

    // ---- hand-backs

    /** What a worker gives up: whole bundles, each by a job that is in it, and single jobs. */
    private record HandBack(List<NamedRun> bundles, List<NamedRun> jobs, Optional<String> worker, String reason) {}

    /**
     * {@code "handBack":"j1"} gives up the bundle of j1, {@code "handBack":["j1","j2"]} these jobs alone, and an object both,
     * as in the schema.
     */
    Step handBack(Line line) {
        HandBack read = line.subject() instanceof Map ? whole(line) : brief(line);
        return simulation -> handBack(read, simulation);
    }

    private HandBack brief(Line line) {
        String reason = line.fields().text("reason").orElse("stop");
        Optional<String> worker = line.fields().text("worker");
        return line.subject() instanceof List<?> jobs
                ? new HandBack(
                        List.of(), jobs.stream().map(job -> named(job, line)).toList(), worker, reason)
                : new HandBack(List.of(named(line.subject(), line)), List.of(), worker, reason);
    }

    private HandBack whole(Line line) {
        Fields fields = Fields.of(line.subject(), line.word());
        List<NamedRun> bundles =
                fields.list("bundles").stream().map(job -> named(job, line)).toList();
        List<NamedRun> jobs = new ArrayList<>();
        fields.list("jobs").forEach(job -> jobs.add(unstarted(job, line)));
        String reason = fields.text("reason").orElse("stop");
        fields.nothingElse();
        return new HandBack(bundles, jobs, line.fields().text("worker"), reason);
    }

    /** A name, or an object with {@code job} and {@code run}. The bundle that it went in follows from these. */
    private NamedRun unstarted(Object json, Line line) {
        if (!(json instanceof Map)) {
            return named(json, line);
        }
        Fields fields = Fields.of(json, "a job that is handed back");
        fields.get("bundle");
        NamedRun named = NamedRun.of(names.job(fields.needed("job"), line.tree()), fields);
        claimedByLines.add(named.job());
        fields.nothingElse();
        return named;
    }

    private void handBack(HandBack read, Simulation simulation) {
        List<NamedRun> all = new ArrayList<>(read.bundles());
        all.addAll(read.jobs());
        if (all.isEmpty()) {
            throw new IllegalArgumentException("nothing is handed back; expected are bundles, jobs or both");
        }
        String worker = read.worker().orElseGet(() -> all.getFirst().worker(simulation));
        all.forEach(one -> checkHeld(one.bundle(simulation, names), worker, simulation));
        List<Command.Unstarted> jobs = read.jobs().stream()
                .map(one -> new Command.Unstarted(one.bundle(simulation, names), one.job(), one.run(simulation)))
                .toList();
        List<BundleId> bundles = read.bundles().stream()
                .map(one -> one.bundle(simulation, names))
                .toList();
        Command command = new Command.HandedBack(worker, bundles, read.reason(), jobs);
        send(command, all.getFirst().job().tree(), worker, simulation);
    }

    /** What it had and lost it may give back, without effect; what it never had is a slip of the script. */
    private static void checkHeld(BundleId bundle, String worker, Simulation simulation) {
        if (!simulation.past().claimed(bundle, worker)) {
            throw new IllegalArgumentException("worker " + worker + " has never claimed the bundle " + bundle);
        }
    }

    // ---- heartbeats

    /** What a heartbeat says; without a list of bundles: all that it claimed. */
    private record Beat(String worker, Optional<List<BundleId>> held, boolean stopping) {}

    /** {@code "heartbeat":"w1"} lists what w1 claimed, or {@code held}; {@code "heartbeat":"j1","worker":"w1"} lists j1. */
    Step heartbeat(Line line) {
        Fields fields = line.fields();
        boolean ofJobs = fields.has("worker");
        String worker = ofJobs ? fields.needed("worker") : Fields.text(line.subject(), "heartbeat");
        Optional<Object> listed = ofJobs ? Optional.of(line.subject()) : fields.get("held");
        Optional<List<NamedRun>> held = listed.map(json -> held(json, line));
        beatByLines.add(worker);
        boolean stopping = fields.flag("stopping");
        return simulation -> {
            Optional<List<BundleId>> bundles = held.map(all ->
                    all.stream().map(one -> one.bundle(simulation, names)).toList());
            simulation.crew().checkIntroduced(worker);
            beat(new Beat(worker, bundles, stopping), simulation);
        };
    }

    private List<NamedRun> held(Object json, Line line) {
        List<NamedRun> held = new ArrayList<>();
        for (Object job : json instanceof List<?> list ? list : List.of(json)) {
            held.add(named(job, line));
        }
        return held;
    }

    private static void beat(Beat beat, Simulation simulation) {
        Command.Heartbeat said = simulation.crew().said(beat.worker(), beat.held(), beat.stopping());
        send(said, "", said.worker(), simulation);
    }

    private static void send(Command command, String tree, String worker, Simulation simulation) {
        simulation.command(command, new Cause(tree, Optional.empty(), worker));
    }
}
