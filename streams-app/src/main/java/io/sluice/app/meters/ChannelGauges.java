package io.sluice.app.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.state.OrderedReads;
import io.sluice.state.Reads;
import io.sluice.state.TreeLoad;
import io.sluice.state.TreeRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What waits and runs in the channels of some partitions, read from their stores on whatever thread asks. Looks at a bounded
 * number of trees and channels, and at no waiting job but the first of each channel that has a label.
 */
final class ChannelGauges {

    private static final int MOST_TREES = 10_000;

    /** Channels of which records are read, of all trees together. */
    private static final int MOST_CHANNELS = 4_000;

    private final Labels labels;
    private final EventMeters meters;
    private final IgnoredCancels cancels;
    private final Rows<Load> rows;
    private volatile int treesNotRead;
    private volatile int trees;

    ChannelGauges(MeterRegistry registry, Labels labels, EventMeters meters, IgnoredCancels cancels) {
        this.labels = labels;
        this.meters = meters;
        this.cancels = cancels;
        this.rows = new Rows<Load>(registry)
                .gauge("sluice.channel.ready", "READY jobs", Load::ready)
                .gauge("sluice.channel.scheduled", "SCHEDULED jobs", Load::scheduled)
                .gauge("sluice.channel.waiting", "WAITING jobs", Load::waiting)
                .gauge("sluice.channel.failed", "FAILED jobs that nobody has dealt with", Load::failed)
                .gauge("sluice.channel.released", "Released jobs that do not run yet", Load::released)
                .gauge("sluice.channel.running", "Jobs that run", Load::running)
                .gauge("sluice.channel.seats", "Open bundles of the channel and everything below it", Load::seats)
                .gauge(
                        "sluice.channel.capacity",
                        "How many open bundles there may be; missing: no limit of its own",
                        load -> load.capacity().isPresent() ? load.capacity().getAsInt() : Double.NaN)
                .gauge("sluice.channel.paused", "1: the channel or one above it is paused", load -> one(load.paused()))
                .gauge(
                        "sluice.channel.paused.by.bug",
                        "1: it is paused because releasing a job threw",
                        load -> one(load.pausedByBug()))
                .gauge(
                        "sluice.channel.oldest.waiting",
                        "seconds",
                        "How long the READY job waits that arrived first; 0: none waits",
                        load -> load.oldest().orElse(Double.NaN))
                .gauge(
                        "sluice.channel.cancel.ignored",
                        "Jobs that still run 30 s after they were seen to have been asked to stop",
                        Load::cancelIgnored);
        Gauge.builder("sluice.trees", this, gauges -> gauges.trees)
                .description("Trees in the partitions of this instance, of the first 10 000")
                .register(registry);
        Gauge.builder("sluice.trees.not.read", this, gauges -> gauges.treesNotRead)
                .description("Trees of which not all channels were read, for there are too many")
                .register(registry);
    }

    private static double one(boolean holds) {
        return holds ? 1 : 0;
    }

    /**
     * Reads anew.
     *
     * @param stores of the partitions that are here
     * @param now the time of day in milliseconds
     */
    void read(Collection<OrderedReads> stores, long now) {
        Reading reading = new Reading(now);
        cancels.begin(now);
        stores.forEach(reading::partition);
        cancels.end();
        trees = reading.trees;
        treesNotRead = reading.notRead;
        reading.loads.keySet().forEach(meters::channel);
        rows.set(reading.loads, ChannelLabel::tags);
    }

    /** One reading of all partitions: what was found and how much may still be looked at. */
    private final class Reading {
        private final long now;
        private final Map<ChannelLabel, Load> loads = new HashMap<>();
        private int channelsLeft = MOST_CHANNELS;
        private int trees;
        private int notRead;

        Reading(long now) {
            this.now = now;
        }

        void partition(OrderedReads store) {
            Reads reads = new Reads(store);
            for (TreeRow tree : reads.trees(Math.max(0, MOST_TREES - trees), "")) {
                trees++;
                if (labels.isNamed(tree.name())) {
                    named(reads, tree.name());
                } else {
                    unnamed(reads, tree);
                }
            }
        }

        private void named(Reads reads, String tree) {
            TreeLoad load = reads.load(tree, Math.max(1, channelsLeft));
            channelsLeft -= load.channels().size();
            notRead += load.isWhole() ? 0 : 1;
            load.channels().forEach(channel -> channel(reads, tree, channel));
        }

        private void channel(Reads reads, String tree, TreeLoad.Channel channel) {
            ChannelLabel label = labels.ofChannel(tree, channel.path().text());
            int ignored = cancels.count(channel.active().askedToStop());
            if (label.channel().equals(Labels.OTHER)) {
                Load load = Load.of(channel, OptionalDouble.empty(), ignored);
                loads.merge(label, load.shared(channel.active().own()), Load::plus);
            } else {
                loads.put(label, Load.of(channel, oldest(reads, tree, channel), ignored));
            }
        }

        private OptionalDouble oldest(Reads reads, String tree, TreeLoad.Channel channel) {
            OptionalLong since =
                    channel.counts().ready() == 0 ? OptionalLong.empty() : reads.readySince(tree, channel.path());
            return OptionalDouble.of(since.isPresent() ? Math.max(0, now - since.getAsLong()) / 1000.0 : 0);
        }

        private void unnamed(Reads reads, TreeRow tree) {
            TreeLoad.Sums sums =
                    channelsLeft > 0 ? reads.sums(tree.name(), channelsLeft) : new TreeLoad.Sums(0, 0, 0, 0, false);
            channelsLeft -= sums.channels();
            notRead += sums.isWhole() ? 0 : 1;
            Load load = Load.ofTree(tree.ready(), sums, tree.open());
            loads.merge(new ChannelLabel(Labels.OTHER, Labels.OTHER), load, Load::plus);
        }
    }
}
