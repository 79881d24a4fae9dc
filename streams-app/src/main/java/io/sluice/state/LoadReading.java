package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Place;
import io.sluice.core.StateView.Pause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** One reading of what waits and runs in a tree. Walks open bundles and channels, never the jobs that wait. */
final class LoadReading {

    /** Of a channel's READY jobs the first of so many types and, of each type, of so many priorities are looked at. */
    private static final int TYPES = 16;

    private static final int PRIORITIES = 16;

    private final OrderedReads store;
    private final String tree;

    LoadReading(OrderedReads store, String tree) {
        this.store = store;
        this.tree = tree;
    }

    List<TreeLoad.Channel> channels(
            Collection<ChannelPath> paths, Map<ChannelPath, ChannelRecord> records, ChannelTree channels) {
        Map<ChannelPath, TreeLoad.Active> active = active();
        return paths.stream()
                .map(path -> {
                    ChannelRecord record = records.getOrDefault(path, new ChannelRecord(path));
                    return new TreeLoad.Channel(
                            path,
                            channels.limits(path),
                            pause(path, records),
                            record.counts.row(record.ready()),
                            active.getOrDefault(path, TreeLoad.Active.NONE));
                })
                .toList();
    }

    private static Optional<Pause> pause(ChannelPath path, Map<ChannelPath, ChannelRecord> records) {
        return ChannelTree.upwards(path).stream()
                .flatMap(above -> Optional.ofNullable(records.get(above)).flatMap(ChannelRecord::pause).stream())
                .findFirst();
    }

    // ---- open bundles

    private Map<ChannelPath, TreeLoad.Active> active() {
        Map<ChannelPath, TreeLoad.Active> active = new HashMap<>();
        KeyRange all = Keys.of(Index.ACTIVE, tree);
        store.forEach(all.from(), all.to(), entry -> {
            ActiveBundle bundle = BundleRecords.read(store, entry);
            ChannelTree.upwards(bundle.channel()).forEach(path -> active.merge(path, seat(), LoadReading::sum));
            active.merge(bundle.channel(), own(bundle), LoadReading::sum);
        });
        return active;
    }

    private static TreeLoad.Active seat() {
        return new TreeLoad.Active(1, 0, 0, 0, List.of());
    }

    private static TreeLoad.Active own(ActiveBundle bundle) {
        int running = bundle.isStarted() ? 1 : 0;
        List<TreeLoad.Run> asked = bundle.members().stream()
                .limit(running)
                .filter(ActiveBundle.Member::cancelAsked)
                .map(member -> new TreeLoad.Run(bundle.jobId(member), member.run()))
                .toList();
        return new TreeLoad.Active(0, 1, bundle.members().size() - running, running, asked);
    }

    private static TreeLoad.Active sum(TreeLoad.Active one, TreeLoad.Active other) {
        List<TreeLoad.Run> asked = new ArrayList<>(one.askedToStop());
        asked.addAll(other.askedToStop());
        return new TreeLoad.Active(
                one.seats() + other.seats(),
                one.own() + other.own(),
                one.released() + other.released(),
                one.running() + other.running(),
                List.copyOf(asked));
    }

    // ---- who waits longest

    /**
     * Since when the READY job waits that arrived first, as far as a few looks tell: since its arrival, its ETA or, if it ran
     * before, the start of that run.
     */
    OptionalLong readySince(ChannelRecord channel) {
        Optional<Head> first = channel.lines.entrySet().stream()
                .limit(TYPES)
                .flatMap(line ->
                        first(
                                new ReadyLine(tree, channel.path, line.getKey()),
                                line.getValue().start())
                                .stream())
                .min((one, other) -> Long.compare(one.seq(), other.seq()));
        return first.map(head -> since(new JobId(tree, head.job()))).orElse(OptionalLong.empty());
    }

    private record Head(long seq, UUID job) {}

    /** Within a priority the first one is the one that arrived first. */
    private Optional<Head> first(ReadyLine line, Place start) {
        Optional<Head> first = Optional.empty();
        Optional<Place> from = Optional.of(start);
        for (int looks = 0; looks < PRIORITIES && from.isPresent(); looks++) {
            KeyRange rest = Keys.ready(line).startingAt(Keys.ready(line, from.get()));
            List<OrderedReads.Entry> next = store.scan(rest.from(), rest.to(), 1);
            from = Optional.empty();
            for (OrderedReads.Entry entry : next) {
                Place place = Keys.placeOf(entry.key());
                if (first.isEmpty() || place.seq() < first.get().seq()) {
                    first = Optional.of(
                            new Head(place.seq(), ReadyEntry.read(entry.value()).job()));
                }
                from = Optional.of(place.priority())
                        .filter(priority -> priority < Integer.MAX_VALUE)
                        .map(priority -> new Place(priority + 1, Long.MIN_VALUE));
            }
        }
        return first;
    }

    private OptionalLong since(JobId id) {
        Optional<byte[]> submitted = store.get(Keys.job(id));
        if (submitted.isEmpty()) {
            return OptionalLong.empty();
        }
        Job job = JobValue.read(id, submitted.get());
        Optional<JobStatus> status = store.get(Keys.status(id)).map(StatusValue::read);
        long eta =
                status.map(known -> job.with(known.changes())).orElse(job).eta().orElse(0);
        long started = status.map(JobStatus::startedAt).orElse(0L);
        return OptionalLong.of(Math.max(job.arrivedAt(), Math.max(eta, started)));
    }
}
