package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldStoreTest extends OrderedStoreSuite {

    private final CountingStore below = new CountingStore(new InMemoryStore());
    private final HeldStore held = new HeldStore(below);

    @Override
    protected OrderedStore newStore() {
        return new HeldStore(new InMemoryStore());
    }

    @Test
    void what_is_written_again_costs_one_write_and_what_comes_and_goes_none() {
        held.insert(key(1), value(1));
        held.update(key(1), value(2));
        held.insert(key(2), value(1));
        held.delete(key(2));
        assertThat(below.written()).isZero();
        assertThat(held.get(key(1))).contains(value(2));

        held.write();
        assertThat(below.written()).isEqualTo(1);
        assertThat(below.get(key(1))).contains(value(2));
    }

    @Test
    void what_was_below_before_and_goes_is_removed_there_also_after_it_came_back() {
        held.insert(key(1), value(1));
        held.write();

        held.delete(key(1));
        held.insert(key(1), value(2));
        held.delete(key(1));
        held.write();

        assertThat(below.get(key(1))).isEmpty();
    }

    @Test
    void much_is_not_held() {
        IntStream.range(0, 20_000).forEach(n -> held.insert(key(n >> 8, n & 255), value(1)));
        assertThat(below.written()).as("of 20,000 entries").isGreaterThan(10_000);

        below.reset();
        IntStream.range(0, 20).forEach(n -> held.update(key(0, n), new byte[512 * 1024]));
        assertThat(below.written()).as("of 10 MiB").isGreaterThan(10);
    }

    /** Commands land in it, one after another, and are written now and then. */
    @Test
    void commands_over_it_are_a_plain_map() {
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
        InMemoryStore disk = new InMemoryStore();
        HeldStore held = new HeldStore(disk);
        StagedStore staged = new StagedStore(held);
        NavigableMap<byte[], byte[]> plain = new TreeMap<>(Arrays::compareUnsigned);
        for (int step = 0; step < 200; step++) {
            byte[] key = key(random.nextInt(3), random.nextInt(6));
            StagedStoreTest.write(staged, plain, key, value(random.nextInt(256)), random);
            if (random.nextInt(4) == 0) {
                staged.land();
            }
            if (random.nextInt(20) == 0) {
                held.write();
            }
            byte[] from = key(random.nextInt(3), random.nextInt(6));
            byte[] to = key(random.nextInt(4), random.nextInt(6));
            StagedStoreTest.compare(staged, plain, new KeyRange(from, to), 1 + random.nextInt(20));
        }
        staged.land();
        held.write();
        StagedStoreTest.compare(disk, plain, new KeyRange(key(0), key(9)), 1000);
    }

    @Test
    void a_page_is_read_no_further_than_it_goes() {
        IntStream.range(0, 200).forEach(n -> held.insert(key(1, n), value(1)));
        held.write();
        IntStream.range(0, 200).forEach(n -> held.insert(key(2, n), value(1)));
        below.reset();

        assertThat(keys(held.scan(key(1), key(3), 3))).isEqualTo(List.of("0100", "0101", "0102"));
        assertThat(below.dearestStep()).isLessThanOrEqualTo(4);
    }
}
