package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Event;
import io.sluice.core.JobId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What is about to be asked for is read together where that is cheaper, and is what it is. */
class ReadAheadTest {

    /** More than stay in memory because they came last, in the window of their line too. */
    private static final int MANY = RecentJobs.MOST + 3000;

    private final CountingStore store = new CountingStore(new InMemoryStore());
    private StoredState state = StoredState.open(store, 1);
    private Story story = new Story(state);

    private void submit(int count, IntFunction<JobId> id) {
        for (int i = 0; i < count; i++) {
            story.record(new Event.JobSubmitted(story.job(id.apply(i), Story.SHOP, 10, OptionalLong.empty())));
            state.land();
        }
    }

    private void reopen() {
        state.land();
        state = StoredState.open(store, 1);
        story = new Story(state);
        store.reset();
    }

    private void readAhead(int count) {
        state.readAhead(Story.TREE, Story.SHOP, Story.TYPE, count);
    }

    private long scansOfJobs() {
        return store.scannedFrom().stream()
                .filter(from -> CountingStore.index(from) == Index.JOB)
                .count();
    }

    @Test
    void jobs_that_came_one_after_the_other_cost_one_scan() {
        submit(MANY, Story::id);
        reopen();

        // So many are known of a line that was just loaded.
        readAhead(16);

        for (int i = 0; i < 16; i++) {
            assertThat(state.job(Story.id(i))).isPresent();
        }
        assertThat(scansOfJobs()).isEqualTo(1);
        assertThat(store.reads(Index.JOB)).isZero();
    }

    @Test
    void so_do_those_of_a_long_line_but_where_its_window_ends() {
        submit(MANY, Story::id);
        reopen();

        for (int start = 0; start < 3000; start += 60) {
            readAhead(60);
            for (int i = start; i < start + 60; i++) {
                assertThat(state.job(Story.id(i))).isPresent();
                story.cancel(Story.id(i), story.idle(Story.id(i)));
            }
            state.land();
        }

        assertThat(scansOfJobs()).isBetween(20L, 50L);
        assertThat(store.reads(Index.JOB)).isLessThan(300);
    }

    @Test
    void few_are_read_one_by_one() {
        submit(MANY, Story::id);
        reopen();

        readAhead(4);

        assertThat(scansOfJobs()).isZero();
    }

    @Test
    void jobs_with_ids_at_random_are_read_one_by_one() {
        Random random = new Random(1);
        submit(MANY, any -> new JobId(Story.TREE, new UUID(random.nextLong(), random.nextLong())));
        reopen();

        readAhead(16);

        assertThat(scansOfJobs()).isZero();
    }

    @Test
    void jobs_with_others_between_them_are_read_one_by_one() {
        for (int i = 0; i < MANY; i++) {
            story.submit(i, i % 10, OptionalLong.empty());
            state.land();
        }
        reopen();

        readAhead(16);

        assertThat(scansOfJobs()).isZero();
    }

    @Test
    void what_was_read_ahead_is_what_it_is() {
        for (int round = 0; round < 40; round++) {
            long seed = System.nanoTime();
            try {
                live(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Jobs come, change and go, the state reads ahead and a map does not; steps are taken back. */
    private static void live(Random random) {
        InMemoryStore store = new InMemoryStore();
        StoredState ahead = StoredState.open(store, 1);
        Map<JobId, Integer> attempts = new HashMap<>();
        int submitted = 0;
        for (int step = 0; step < 60; step++) {
            Story story = new Story(ahead);
            Map<JobId, Integer> before = new HashMap<>(attempts);
            for (int i = random.nextInt(30); i > 0; i--) {
                attempts.put(story.submit(submitted++), 0);
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                ahead.readAhead(Story.TREE, Story.SHOP, Story.TYPE, 1 + random.nextInt(40));
                if (attempts.isEmpty()) {
                    continue;
                }
                List<JobId> alive = attempts.keySet().stream()
                        .sorted(Comparator.comparing(JobId::uuid))
                        .toList();
                JobId job = alive.get(random.nextInt(alive.size()));
                if (random.nextBoolean()) {
                    attempts.put(job, 1 + random.nextInt(20));
                    story.record(new Event.MaxAttemptsSet(job, attempts.get(job)));
                } else {
                    attempts.remove(job);
                    story.cancel(job, story.idle(job));
                    story.record(new Event.JobPurged(job, Story.SHOP, Story.TYPE));
                }
            }
            ahead.readAhead(Story.TREE, Story.SHOP, Story.TYPE, 1 + random.nextInt(40));
            compare(ahead, attempts, submitted);
            if (random.nextInt(4) == 0) {
                ahead.discard();
                attempts = before;
            } else {
                ahead.land();
            }
            if (random.nextInt(5) == 0) {
                ahead = StoredState.open(store, 1);
            }
            ahead.readAhead(Story.TREE, Story.SHOP, Story.TYPE, 1 + random.nextInt(40));
            compare(ahead, attempts, submitted);
        }
    }

    private static void compare(StoredState state, Map<JobId, Integer> attempts, int submitted) {
        for (int i = 0; i < submitted; i++) {
            JobId id = Story.id(i);
            OptionalInt expected =
                    attempts.getOrDefault(id, 0) == 0 ? OptionalInt.empty() : OptionalInt.of(attempts.get(id));
            assertThat(state.job(id).isPresent()).as(id.toString()).isEqualTo(attempts.containsKey(id));
            state.job(id)
                    .ifPresent(job ->
                            assertThat(job.maxAttempts()).as(id.toString()).isEqualTo(expected));
        }
    }
}
