package io.sluice.whatif;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.state.InMemoryStore;
import io.sluice.state.JobRow;
import io.sluice.state.OrderedReads;
import io.sluice.state.OrderedStore;
import io.sluice.state.Reads;
import io.sluice.state.Rearming;
import io.sluice.state.Resettlement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A stretch of a tree's history under other limits: what was, what the model makes of the limits that held, and what it makes of
 * others.
 *
 * @since 0.1
 */
public final class WhatIf {

    private final Window window;
    private final Optional<OrderedReads> before;
    private final Function<JobId, Optional<JobRow>> jobsOfBefore;
    private final Timeline timeline;
    private final Measures was;

    /**
     * Which stretch of which tree.
     *
     * @param tree its name
     * @param from the first time, in milliseconds since the epoch
     * @param to the last time
     * @since 0.1
     */
    public record Window(String tree, long from, long to) {

        /** @throws IllegalArgumentException if it ends before it begins */
        public Window {
            if (to <= from) {
                throw new IllegalArgumentException("the window ends before it begins");
            }
        }
    }

    /** Told how far it is. */
    @FunctionalInterface
    public interface Watch {

        /**
         * @param what is being done
         * @param share of it, from 0 to 1
         * @return whether to go on
         */
        boolean at(String what, double share);
    }

    /**
     * One channel, with all below it.
     *
     * @param was as it was, from the events
     * @param same what the model makes of the limits that held
     * @param would what it makes of the others
     * @since 0.1
     */
    public record Row(Figures was, Figures same, Figures would) {}

    /**
     * What came out.
     *
     * @param channels by channel
     * @param jobs how many jobs there were
     * @param runs how many of their runs were measured
     * @param leftOut what the model leaves out or takes in only roughly, in sentences
     * @since 0.1
     */
    public record Answer(Map<ChannelPath, Row> channels, long jobs, long runs, List<String> leftOut) {}

    /**
     * A stretch of which nothing was read yet.
     *
     * @param before the state at its beginning; none: nothing is known of it
     */
    public WhatIf(Window window, Optional<OrderedReads> before) {
        this.window = window;
        this.before = before;
        this.jobsOfBefore = before.map(Reads::new)
                .<Function<JobId, Optional<JobRow>>>map(reads -> reads::job)
                .orElse(job -> Optional.empty());
        this.timeline = new Timeline(window.tree(), jobsOfBefore);
        this.was = new Measures(window.from(), jobsOfBefore);
        before.ifPresent(store ->
                new Reads(store).open(window.tree(), (bundle, channel, jobs) -> was.open(bundle, channel, jobs)));
    }

    /** Takes the next event of the tree in that stretch. */
    public void take(Recorded recorded) {
        timeline.take(recorded);
        was.take(recorded);
    }

    /**
     * Once all was taken.
     *
     * @param limits channel text that holds from the beginning on, over what held then
     * @return none if {@code watch} stopped it
     * @throws IllegalArgumentException if the text does not fit the channels, with the rules' words
     */
    public Optional<Answer> answer(String limits, Watch watch) {
        Measures same = new Measures(window.from(), jobsOfBefore);
        Measures would = new Measures(window.from(), jobsOfBefore);
        Trial other = new Trial(timeline, window, start(), would).with(limits);
        Trial again = new Trial(timeline, window, start(), same).with("");
        Shares shares = new Shares(watch);
        // Each has a state of its own, and what they read is not written any more.
        if (!Stream.of(other, again).parallel().allMatch(trial -> trial.run(share -> shares.at(trial, share)))) {
            return Optional.empty();
        }
        List<String> leftOut = timeline.leftOut().words(timeline.claimDelay(), before.isPresent(), other.doubts());
        return Optional.of(new Answer(rows(same, would), timeline.jobs(), timeline.runs.size(), leftOut));
    }

    /** How far two are that run side by side. */
    private static final class Shares {
        private final Watch watch;
        private final Map<Trial, Double> shares = new HashMap<>();

        private Shares(Watch watch) {
            this.watch = watch;
        }

        private synchronized boolean at(Trial trial, double share) {
            shares.put(trial, share);
            return watch.at(
                    "virtual time",
                    shares.values().stream().mapToDouble(each -> each).sum() / 2);
        }
    }

    private OrderedStore start() {
        InMemoryStore start = new InMemoryStore();
        before.ifPresent(store -> {
            Resettlement.move(List.of(store), window.tree()::equals, start);
            Rearming.all(start);
        });
        return start;
    }

    private Map<ChannelPath, Row> rows(Measures same, Measures would) {
        Map<ChannelPath, Figures> first = was.figures(window.to());
        Map<ChannelPath, Figures> second = same.figures(window.to());
        Map<ChannelPath, Figures> third = would.figures(window.to());
        Set<ChannelPath> paths = new TreeSet<>(first.keySet());
        paths.addAll(third.keySet());
        Map<ChannelPath, Row> rows = new TreeMap<>();
        for (ChannelPath path : paths) {
            rows.put(path, new Row(of(first, path), of(second, path), of(third, path)));
        }
        return rows;
    }

    private static Figures of(Map<ChannelPath, Figures> all, ChannelPath path) {
        return all.getOrDefault(path, Figures.NONE);
    }
}
