package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.BundleId;
import io.sluice.core.Event;
import io.sluice.core.Progress;
import java.util.Map;
import java.util.Optional;
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
    void progress_costs_one_record_a_word_and_lines_of_a_log_none_of_their_own() {
        story.submit(0);
        BundleId bundle = story.release(1);
        story.claim(bundle, "w1");
        landed();

        story.record("", new Event.ProgressTold(Story.id(0), bundle, new Progress(50, "half of it")));
        assertThat(landed()).isEqualTo(Map.of(Index.ACTIVE, 1));

        Event.Run run = story.run(Story.id(0));
        Event.Run logged = new Event.Run(
                run.bundle(), run.run(), run.attempt(), run.worker(), run.startedAt(), run.finishedAt(), "a\nb");
        story.record(new Event.JobDone(Story.id(0), Story.SHOP, Story.TYPE, logged, Optional.empty()));
        assertThat(landed())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Index.STATUS, 1, Index.ACTIVE, 1, Index.ENDED, 1, Index.CHANNEL, 1, Index.TREE, 1));
    }

    // ---- bundles

    /** As a worker reports a bundle of 15 ms of work: some outcomes every 3 ms. */
    private static final int OUTCOMES_AT_ONCE = 200;

    private void oneBundle(int jobs) {
        BundleId bundle = story.release(jobs);
        state.land();
        story.claim(bundle, "worker-of-the-shop-7f3a9c21");
        state.land();
        for (int i = 0; i < jobs; i++) {
            story.done(Story.id(i));
            if (i < jobs - 1) {
                story.start(bundle, "worker-of-the-shop-7f3a9c21");
            }
            if (i % OUTCOMES_AT_ONCE == OUTCOMES_AT_ONCE - 1) {
                state.land();
            }
        }
        state.land();
    }

    @Test
    void a_thousand_jobs_of_a_bundle_cost_four_records_and_at_most_900_bytes_each() {
        int jobs = 1000;
        for (int i = 0; i < jobs; i++) {
            story.submit(i);
        }
        state.land();
        oneBundle(jobs);

        Map<Index, Integer> records = store.records();
        assertThat(records.get(Index.JOB) + records.get(Index.READY) + records.get(Index.STATUS))
                .isEqualTo(4 * jobs);
        assertThat(store.written()).as("the shares of all else").isLessThanOrEqualTo(4 * jobs + 40);
        assertThat(store.bytes() / jobs).isLessThanOrEqualTo(900);
    }

    @Test
    void outcomes_of_a_bundle_that_come_one_by_one_do_not_write_the_others_again() {
        int jobs = 1000;
        for (int i = 0; i < jobs; i++) {
            story.submit(i);
        }
        state.land();
        BundleId bundle = story.release(jobs);
        state.land();
        story.claim(bundle, "w1");
        state.land();
        store.reset();
        for (int i = 0; i < jobs - 1; i++) {
            story.done(Story.id(i));
            story.start(bundle, "w1");
            state.land();
        }

        assertThat(store.records().get(Index.REST)).isEqualTo(jobs - 1);
        assertThat(store.records()).doesNotContainKey(Index.ACTIVE);
        assertThat(store.bytes(Index.REST) / jobs).isLessThanOrEqualTo(120);
    }

    @Test
    void a_bundle_of_few_jobs_stands_in_one_record() {
        for (int i = 0; i < BundleRecords.FEW; i++) {
            story.submit(i);
        }
        state.land();
        store.reset();
        oneBundle(BundleRecords.FEW);

        assertThat(store.records()).doesNotContainKey(Index.REST).containsEntry(Index.ACTIVE, 3);
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
