package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** For every key: the order of the bytes is the order of the columns, and what went in comes out. */
class KeysTest {

    private static final Comparator<UUID> UNSIGNED = Comparator.comparing(UUID::toString);

    /** Any columns; a key takes those that it has. */
    private record Row(String tree, ChannelPath channel, String type, int priority, long number, UUID uuid) {

        JobId job() {
            return new JobId(tree, uuid);
        }

        ReadyLine line() {
            return new ReadyLine(tree, channel, type);
        }

        Place place() {
            return new Place(priority, number);
        }
    }

    private static final Comparator<Row> BY_TREE = Comparator.comparing(Row::tree);
    private static final Comparator<Row> BY_CHANNEL =
            BY_TREE.thenComparing(row -> zeroEnded(row.channel().text()));

    /** Paths sort as their keys do: what ends comes before what goes on. */
    private static String zeroEnded(String text) {
        return text + '\0';
    }

    @Test
    void META_is_before_all_else_and_its_keys_differ() {
        assertThat(List.of(Keys.partitionCount(), Keys.clock(), Keys.fileText()))
                .isSortedAccordingTo(Arrays::compareUnsigned)
                .allMatch(key -> key[0] == Index.META.number());
    }

    @Test
    void TREE_sorts_by_name() {
        sorts(row -> Keys.tree(row.tree()), BY_TREE);
    }

    @Test
    void CHANNEL_sorts_by_tree_and_path() {
        sorts(row -> Keys.channel(row.tree(), row.channel()), BY_CHANNEL);
    }

    @Test
    void WORKER_sorts_by_name() {
        sorts(row -> Keys.worker(row.tree()), BY_TREE);
    }

    @Test
    void LATER_sorts_by_channel_and_place() {
        sorts(
                row -> Keys.ready(ReadyLine.scheduled(row.tree(), row.channel()), row.place()),
                BY_CHANNEL.thenComparing(Row::place));
        byte[] key = Keys.ready(ReadyLine.scheduled("main", new ChannelPath("root.a")), new Place(-3, 7));
        assertThat(Keys.placeOf(key)).isEqualTo(new Place(-3, 7));
        assertThat(key[0]).isEqualTo(Index.LATER.number());
    }

