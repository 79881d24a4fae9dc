package io.sluice.bench;

import java.util.List;

/** Drains of more and more waiting jobs. The rate is that of the first ones, while the others still wait. */
final class Backlog implements Workload {

    private static final List<Integer> SIZES = List.of(10_000, 1_000_000);

    @Override
    public String about() {
        return "drains with few and many waiting: rate of the first --jobs of them (--sizes, default 10k,1M)";
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
        return Drain.measure(bench, waiting, bench::noop);
    }
}
