package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobId;
import io.sluice.state.OrderedReads.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StagedStoreTest extends OrderedStoreSuite {

    @Override
    protected OrderedStore newStore() {
        return new StagedStore(new InMemoryStore());
    }

    @Test
    void nothing_reaches_the_store_below_before_the_landing() {
        InMemoryStore below = new InMemoryStore();
        StagedStore staged = new StagedStore(below);
        staged.insert(key(1), value(1));
        assertThat(below.get(key(1))).isEmpty();
        staged.land();
        assertThat(below.get(key(1))).contains(value(1));
    }

    @Test
    void what_was_discarded_never_was() {
        InMemoryStore below = new InMemoryStore();
        below.insert(key(1), value(1));
        StagedStore staged = new StagedStore(below);
        staged.delete(key(1));
        staged.insert(key(2), value(2));
        staged.discard();
        assertThat(keys(staged.scan(key(0), key(9), 9))).containsExactly("01");
        staged.land();
        assertThat(keys(below.scan(key(0), key(9), 9))).containsExactly("01");
    }

    @Test
    void what_came_and_went_within_a_command_costs_no_record() {
        CountingStore below = new CountingStore(new InMemoryStore());
        StagedStore staged = new StagedStore(below);
        staged.insert(key(1), value(1));
        staged.update(key(1), value(2));
        staged.delete(key(1));
        staged.insert(key(2), value(2));
        staged.land();
        assertThat(below.written()).isEqualTo(1);
    }

    /** Staged writes, landed and discarded now and then, read like a plain map. */
    @Test
    void a_long_row_of_removed_entries_costs_few_pages() {
        CountingStore below = new CountingStore(new InMemoryStore());
        for (int n = 0; n < 600; n++) {
            below.putAll(List.of(new OrderedStore.Write.Put(jobKey(n), new byte[1])));
        }
        StagedStore staged = new StagedStore(below);
        for (int n = 0; n < 500; n++) {
            staged.delete(jobKey(n));
        }
        below.reset();

        assertThat(staged.scan(jobKey(0), jobKey(600), 1))
                .singleElement()
                .satisfies(first -> assertThat(first.key()).isEqualTo(jobKey(500)));
        assertThat(below.reads()).isLessThan(12);

        below.reset();
        assertThat(staged.reverseScan(jobKey(0), jobKey(501), 2)).hasSize(1);
        assertThat(below.reads()).isLessThan(12);
    }

    private static byte[] jobKey(int number) {
        return Keys.job(new JobId("t", new UUID(0, number)));
    }

    @Test
    void staged_is_a_plain_map() {
        for (int round = 0; round < 200; round++) {
            long seed = System.nanoTime() + round;
            try {
                compareWithPlainMap(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void compareWithPlainMap(Random random) {
        StagedStore staged = new StagedStore(new InMemoryStore());
        NavigableMap<byte[], byte[]> plain = new TreeMap<>(Arrays::compareUnsigned);
        NavigableMap<byte[], byte[]> landed = new TreeMap<>(Arrays::compareUnsigned);
        for (int step = 0; step < 200; step++) {
            byte[] key = key(random.nextInt(3), 250 + random.nextInt(6), random.nextInt(3));
            switch (random.nextInt(20)) {
                case 0 -> {
                    staged.land();
                    landed = copy(plain);
                }
                case 1 -> {
                    staged.discard();
                    plain = copy(landed);
                }
                default -> write(staged, plain, key, value(random.nextInt(256)), random);
            }
            byte[] from = key(random.nextInt(3), 250 + random.nextInt(6));
            byte[] to = key(random.nextInt(4), 250 + random.nextInt(6));
            compare(staged, plain, new KeyRange(from, to), 1 + random.nextInt(20));
            assertThat(staged.get(key).map(OrderedStoreSuite::hex).orElse("none"))
                    .isEqualTo(plain.containsKey(key) ? hex(plain.get(key)) : "none");
        }
    }

    static void write(
            OrderedStore staged, NavigableMap<byte[], byte[]> plain, byte[] key, byte[] value, Random random) {
        if (!plain.containsKey(key)) {
            staged.insert(key, value);
            plain.put(key, value);
        } else if (random.nextBoolean()) {
            staged.delete(key);
            plain.remove(key);
        } else {
            staged.update(key, value);
            plain.put(key, value);
        }
    }

    static void compare(OrderedStore staged, NavigableMap<byte[], byte[]> plain, KeyRange range, int limit) {
        NavigableMap<byte[], byte[]> part = Arrays.compareUnsigned(range.from(), range.to()) < 0
                ? plain.subMap(range.from(), true, range.to(), false)
                : new TreeMap<>(Arrays::compareUnsigned);
        assertThat(text(staged.scan(range.from(), range.to(), limit))).isEqualTo(text(part, limit));
        assertThat(text(staged.reverseScan(range.from(), range.to(), limit)))
                .isEqualTo(text(part.descendingMap(), limit));
    }

    private static List<String> text(List<Entry> entries) {
        return entries.stream()
                .map(entry -> hex(entry.key()) + "=" + hex(entry.value()))
                .toList();
    }

    private static List<String> text(NavigableMap<byte[], byte[]> map, int limit) {
        return map.entrySet().stream()
                .limit(limit)
                .map(entry -> hex(entry.getKey()) + "=" + hex(entry.getValue()))
                .toList();
    }

    private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> map) {
        NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
        copy.putAll(map);
        return copy;
    }
}