    @Test
    void JOB_and_STATUS_sort_by_tree_and_uuid() {
        sorts(row -> Keys.job(row.job()), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
        sorts(row -> Keys.status(row.job()), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
    }

    @Test
    void READY_sorts_by_channel_type_priority_and_arrival() {
        sorts(
                row -> Keys.ready(row.line(), row.place()),
                BY_CHANNEL.thenComparing(Row::type).thenComparing(Row::place));
    }

    @Test
    void TIMER_sorts_by_time_and_subject() {
        sorts(
                row -> Keys.timer(row.number(), row.type()),
                Comparator.comparingLong(Row::number).thenComparing(Row::type));
    }

    @Test
    void SCHEDULED_and_FAILED_sort_by_channel_time_and_uuid() {
        Comparator<Row> order = BY_CHANNEL.thenComparing(Row::number).thenComparing(Row::uuid, UNSIGNED);
        sorts(row -> Keys.scheduled(row.job(), row.channel(), row.number()), order);
        sorts(row -> Keys.failed(row.job(), row.channel(), row.number()), order);
    }

    @Test
    void ACTIVE_sorts_by_channel_and_number() {
        sorts(
                row -> Keys.active(new BundleId(row.tree(), row.number()), row.channel()),
                BY_CHANNEL.thenComparing(Row::number));
    }

    @Test
    void REST_sorts_by_channel_and_number() {
        sorts(
                row -> Keys.rest(new BundleId(row.tree(), row.number()), row.channel()),
                BY_CHANNEL.thenComparing(Row::number));
    }

    @Test
    void ENDED_sorts_by_channel_time_and_number() {
        sorts(
                row -> Keys.ended(row.tree(), row.channel(), row.number(), row.priority()),
                BY_CHANNEL.thenComparing(Row::number).thenComparing(Row::priority));
    }

    @Test
    void WAITING_sorts_by_channel_and_uuid() {
        sorts(row -> Keys.waiting(row.job(), row.channel()), BY_CHANNEL.thenComparing(Row::uuid, UNSIGNED));
    }

    @Test
    void EDGE_sorts_by_parent_and_child() {
        sorts(
                row -> Keys.edge(row.job(), new UUID(row.number(), row.number())),
                BY_TREE.thenComparing(Row::uuid, UNSIGNED));
        JobId parent = new JobId("a", new UUID(1, 1));
        sorts(row -> Keys.edge(parent, row.uuid()), Comparator.comparing(Row::uuid, UNSIGNED));
        sorts(row -> Keys.addedParent(parent, row.uuid()), Comparator.comparing(Row::uuid, UNSIGNED));
        sorts(row -> Keys.cascade(row.job()), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
        sorts(row -> Keys.holder(row.job()), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
    }

    @Test
    void FLOW_sorts_by_flow_and_its_members_by_arrival() {
        sorts(
                row -> Keys.member(new FlowId(row.tree(), row.uuid()), row.number()),
                BY_TREE.thenComparing(Row::uuid, UNSIGNED).thenComparing(Row::number));
        sorts(row -> Keys.flow(new FlowId(row.tree(), row.uuid())), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
        FlowId flow = new FlowId("a", new UUID(1, 1));
        assertThat(Keys.members(flow).has(Keys.flow(flow))).isFalse();
        assertThat(Keys.flows("a").has(Keys.member(flow, 1))).isFalse();
        assertThat(Keys.flows("a").has(Keys.flow(flow))).isTrue();
    }

    @Test
    void SCHEDULE_sorts_by_tree_and_id() {
        sorts(row -> Keys.schedule(row.tree(), row.type()), BY_TREE.thenComparing(row -> zeroEnded(row.type())));
    }

    @Test
    void DEDUP_sorts_by_tree_and_key_and_SWEEP_by_tree_and_uuid() {
        sorts(row -> Keys.dedup(row.tree(), row.type()), BY_TREE.thenComparing(Row::type));
        sorts(row -> Keys.sweep(row.tree(), row.uuid()), BY_TREE.thenComparing(Row::uuid, UNSIGNED));
        assertThat(Keys.sweepOf(Keys.sweep("a", new UUID(3, 4)))).isEqualTo(new UUID(3, 4));
    }

    @Test
    void the_range_below_a_channel_has_its_descendants_and_no_namesake() {
        KeyRange range = Keys.below(Index.READY, "a", new ChannelPath("root.a"));
        for (Row row : rows(new Random(9))) {
            assertThat(range.has(Keys.ready(row.line(), row.place())))
                    .isEqualTo(row.tree().equals("a") && row.channel().text().startsWith("root.a."));
        }
    }

    private static void sorts(Function<Row, byte[]> key, Comparator<Row> order) {
        long seed = System.nanoTime();
        List<Row> rows = rows(new Random(seed));
        for (Row a : rows) {
            for (Row b : rows) {
                assertThat(Integer.signum(Arrays.compareUnsigned(key.apply(a), key.apply(b))))
                        .as("seed %d: %s and %s", seed, a, b)
                        .isEqualTo(Integer.signum(order.compare(a, b)));
            }
        }
    }

    private static List<Row> rows(Random random) {
        List<String> names = List.of("a", "ab", "a-b", "a_b", "A", "b", "b0", "main");
        List<Integer> priorities = List.of(Integer.MIN_VALUE, -256, -1, 0, 1, 10, 255, 256, Integer.MAX_VALUE);
        List<Long> numbers = List.of(0L, 1L, 127L, 128L, 255L, 256L, 1_790_000_000_000L, Long.MAX_VALUE);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String channel = "root" + (random.nextBoolean() ? "" : "." + pick(names, random))
                    + (random.nextBoolean() ? "" : "." + pick(names, random));
            rows.add(new Row(
                    pick(names.subList(0, 3), random),
                    new ChannelPath(channel),
                    pick(names, random),
                    pick(priorities, random),
                    pick(numbers, random),
                    new UUID(random.nextLong(), random.nextLong())));
        }
        return rows;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Test
    void columns_are_read_back() {
        for (Row row : rows(new Random(7))) {
            byte[] ready = Keys.ready(row.line(), row.place());
            assertThat(Keys.treeOf(ready)).isEqualTo(row.tree());
            assertThat(Keys.channelOf(ready)).isEqualTo(row.channel());
            assertThat(Keys.placeOf(ready)).isEqualTo(row.place());
            byte[] failed = Keys.failed(row.job(), row.channel(), row.number());
            assertThat(Keys.timeOf(failed)).isEqualTo(row.number());
            assertThat(Keys.jobOf(failed)).isEqualTo(row.uuid());
            assertThat(Keys.scheduleOf(Keys.schedule(row.tree(), row.type()))).isEqualTo(row.type());
            BundleId bundle = new BundleId(row.tree(), row.number());
            assertThat(Keys.bundleOf(Keys.active(bundle, row.channel()))).isEqualTo(bundle);
            assertThat(Keys.waitingJobOf(Keys.waiting(row.job(), row.channel())))
                    .isEqualTo(row.uuid());
            UUID second = new UUID(row.number(), 7);
            assertThat(Keys.secondJobOf(Keys.edge(row.job(), second))).isEqualTo(second);
            assertThat(Keys.secondJobOf(Keys.addedParent(row.job(), second))).isEqualTo(second);
            FlowId flow = new FlowId(row.tree(), row.uuid());
            assertThat(Keys.flowOf(Keys.flow(flow))).isEqualTo(row.uuid());
            assertThat(Keys.memberOf(Keys.member(flow, row.number()))).isEqualTo(row.number());
            byte[] timer = Keys.timer(row.number(), "job " + row.job());
            assertThat(Keys.dueOf(timer)).isEqualTo(row.number());
            assertThat(Keys.subjectOf(timer)).isEqualTo("job " + row.job());
        }
    }

    @Test
    void a_range_has_what_begins_with_its_prefix_and_nothing_else() {
        KeyRange range = Keys.of(Index.READY, "a", new ChannelPath("root.a"));
        for (Row row : rows(new Random(8))) {
            byte[] key = Keys.ready(row.line(), row.place());
            boolean isIn =
                    Arrays.compareUnsigned(key, range.from()) >= 0 && Arrays.compareUnsigned(key, range.to()) < 0;
            assertThat(isIn)
                    .isEqualTo(row.tree().equals("a") && row.channel().text().equals("root.a"));
        }
        assertThat(KeyRange.of(new byte[] {4, -1, -1}).to()).isEqualTo(new byte[] {5});
    }

    @Test
    void timers_until_a_time_have_that_time_in_them() {
        KeyRange until = Keys.timersUntil(100);
        assertThat(Arrays.compareUnsigned(Keys.timer(100, "zzz"), until.to())).isNegative();
        assertThat(Arrays.compareUnsigned(Keys.timer(101, ""), until.to())).isNotNegative();
    }

    @Test
    void a_zero_character_in_a_text_is_refused_for_it_would_end_the_column() {
        assertThatThrownBy(() -> Keys.worker("a\0b")).hasMessageContaining("a?b");
    }
}
