package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Drains of jobs that are spread over more and more channels of one tree, then over many trees. */
final class Channels implements Workload {

    private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);

    @Override
    public String about() {
        return "drains with few and many channels in one tree (--sizes, default 10,1k,10k), and with --trees trees";
    }

    @Override
    public List<Measured> run(Bench bench) {
        List<Integer> sizes =
                bench.load().sizes().isEmpty() ? SIZES : bench.load().sizes();
        List<Measured> all = new ArrayList<>(
                sizes.stream().map(size -> ofChannels(bench, size)).toList());
        if (bench.settings().shape().trees() > 1) {
            all.add(ofTrees(bench, bench.settings().shape().trees()));
        }
        return all;
    }

    private static Measured ofChannels(Bench bench, int channels) {
        bench.progress().step("%,d channels", channels);
        return Drain.measure(
                bench,
                Drain.Waiting.of(bench.load().jobs()).named(Sizes.text(channels) + " channels"),
                (batch, number) -> bench.noop(batch, number).channel("root.c" + number % channels));
    }

    private static Measured ofTrees(Bench bench, int trees) {
        bench.progress().step("%,d trees", trees);
        int jobs = bench.load().jobs();
        List<String> all = IntStream.range(0, trees).mapToObj(Channels::tree).toList();
        Drain.Waiting waiting = new Drain.Waiting(Sizes.text(trees) + " trees", jobs, jobs, all);
        return Drain.measure(bench, waiting, (batch, number) -> bench.noop(batch, number, tree(number % trees)));
    }

    private static String tree(int number) {
        return "t" + number;
    }
}
