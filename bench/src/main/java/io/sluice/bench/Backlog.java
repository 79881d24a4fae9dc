package io.sluice.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * Drains of more and more waiting jobs. The rate is that of the first ones, while the others still wait. Few are done in a
 * moment, so they are drained several times.
 */
final class Backlog implements Workload {

    private static final List<Integer> SIZES = List.of(10_000, 1_000_000);
    private static final int MOST_DRAINS = 9;

    @Override
    public String about() {
        return "drains with few and many waiting: rate of the first --jobs of them, median of several drains where they are"
                + " fewer (--sizes, default 10k,1M)";
    }

    @Override
    public List<Measured> run(Bench bench) {
        List<Integer> sizes =
                bench.load().sizes().isEmpty() ? SIZES : bench.load().sizes();
        return sizes.stream().map(size -> measure(bench, size)).toList();
    }

    private static Measured measure(Bench bench, int size) {
        bench.progress().step("%,d waiting", size);
        int rated = Math.min(size, bench.load().jobs());
        Drain.Waiting waiting = new Drain.Waiting(Sizes.text(size), size, rated, List.of(Bench.TREE));
        int drains = Math.clamp(bench.load().jobs() / size, 1, MOST_DRAINS);
        return Measured.median(Stream.generate(() -> Drain.measure(bench, waiting, bench::noop))
                .limit(drains)
                .toList());
    }
}
