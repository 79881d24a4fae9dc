package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.BundleId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a job costs in records and bytes: the budget of docs/architecture.md. */
class CostTest {

    private final CountingStore store = new CountingStore(new InMemoryStore());
    private final StoredState state = StoredState.open(store, 1);
    private final Story story = new Story(state);

    @Test
    void a_job_alone() {
        story.submit(0);
        state.land();
        state.land();
        store.reset();

        story.submit(1);
        assertThat(landed())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Index.JOB, 1, Index.READY, 1, Index.CHANNEL, 1, Index.TREE, 1));

        BundleId bundle = story.release(1);
        assertThat(landed())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Index.READY, 1, Index.ACTIVE, 1, Index.CHANNEL, 1, Index.TREE, 1));

        story.claim(bundle, "w1");
        assertThat(landed()).containsExactlyInAnyOrderEntriesOf(Map.of(Index.ACTIVE, 1, Index.TREE, 1));

        story.done(Story.id(0));
        assertThat(landed())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Index.STATUS, 1, Index.ACTIVE, 1, Index.ENDED, 1, Index.CHANNEL, 1, Index.TREE, 1));
    }

    private Map<Index, Integer> landed() {
        state.land();
        Map<Index, Integer> landed = Map.copyOf(store.records());
        store.reset();
        return landed;
    }

    @Test
    void jobs_in_batches_cost_at_most_four_records_and_some_shares() {
        int jobs = 200;
        for (int i = 0; i < jobs; i++) {
            story.submit(i);
        }
        state.land();
        BundleId bundle = story.release(jobs);
        state.land();
        story.claim(bundle, "w1");
        state.land();
        for (int i = 0; i < jobs; i++) {
            story.done(Story.id(i));
            if (i < jobs - 1) {
                story.start(bundle, "w1");
            }
        }
        state.land();
        assertThat(store.written()).isLessThanOrEqualTo(4 * jobs + 20);
        assertThat(store.bytes() / jobs).isLessThanOrEqualTo(900);
    }

    @Test
    void a_first_run_reads_its_job_once_and_nothing_at_its_end() {
        story.submit(0);
        state.land();
        store.reset();
        BundleId bundle = story.release(1);
        assertThat(store.reads()).isLessThanOrEqualTo(2);
        state.land();
        store.reset();
        story.claim(bundle, "w1");
        story.done(Story.id(0));
        state.land();
        assertThat(store.reads()).isZero();
    }
}
