package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.OrderedReads.Entry;
import io.sluice.state.OrderedStore.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every store. */
public abstract class OrderedStoreSuite {

    private OrderedStore store;

    /** An empty store. */
    protected abstract OrderedStore newStore();

    /** Whether it checks what a write expects. */
    protected boolean isChecking() {
        return true;
    }

    @BeforeEach
    void make() {
        store = newStore();
    }

    @Test
    void what_was_written_is_read_until_it_is_deleted() {
        store.insert(key(1, 2), value(7));
        assertThat(store.get(key(1, 2))).contains(value(7));
        store.update(key(1, 2), value(8));
        assertThat(store.get(key(1, 2))).contains(value(8));
        store.upsert(key(1, 2), value(9));
        assertThat(store.get(key(1, 2))).contains(value(9));
        store.delete(key(1, 2));
        assertThat(store.get(key(1, 2))).isEmpty();
    }

    @Test
    void an_empty_value_is_a_value() {
        store.insert(key(1), value());
        assertThat(store.get(key(1))).contains(value());
        assertThat(keys(store.scan(key(0), key(2), 10))).containsExactly("01");
    }

    @Test
    void keys_are_ordered_byte_by_byte_without_a_sign() {
        fill(key(1, 0xFF), key(1), key(1, 0x7F), key(1, 0x80), key(2), key(1, 0), key(0xFF));
        assertThat(keys(store.scan(key(0), key(0xFF, 0xFF), 100)))
                .containsExactly("01", "0100", "017f", "0180", "01ff", "02", "ff");
    }

    @Test
    void a_range_has_its_beginning_but_not_its_end() {
        fill(key(1), key(2), key(3), key(4));
        assertThat(keys(store.scan(key(2), key(4), 10))).containsExactly("02", "03");
        assertThat(keys(store.reverseScan(key(2), key(4), 10))).containsExactly("03", "02");
    }

    @Test
    void a_scan_ends_at_its_limit() {
        fill(key(1), key(2), key(3), key(4));
        assertThat(keys(store.scan(key(1), key(9), 2))).containsExactly("01", "02");
        assertThat(keys(store.reverseScan(key(1), key(9), 2))).containsExactly("04", "03");
    }

    @Test
    void an_empty_or_turned_round_range_has_nothing() {
        fill(key(1), key(2));
        assertThat(store.scan(key(2), key(2), 10)).isEmpty();
        assertThat(store.scan(key(2), key(1), 10)).isEmpty();
        assertThat(store.reverseScan(key(2), key(1), 10)).isEmpty();
    }

    @Test
    void a_deletion_shows_in_scans() {
        fill(key(1), key(2), key(3));
        store.delete(key(2));
        assertThat(keys(store.scan(key(0), key(9), 10))).containsExactly("01", "03");
        assertThat(keys(store.reverseScan(key(0), key(9), 10))).containsExactly("03", "01");
    }

    @Test
    void a_batch_writes_and_removes() {
        fill(key(1), key(2));
        store.putAll(
                List.of(new Write.Put(key(1), value(5)), new Write.Remove(key(2)), new Write.Put(key(3), value(6))));
        assertThat(store.get(key(1))).contains(value(5));
        assertThat(keys(store.scan(key(0), key(9), 10))).containsExactly("01", "03");
    }

    @Test
    void every_entry_of_a_long_range_comes_once() {
        for (int i = 0; i < 2500; i++) {
            store.insert(key(1, i / 256, i % 256), value());
        }
        List<String> seen = new ArrayList<>();
        store.forEach(key(1), key(2), entry -> seen.add(hex(entry.key())));
        assertThat(seen).hasSize(2500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_broken_expectation_is_told_with_the_key() {
        if (!isChecking()) {
            return;
        }
        byte[] key = Keys.worker("w-1");
        assertThatThrownBy(() -> store.update(key, value())).hasMessageContaining("WORKER w-1");
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalStateException.class);
        store.insert(key, value());
        assertThatThrownBy(() -> store.insert(key, value())).hasMessageContaining("WORKER w-1");
        store.delete(key);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalStateException.class);
    }

    private void fill(byte[]... keys) {
        Stream.of(keys).forEach(key -> store.insert(key, value(key[0])));
    }

    static byte[] key(int... bytes) {
        byte[] key = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            key[i] = (byte) bytes[i];
        }
        return key;
    }

    static byte[] value(int... bytes) {
        return key(bytes);
    }

    static List<String> keys(List<Entry> entries) {
        return entries.stream().map(entry -> hex(entry.key())).toList();
    }

    static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
