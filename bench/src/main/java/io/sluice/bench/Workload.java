package io.sluice.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Something that can be measured. */
interface Workload {

    /** One line for people. */
    String about();

    /** How many jobs one run of it has. */
    default int jobs(Settings.Load load) {
        return load.jobs();
    }

    /** Seats of the channel {@code root}. */
    default int capacity(Settings.Shape shape) {
        return shape.capacity();
    }

    /** The channel text of the cluster. */
    default String channels(Settings settings) {
        return settings.shape().root(capacity(settings.shape()));
    }

    /** One run: what each of its variants measured. */
    List<Measured> run(Bench bench);

    /** Those that there are, by name. */
    static Map<String, Workload> all() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("drain", new Drain()),
                Map.entry("turnaround", new Turnaround()),
                Map.entry("priorities", new Priorities()),
                Map.entry("backlog", new Backlog()),
                Map.entry("channels", new Channels()),
                Map.entry("steady", new Steady()),
                Map.entry("submit", new Submit()),
                Map.entry("submit-single", new SubmitSingle()),
                Map.entry("latency", new Latency()),
                Map.entry("lateness", new Lateness()),
                Map.entry("restore", new Restore()),
                Map.entry("idle", new Idle()),
                Map.entry("mixed", new Mixed())));
    }
}
