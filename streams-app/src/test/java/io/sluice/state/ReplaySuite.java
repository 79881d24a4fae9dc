package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Edge;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Recorded;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random lives: a state that is reopened now and then is the one that never was, and every index is right. */
public abstract class ReplaySuite {

    private static final int PARTITIONS = 2;

    /** An empty store. */
    protected abstract OrderedStore newStore();

    /** How many lives. */
    protected int rounds() {
        return 20;
    }

    @Test
    void a_reopened_state_is_the_one_that_lived_on() {
        for (int round = 0; round < rounds(); round++) {
            long seed = System.nanoTime();
            try {
                live(new Random(seed), 150);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** {@code first} lives on in memory; {@code second} follows its events and is torn down now and then. */
    private void live(Random random, int steps) {
        OrderedStore firstStore = new InMemoryStore();
        OrderedStore secondStore = newStore();
        StoredState first = StoredState.open(firstStore, PARTITIONS);
        StoredState second = StoredState.open(secondStore, PARTITIONS);
        RandomLife life = new RandomLife(first, random);
        for (int step = 0; step < steps; step++) {
            List<Recorded> events = life.step();
            events.forEach(second::apply);
            // Changes no answer.
            second.readAhead(
                    RandomLife.TREES.get(random.nextInt(2)),
                    RandomLife.CHANNELS.get(random.nextInt(RandomLife.CHANNELS.size())),
                    RandomLife.TYPES.get(random.nextInt(RandomLife.TYPES.size())),
                    1 + random.nextInt(20));
            if (random.nextInt(8) == 0) {
                // As if the command had thrown, and was done again.
                second.discard();
                events.forEach(second::apply);
            }
            if (random.nextInt(10) == 0) {
                compareViews(first, second, life);
            }
            first.land();
            second.land();
            if (random.nextInt(5) == 0) {
                second = StoredState.open(secondStore, PARTITIONS);
            }
            if (random.nextInt(10) == 0 || step == steps - 1) {
                compareViews(first, second, life);
                assertThat(Snapshot.ofReads(secondStore, life.jobs(), RandomLife.TREES))
                        .isEqualTo(Snapshot.ofReads(firstStore, life.jobs(), RandomLife.TREES));
                recount(first, firstStore, life);
            }
        }
    }

    private static void compareViews(StoredState first, StoredState second, RandomLife life) {
        assertThat(Snapshot.ofView(second, life.jobs(), RandomLife.TREES))
                .isEqualTo(Snapshot.ofView(first, life.jobs(), RandomLife.TREES));
    }

    // ---- recount

    private static void recount(StoredState state, OrderedStore store, RandomLife life) {
        Map<JobId, JobState> indexed = new HashMap<>();
        Map<String, Map<ChannelPath, Integer>> seats = new HashMap<>();
        walk(store, Index.READY, entry -> {
            ReadyEntry ready = ReadyEntry.read(entry.value());
            place(indexed, JobState.READY, entry, ready.job());
            byte[] status = Keys.status(new JobId(Keys.treeOf(entry.key()), ready.job()));
            assertThat(ready.isFresh() && store.get(status).isPresent())
                    .as("%s stands as fresh, but has a status", ready.job())
                    .isFalse();
        });
        walk(store, Index.SCHEDULED, entry -> place(indexed, JobState.SCHEDULED, entry, Keys.jobOf(entry.key())));
        walk(store, Index.WAITING, entry -> place(indexed, JobState.WAITING, entry, Keys.waitingJobOf(entry.key())));
        walk(store, Index.FAILED, entry -> place(indexed, JobState.FAILED, entry, Keys.jobOf(entry.key())));
        walk(store, Index.ACTIVE, entry -> {
            ActiveBundle bundle = BundleRecords.read(store, entry);
            bundle.members().forEach(member -> place(indexed, JobState.RELEASED, entry, member.job()));
            ChannelTree.upwards(bundle.channel())
                    .forEach(path -> seats.computeIfAbsent(bundle.id().tree(), tree -> new HashMap<>())
                            .merge(path, 1, Integer::sum));
        });
        Map<JobId, JobState> later = new HashMap<>();
        walk(
                store,
                Index.LATER,
                entry -> place(
                        later,
                        JobState.SCHEDULED,
                        entry,
                        ReadyEntry.read(entry.value()).job()));
        Map<JobId, JobState> scheduled = new HashMap<>(indexed);
        scheduled.values().removeIf(is -> is != JobState.SCHEDULED);
        assertThat(later).as("SCHEDULED jobs stand in the order as well").isEqualTo(scheduled);
        Map<JobId, Long> ended = new HashMap<>();
        walk(
                store,
                Index.ENDED,
                entry -> EndedValue.read(entry.value())
                        .forEach(job -> assertThat(
                                        ended.put(new JobId(Keys.treeOf(entry.key()), job), Keys.timeOf(entry.key())))
                                .isNull()));
        Reads reads = new Reads(store);
        for (JobId job : life.jobs()) {
            JobState is = state.status(job).orElseThrow().state();
            assertThat(reads.job(job).orElseThrow().status())
                    .isEqualTo(state.status(job).orElseThrow());
            if (is.isClosed()) {
                assertThat(indexed).doesNotContainKey(job);
                assertThat(ended)
                        .containsEntry(job, state.status(job).orElseThrow().finishedAt());
            } else {
                assertThat(ended).doesNotContainKey(job);
                assertThat(indexed.get(job))
                        .as(job.toString())
                        .isEqualTo(is == JobState.RUNNING ? JobState.RELEASED : is);
            }
        }
        edgesAndFlows(state, life);
        for (JobId job : life.purged()) {
            assertThat(state.job(job)).isEmpty();
            assertThat(state.status(job)).isEmpty();
            assertThat(indexed).doesNotContainKey(job);
            assertThat(ended).doesNotContainKey(job);
        }
        for (String tree : RandomLife.TREES) {
            assertThat(state.walk(tree, JobFilter.ALL, "", 100_000).jobs())
                    .containsExactlyInAnyOrderElementsOf(life.jobs().stream()
                            .filter(job -> job.tree().equals(tree))
                            .toList());
            for (ChannelPath channel : RandomLife.CHANNELS) {
                int counted = seats.getOrDefault(tree, Map.of()).getOrDefault(channel, 0);
                assertThat(state.seats(tree, channel)).isEqualTo(counted);
            }
            countsAndLists(state, reads, tree, life.jobs());
        }
    }

    /** A child's numbers are those of its edges, and a flow's progress is that of its jobs. */
    private static void edgesAndFlows(StoredState state, RandomLife life) {
        Map<JobId, Integer> open = new HashMap<>();
        Map<JobId, Integer> impossible = new HashMap<>();
        List<JobId> parents = new ArrayList<>(life.jobs());
        // A child keeps its edge to a parent that is gone.
        parents.addAll(life.purged());
        for (JobId parent : parents) {
            for (Edge edge : state.edges(parent, Optional.empty(), 10_000)) {
                JobId child = new JobId(parent.tree(), edge.child());
                open.merge(child, edge.state() == Edge.State.MET ? 0 : 1, Integer::sum);
                impossible.merge(child, edge.state() == Edge.State.IMPOSSIBLE ? 1 : 0, Integer::sum);
            }
        }
        Map<FlowId, Flow.Progress> progress = new HashMap<>();
        for (JobId id : life.jobs()) {
            JobStatus status = state.status(id).orElseThrow();
            assertThat(status.openEdges()).as("open edges of %s", id).isEqualTo(open.getOrDefault(id, 0));
            assertThat(status.impossibleEdges()).as("of %s", id).isEqualTo(impossible.getOrDefault(id, 0));
            Job job = state.job(id).orElseThrow();
            if (job.flow().isPresent() && !job.isJoin()) {
                progress.merge(
                        new FlowId(id.tree(), job.flow().get()),
                        new Flow.Progress(0, 0, 0, 0).withOneMore().moved(JobState.READY, status.state()),
                        (a, b) -> new Flow.Progress(
                                a.total() + b.total(),
                                a.done() + b.done(),
                                a.failed() + b.failed(),
                                a.cancelled() + b.cancelled()));
            }
        }
        progress.keySet().removeAll(life.flowsWithGaps());
        progress.forEach((flow, counted) -> {
            assertThat(state.flow(flow).orElseThrow().progress())
                    .as(flow.toString())
                    .isEqualTo(counted);
            assertThat(state.flow(flow).orElseThrow().closedAt() > 0).isEqualTo(counted.isClosed());
        });
    }

    private static void walk(OrderedStore store, Index index, Consumer<OrderedReads.Entry> action) {
        KeyRange all = new KeyWriter(index).range();
        store.forEach(all.from(), all.to(), action);
    }

    private static void place(Map<JobId, JobState> indexed, JobState state, OrderedReads.Entry entry, UUID job) {
        assertThat(indexed.put(new JobId(Keys.treeOf(entry.key()), job), state)).isNull();
    }

    /** Channel counts and lists are what a look at each job gives. */
    private static void countsAndLists(StoredState state, Reads reads, String tree, List<JobId> jobs) {
        Map<JobState, Set<JobId>> byState = new EnumMap<>(JobState.class);
        for (JobId job : jobs) {
            if (job.tree().equals(tree)) {
                byState.computeIfAbsent(state.status(job).orElseThrow().state(), any -> new HashSet<>())
                        .add(job);
            }
        }
        for (JobState each : JobState.values()) {
            assertThat(Snapshot.list(reads, tree, each, Optional.empty()))
                    .as("%s in %s", each, tree)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(byState.getOrDefault(each, Set.of()));
        }
        List<ChannelRow> rows = reads.channelRows(tree);
        assertThat(rows.stream().mapToLong(row -> row.counts().ready()).sum())
                .isEqualTo(byState.getOrDefault(JobState.READY, Set.of()).size());
        assertThat(rows.stream().mapToLong(row -> row.counts().scheduled()).sum())
                .isEqualTo(byState.getOrDefault(JobState.SCHEDULED, Set.of()).size());
        long joins = byState.getOrDefault(JobState.WAITING, Set.of()).stream()
                .filter(job -> state.job(job).orElseThrow().isJoin())
                .count();
        assertThat(rows.stream().mapToLong(row -> row.counts().waiting()).sum())
                .isEqualTo(byState.getOrDefault(JobState.WAITING, Set.of()).size() - joins);
        assertThat(rows.stream().mapToLong(row -> row.counts().failedNow()).sum())
                .isEqualTo(byState.getOrDefault(JobState.FAILED, Set.of()).size());
    }
}
