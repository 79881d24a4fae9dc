package io.sluice.log;

import static io.sluice.log.Tape.SHOP;
import static io.sluice.log.Tape.START;
import static io.sluice.log.Tape.TREE;
import static io.sluice.log.Tape.asked;
import static io.sluice.log.Tape.cancelled;
import static io.sluice.log.Tape.done;
import static io.sluice.log.Tape.failed;
import static io.sluice.log.Tape.job;
import static io.sluice.log.Tape.purged;
import static io.sluice.log.Tape.replay;
import static io.sluice.log.Tape.requeued;
import static io.sluice.log.Tape.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.ChannelPath;
import io.sluice.core.Dedup;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WindowReplayTest {

    private static final long NOW = START + 3_600_000;
    private static final JobId A = job(1);
    private static final JobId B = job(2);
    private static final JobId C = job(3);

    private final Tape tape = new Tape();
    private long to = NOW;
    private Set<JobState> ends = Set.of(JobState.FAILED);
    private Optional<ChannelPath> channel = Optional.empty();
    private Optional<String> error = Optional.empty();
    private String again = "";

    private ReplayFilter filter() {
        return new ReplayFilter(TREE, START, to, ends, channel, Optional.empty(), error, again);
    }

    private ReplayFound found() {
        return Replay.of(tape, filter(), Watch.NOBODY).found();
    }

    private List<Submission> jobs() {
        List<Submission> jobs = new ArrayList<>();
        Replay.Outcome outcome = Replay.of(tape, filter(), Watch.NOBODY).jobs(NOW, Watch.NOBODY, jobs::add);
        assertThat(outcome).isEqualTo(new Replay.Outcome(0, true));
        return jobs;
    }

    private List<UUID> replayed() {
        return jobs().stream().map(job -> job.replayOf().orElseThrow()).toList();
    }

    @Test
    void what_failed_in_the_window_is_run_again_in_the_order_of_its_submission() {
        tape.then(submitted(A))
                .then(submitted(B))
                .then(submitted(C))
                .then(failed(B))
                .then(done(C))
                .then(failed(A));

        assertThat(replayed()).containsExactly(A.uuid(), B.uuid());
        assertThat(found().kinds()).containsExactly(new ReplayFound.Kind("row", SHOP, 2));
        assertThat(found().sample())
                .extracting(ReplayFound.Sample::end)
                .containsExactly("java.io.IOException: disk full", "java.io.IOException: disk full");
    }

    @Test
    void the_last_end_in_the_window_counts_and_who_came_back_has_none() {
        tape.then(submitted(A)).then(submitted(B)).then(submitted(C));
        tape.then(failed(A)).then(requeued(A)).then(done(A));
        tape.then(failed(B)).then(requeued(B));
        tape.then(failed(C)).then(requeued(C)).then(failed(C));

        assertThat(replayed()).containsExactly(C.uuid());
    }

    @Test
    void what_came_back_after_the_window_is_run_again_all_the_same_and_told() {
        tape.then(submitted(A)).then(failed(A));
        to = Tape.time(tape.size());
        tape.then(requeued(A)).then(done(A));

        assertThat(found().due()).isEqualTo(1);
        assertThat(found().changedSince()).isEqualTo(1);
    }

    @Test
    void a_purged_job_is_run_again_and_one_that_ended_after_the_window_is_not() {
        tape.then(submitted(A)).then(submitted(B)).then(failed(A)).then(purged(A));
        to = Tape.time(tape.size());
        tape.then(failed(B));

        assertThat(replayed()).containsExactly(A.uuid());
    }

    @Test
    void state_channel_and_error_choose() {
        ChannelPath below = ChannelPath.parse("root.shop.pdf");
        ChannelPath beside = ChannelPath.parse("root.shopping");
        tape.then(submitted(A)).then(submitted(B)).then(submitted(C)).then(submitted(job(4)));
        tape.then(failed(A, below, "E1")).then(failed(B, beside, "E1")).then(failed(C, SHOP, "E2"));
        tape.then(cancelled(job(4)));

        channel = Optional.of(SHOP);
        assertThat(replayed()).containsExactly(A.uuid(), C.uuid());
        error = Optional.of("E2");
        assertThat(replayed()).containsExactly(C.uuid());
        error = Optional.empty();
        ends = Set.of(JobState.CANCELLED, JobState.DONE);
        assertThat(replayed()).containsExactly(job(4).uuid());
    }

    @Test
    void the_new_job_is_what_the_old_one_was_at_its_end_but_for_what_is_past() {
        Submission.Options options = Submission.Options.NONE
                .withEta(NOW - 1)
                .withExpires(NOW + 5)
                .withMaxAttempts(3)
                .withTimeout(70)
                .withDedup(new Dedup("k", Dedup.Mode.REPLACE, true, 50));
        tape.then(submitted(asked(A).with(options)
                        .after(List.of(new Parent(B.uuid(), Parent.On.DONE)))
                        .in(new UUID(1, 1))))
                .then(new Event.JobReprioritized(A, SHOP, "row", -4))
                .then(new Event.MaxAttemptsSet(A, 8))
                .then(failed(A, ChannelPath.parse("root.slow"), "E"))
                .then(new Event.JobReprioritized(A, SHOP, "row", 99));

        Submission again = jobs().getFirst();

        assertThat(again.channel()).isEqualTo("root.slow");
        assertThat(again.payload()).isEqualTo(asked(A).payload());
        assertThat(again.options())
                .isEqualTo(new Submission.Options(
                        -4,
                        OptionalLong.empty(),
                        OptionalInt.of(8),
                        Optional.empty(),
                        OptionalLong.of(70),
                        OptionalLong.of(NOW + 5),
                        Optional.of(new Dedup("k", Dedup.Mode.KEEP, true, 50))));
        assertThat(again.parents()).isEmpty();
        assertThat(again.flow()).isEmpty();
    }

    @Test
    void what_a_twin_brought_is_what_is_run_again() {
        Payload newer = new Payload("newer".getBytes(StandardCharsets.UTF_8), "text/plain");
        tape.then(submitted(A))
                .then(new Event.JobReplaced(
                        A, SHOP, "row", B.uuid(), new Payload(new byte[9], "x"), 5, OptionalLong.empty()))
                .then(new Event.JobReplaced(A, SHOP, "row", C.uuid(), newer, 6, OptionalLong.empty()))
                .then(failed(A));

        assertThat(jobs()).singleElement().satisfies(again -> {
            assertThat(again.payload()).isEqualTo(newer);
            assertThat(again.options().priority()).isEqualTo(6);
            assertThat(again.type()).isEqualTo("row");
        });
    }

    @Test
    void what_was_replayed_since_its_end_is_told_and_left_alone() {
        tape.then(submitted(A)).then(submitted(B)).then(failed(A)).then(failed(B));
        to = Tape.time(tape.size());
        JobId once = jobs().getFirst().id();
        tape.then(replay(once, A)).then(failed(once)).then(purged(once));

        assertThat(found().jobs()).isEqualTo(2);
        assertThat(found().replayedBefore()).isEqualTo(1);
        assertThat(replayed()).containsExactly(B.uuid());
    }

    @Test
    void the_same_end_gives_the_same_id_whatever_the_window_and_another_end_another() {
        tape.then(submitted(A)).then(failed(A));
        JobId first = jobs().getFirst().id();
        to = NOW + 5;
        assertThat(jobs().getFirst().id()).isEqualTo(first);

        tape.then(replay(first, A)).then(requeued(A)).then(failed(A));

        assertThat(found().replayedBefore()).isZero();
        assertThat(jobs().getFirst().id()).isNotEqualTo(first);
        assertThat(jobs().getFirst().id().uuid().version()).isEqualTo(7);
    }

    @Test
    void once_more_has_a_name_and_the_same_name_makes_no_doubles() {
        tape.then(submitted(A)).then(submitted(B)).then(failed(A)).then(failed(B));
        to = Tape.time(tape.size());
        tape.then(replay(jobs().get(0).id(), A));
        again = "after the fix";
        List<Submission> once = jobs();
        assertThat(once).hasSize(2);

        tape.then(replay(once.get(0).id(), A));

        assertThat(replayed()).containsExactly(B.uuid());
        assertThat(jobs().getFirst().id()).isEqualTo(once.get(1).id());
        again = "";
        assertThat(replayed()).containsExactly(B.uuid());
        again = "another fix";
        assertThat(replayed()).containsExactly(A.uuid(), B.uuid());
    }

    @Test
    void who_has_enough_stops_it_and_it_goes_on_without_doubles() {
        for (int i = 1; i <= 10; i++) {
            tape.then(submitted(job(i)));
        }
        for (int i = 1; i <= 10; i++) {
            tape.then(failed(job(i)));
        }
        List<Submission> first = new ArrayList<>();
        Replay.Outcome outcome = Replay.of(tape, filter(), Watch.NOBODY).jobs(NOW, Watch.NOBODY, job -> {
            first.add(job);
            return first.size() < 4;
        });
        assertThat(outcome.complete()).isFalse();
        to = Tape.time(tape.size());
        first.forEach(
                job -> tape.then(replay(job.id(), new JobId(TREE, job.replayOf().orElseThrow()))));

        assertThat(found().replayedBefore()).isEqualTo(4);
        assertThat(jobs()).hasSize(6).doesNotContainAnyElementsOf(first);
    }

    @Test
    void a_submission_that_is_gone_is_counted_and_one_in_another_partition_found() {
        tape.then(submitted(A)).grown().then(failed(A)).then(failed(B));
        List<Submission> jobs = new ArrayList<>();

        Replay.Outcome outcome = Replay.of(tape, filter(), Watch.NOBODY).jobs(NOW, Watch.NOBODY, jobs::add);

        assertThat(outcome).isEqualTo(new Replay.Outcome(1, true));
        assertThat(jobs)
                .singleElement()
                .satisfies(job -> assertThat(job.replayOf()).contains(A.uuid()));
    }

    @Test
    void whoever_watches_can_stop_it_in_each_of_its_readings() {
        tape.then(submitted(A)).then(submitted(B)).then(failed(A)).then(failed(B));

        assertThat(Replay.of(tape, filter(), share -> false).found().complete()).isFalse();
        Replay replay = Replay.of(tape, filter(), Watch.NOBODY);
        assertThat(replay.jobs(NOW, share -> share < 0.1, job -> true).complete())
                .isFalse();
        assertThat(replay.jobs(NOW, share -> share < 0.5, job -> true).complete())
                .isFalse();
    }

    @Test
    void a_filter_says_what_does_not_go_together() {
        ends = Set.of(JobState.READY);
        assertThatThrownBy(this::filter).hasMessageContaining("allowed are FAILED, CANCELLED and DONE");
        ends = Set.of(JobState.DONE);
        error = Optional.of("E");
        assertThatThrownBy(this::filter).hasMessageContaining("only FAILED ended with an error");
        to = START - 1;
        assertThatThrownBy(this::filter).hasMessageContaining("ends before it begins");
    }

    /** As a map of objects would do it. */
    @Test
    void many_jobs_are_kept_apart_in_little_memory() {
        EndedJobs jobs = new EndedJobs();
        for (int i = 1; i <= 100_000; i++) {
            jobs.end(jobs.put(job(i % 4096, i).uuid()), i, i % 7);
        }
        for (int i = 1; i <= 100_000; i += 2) {
            jobs.undo(jobs.find(job(i % 4096, i).uuid()));
        }

        assertThat(jobs.slots()).hasSize(50_000);
        for (int i = 2; i <= 100_000; i += 2) {
            int slot = jobs.find(job(i % 4096, i).uuid());
            assertThat(jobs.end(slot)).isEqualTo(i);
            assertThat(jobs.kind(slot)).isEqualTo(i % 7);
        }
        assertThat(jobs.find(new UUID(5, 5))).isEqualTo(EndedJobs.NONE);
    }
}
