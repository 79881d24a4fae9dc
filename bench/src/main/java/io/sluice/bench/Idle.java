package io.sluice.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nothing is to be done; what it costs all the same. */
final class Idle implements Workload {

    /** What the run before left to be done, such as compiling, is over by then. */
    private static final Duration CALM = Duration.ofSeconds(10);

    @Override
    public String about() {
        return "nothing for --seconds: percent of a core by process, and records written";
    }

    @Override
    public int jobs(Settings.Load load) {
        return 0;
    }

    @Override
    public List<Measured> run(Bench bench) {
        bench.pauseUntil(Instant.now().plus(CALM));
        Changelog before = Changelog.of(bench.admin(), topic -> true);
        Map<String, Double> cpu = bench.cluster().cpuSeconds();
        long begin = System.nanoTime();
        bench.pauseUntil(Instant.now().plusSeconds(bench.load().seconds()));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> used = new LinkedHashMap<>();
        bench.cluster().cpuSeconds().forEach((role, end) -> used.put(role, end - cpu.get(role)));
        Changelog grown = Changelog.of(bench.admin(), topic -> true).since(before);
        Measured measured = new Measured("", Map.of(), used)
                .and("recordsPerSecond", grown.offsets() / seconds)
                .and("bytesPerSecond", grown.bytes() / seconds);
        for (String role : used.keySet()) {
            measured = measured.and(role + "Percent", 100 * used.get(role) / seconds);
        }
        return List.of(measured);
    }
}
