package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is next is right, and found without walking what was released before. */
class HeadsTest {

    private static final ReadyLine LINE = new ReadyLine(Story.TREE, Story.SHOP, Story.TYPE);

    private final CountingStore store = new CountingStore(new InMemoryStore());
    private StoredState state = StoredState.open(store, 1);
    private Story story = new Story(state);

    private void reopen() {
        state.land();
        state = StoredState.open(store, 1);
        story = new Story(state);
    }

    private void submit(int from, int count) {
        for (int i = from; i < from + count; i++) {
            story.submit(i);
        }
        state.land();
    }

    private JobId releaseNext() {
        JobId next = state.firstReady(Story.TREE, Story.SHOP, Story.TYPE)
                .orElseThrow()
                .job();
        story.release(1);
        story.record(new Event.JobCancelled(next, Story.SHOP, Story.TYPE, story.run(next), ""));
        state.land();
        return next;
    }

    private List<byte[]> readyScans() {
        return store.scannedFrom().stream()
                .filter(from -> CountingStore.index(from) == Index.READY)
                .toList();
    }

    @Test
    void a_drain_keeps_the_order_and_scans_little() {
        submit(0, 5000);
        reopen();
        store.reset();
        for (int i = 0; i < 5000; i++) {
            assertThat(releaseNext()).isEqualTo(Story.id(i));
        }
        assertThat(readyScans()).hasSizeLessThan(15);
        assertThat(state.treesWithReadyJobs()).isEmpty();
    }

    @Test
    void a_scan_begins_where_the_last_release_was_also_after_a_restart() {
        submit(0, 100);
        for (int i = 0; i < 50; i++) {
            releaseNext();
        }
        reopen();
        store.reset();
        assertThat(releaseNext()).isEqualTo(Story.id(50));
        byte[] lastReleased = Keys.ready(LINE, new Place(10, 50));
        assertThat(readyScans()).hasSize(1).allMatch(from -> Arrays.compareUnsigned(from, lastReleased) >= 0);
    }

    @Test
    void a_job_that_comes_before_the_last_released_one_is_found_also_after_a_restart() {
        submit(0, 50);
        for (int i = 0; i < 30; i++) {
            releaseNext();
        }
        story.submit(100, 1, OptionalLong.empty());
        story.submit(101, 0, OptionalLong.empty());
        reopen();
        assertThat(releaseNext()).isEqualTo(Story.id(101));
        assertThat(releaseNext()).isEqualTo(Story.id(100));
        assertThat(releaseNext()).isEqualTo(Story.id(30));
    }

    @Test
    void what_comes_behind_the_window_stays_in_the_store_until_its_turn() {
        submit(0, 3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(releaseNext()).isEqualTo(Story.id(i));
            if (i == 1500) {
                story.submit(9000, 11, OptionalLong.empty());
            }
        }
        assertThat(releaseNext()).isEqualTo(Story.id(9000));
    }

    @Test
    void what_was_changed_of_a_job_that_waits_counts_when_its_turn_comes() {
        submit(0, 3);
        reopen();
        JobId first = Story.id(0);
        assertThat(state.firstReady(Story.TREE, Story.SHOP, Story.TYPE)
                        .orElseThrow()
                        .job())
                .isEqualTo(first);
        story.record(new Event.MaxAttemptsSet(first, 7));
        state.land();
        assertThat(state.firstReady(Story.TREE, Story.SHOP, Story.TYPE)
                        .orElseThrow()
                        .job())
                .isEqualTo(first);
        assertThat(state.job(first).orElseThrow().maxAttempts()).hasValue(7);
        reopen();
        assertThat(state.firstReady(Story.TREE, Story.SHOP, Story.TYPE)
                        .orElseThrow()
                        .job())
                .isEqualTo(first);
        assertThat(state.job(first).orElseThrow().maxAttempts()).hasValue(7);
    }

    @Test
    void no_more_keys_than_allowed_stay_in_memory() {
        InMemoryStore plain = new InMemoryStore();
        Heads heads = new Heads(plain, 20);
        for (int line = 0; line < 10; line++) {
            for (int i = 0; i < 5; i++) {
                ReadyLine where = line(line);
                Place place = new Place(10, i);
                ReadyEntry job = new ReadyEntry(new UUID(line, i), true);
                plain.insert(Keys.ready(where, place), job.write());
                heads.arrive(where, place, job, i == 0);
                assertThat(heads.kept()).isLessThanOrEqualTo(20);
            }
        }
        for (int line = 0; line < 10; line++) {
            assertThat(heads.first(line(line), new Place(10, 0))
                            .map(head -> head.getValue().job()))
                    .isEqualTo(Optional.of(new UUID(line, 0)));
            assertThat(heads.kept()).isLessThanOrEqualTo(20);
        }
    }

    private static ReadyLine line(int number) {
        return new ReadyLine("t" + number, Story.SHOP, Story.TYPE);
    }
}
