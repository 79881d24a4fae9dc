package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A tree comes into memory without a look at ranges that are known to be empty: the end of an empty range is found only behind what
 * all trees after it have removed.
 */
class TreeLoadTest {

    private final LargeWorld world = new LargeWorld(LargeWorld.Size.TEN);

    @Test
    void a_new_tree_is_made_without_a_scan_for_channels_and_bundles() {
        world.store.reset();
        world.submit("another", "root.deep", "nobody", job -> job);

        assertThat(scanned()).doesNotContain(Index.CHANNEL, Index.ACTIVE);
    }

    @Test
    void a_pause_is_enough_to_make_one_that_is_found_again() {
        world.handle("another", new Command.Pause("root.deep", "audit"));
        world.restart();

        assertThat(world.state.pause("another", new ChannelPath("root.deep"))).isPresent();
    }

    @Test
    void a_tree_without_open_bundles_is_read_without_a_scan_for_them() {
        world.submit("another", "root.deep", "nobody", job -> job);
        world.restart();
        world.store.reset();
        world.submit("another", "root.deep", "nobody", job -> job);

        assertThat(scanned()).contains(Index.CHANNEL).doesNotContain(Index.ACTIVE);
    }

    private List<Index> scanned() {
        return world.store.scannedFrom().stream().map(CountingStore::index).toList();
    }
}
