package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentJobsTest {

    private final CountingStore store = new CountingStore(new InMemoryStore());

    @Test
    void a_new_job_costs_no_read_until_others_came() {
        StagedStore staged = new StagedStore(store);
        JobRecords records = new JobRecords(staged, 10);
        insert(records, staged, id(1));
        store.reset();

        for (int n = 2; n < 100; n++) {
            assertThat(records.job(id(n))).isEmpty();
            insert(records, staged, id(n));
            assertThat(records.job(id(n))).isPresent();
            assertThat(records.status(id(n))).isPresent();
        }
        assertThat(store.reads()).isZero();

        assertThat(records.job(id(1))).isPresent();
        assertThat(store.reads()).as("one that others came after").isPositive();
    }

    @Test
    void what_was_written_about_a_job_counts_for_the_memory_too() {
        StagedStore staged = new StagedStore(store);
        JobRecords records = new JobRecords(staged);
        for (int n = 0; n < 300; n++) {
            insert(records, staged, id(n));
        }
        store.reset();
        assertThat(records.job(id(0))).isPresent();
        assertThat(store.reads()).isZero();

        for (int n = 0; n < 300; n++) {
            records.put(id(n), JobStatus.fresh(job(id(n))).withReason("x".repeat(20_000)));
            staged.land();
            records.landed();
        }

        store.reset();
        assertThat(records.job(id(0))).isPresent();
        assertThat(store.reads()).as("6 MB do not stay in memory").isPositive();
        assertThat(records.job(id(1000))).isEmpty();
    }

    private static void insert(JobRecords records, StagedStore staged, JobId id) {
        records.insert(job(id));
        staged.land();
        records.landed();
    }

    /** Ids of several trees in any order, commands that are taken back, jobs that go, a new start now and then. */
    @Test
    void what_is_remembered_is_what_is_stored() {
        for (int round = 0; round < 200; round++) {
            long seed = System.nanoTime() + round;
            try {
                compare(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void compare(Random random) {
        StagedStore staged = new StagedStore(new InMemoryStore());
        JobRecords records = new JobRecords(staged, 5);
        Map<JobId, JobStatus> plain = new HashMap<>();
        Map<JobId, JobStatus> landed = new HashMap<>();
        for (int step = 0; step < 300; step++) {
            JobId id =
                    new JobId(random.nextBoolean() ? "a" : "b", new UUID(random.nextInt(6) - 3, random.nextInt(6) - 3));
            change(records, plain, id, random);
            switch (random.nextInt(6)) {
                case 0 -> {
                    staged.discard();
                    records.discard();
                    plain = new HashMap<>(landed);
                }
                case 1, 2, 3 -> {
                    staged.land();
                    records.landed();
                    landed = new HashMap<>(plain);
                }
                case 4 -> {
                    staged.land();
                    records = new JobRecords(staged, 5);
                    landed = new HashMap<>(plain);
                }
                default -> {
                    // The command goes on.
                }
            }
            for (JobId any : plain.keySet()) {
                assertThat(records.job(any)).as("%s", any).isPresent();
            }
            JobId asked = new JobId("a", new UUID(random.nextInt(6) - 3, random.nextInt(6) - 3));
            assertThat(records.job(asked).isPresent()).as("%s", asked).isEqualTo(plain.containsKey(asked));
            assertThat(records.status(asked)).as("%s", asked).isEqualTo(Optional.ofNullable(plain.get(asked)));
        }
    }

    private static void change(JobRecords records, Map<JobId, JobStatus> plain, JobId id, Random random) {
        if (records.job(id).isEmpty()) {
            records.insert(job(id));
            plain.put(id, JobStatus.fresh(job(id)));
        } else if (random.nextInt(3) == 0) {
            // One that goes has ended, so it has a status.
            records.put(id, plain.get(id).withReason("it ended"));
            records.remove(id);
            plain.remove(id);
        } else {
            JobStatus status = plain.get(id).withReason("step " + random.nextInt(100));
            records.put(id, status);
            plain.put(id, status);
        }
    }

    private static JobId id(int number) {
        return new JobId("a", new UUID(1, number));
    }

    private static Job job(JobId id) {
        Submission asked = Submission.of(id, "t", "root", new Payload(new byte[0], ""));
        return new Job(asked, ChannelPath.ROOT, 1, 5);
    }
}
