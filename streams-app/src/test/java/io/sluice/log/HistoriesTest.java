package io.sluice.log;

import static io.sluice.log.Tape.SHOP;
import static io.sluice.log.Tape.TREE;
import static io.sluice.log.Tape.asked;
import static io.sluice.log.Tape.done;
import static io.sluice.log.Tape.failed;
import static io.sluice.log.Tape.job;
import static io.sluice.log.Tape.purged;
import static io.sluice.log.Tape.replay;
import static io.sluice.log.Tape.requeued;
import static io.sluice.log.Tape.run;
import static io.sluice.log.Tape.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Payload;
import io.sluice.core.RejectionCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HistoriesTest {

    private static final JobId JOB = job(1);
    private static final JobId OTHER = job(2);
    private static final BundleId BUNDLE = new BundleId(TREE, 7);

    private final Tape tape = new Tape();

    private History history(JobId id) {
        return new Histories(tape).of(id, Watch.NOBODY);
    }

    private static List<String> names(History history) {
        return history.entries().stream().map(HistoryEntry::event).toList();
    }

    private static List<String> words(History history) {
        return history.entries().stream().map(HistoryEntry::what).toList();
    }

    private static Event released(JobId id, int run, BundleId bundle) {
        return new Event.JobReleased(id, SHOP, "row", run, bundle, "sluice.channel.root");
    }

    @Test
    void it_is_what_happened_to_the_job_and_to_no_other_with_worker_attempt_error_and_who() {
        tape.by("shop", submitted(JOB))
                .then(submitted(OTHER))
                .then(released(JOB, 1, BUNDLE))
                .then(new Event.BundleClaimed(BUNDLE, "w-1"))
                .then(new Event.BundleClaimed(new BundleId(TREE, 8), "w-2"))
                .then(new Event.JobStarted(JOB, 1, 1, BUNDLE, "w-1"))
                .then(new Event.JobRetried(JOB, SHOP, "row", run(1), new Failure("E", "once", ""), Tape.time(9)))
                .then(done(OTHER))
                .then(failed(JOB))
                .by("ann", requeued(JOB));

        History history = history(JOB);

        assertThat(names(history))
                .containsExactly(
                        "JobSubmitted",
                        "JobReleased",
                        "BundleClaimed",
                        "JobStarted",
                        "JobRetried",
                        "JobFailed",
                        "JobRequeued");
        assertThat(history.begins()).isTrue();
        assertThat(history.purged()).isFalse();
        assertThat(history.complete()).isTrue();
        assertThat(history.entries().get(0).recorded().cause().by()).isEqualTo("shop");
        assertThat(history.entries().get(0).what()).isEqualTo("row in root.shop, priority 10");
        assertThat(history.entries().get(3).attempt()).hasValue(1);
        assertThat(history.entries().get(4).what()).isEqualTo("took 20 ms again 2026-01-01T00:00:09Z");
        assertThat(history.entries().get(5).worker()).isEqualTo("w-1");
        assertThat(history.entries().get(5).error()).map(Failure::message).contains("disk full");
    }

    @Test
    void it_ends_when_the_job_is_purged_and_reads_no_further() {
        tape.then(submitted(JOB)).then(done(JOB)).then(purged(JOB)).then(submitted(JOB));

        assertThat(names(history(JOB))).containsExactly("JobSubmitted", "JobDone", "JobPurged");
        assertThat(history(JOB).purged()).isTrue();
    }

    @Test
    void that_it_was_written_again_is_a_line_and_no_submission() {
        Job was = ((Event.JobSubmitted) submitted(JOB)).submitted();
        tape.then(new Event.JobCarried(
                        was,
                        JobStatus.in(JobState.FAILED, OptionalLong.empty()),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()))
                .by("ann", requeued(JOB));

        History history = history(JOB);

        assertThat(words(history)).containsExactly("is FAILED as before", "");
        assertThat(history.begins()).isFalse();
    }

    @Test
    void events_about_it_that_name_it_otherwise_are_in_it_too() {
        FlowId flow = new FlowId(TREE, new UUID(3, 3));
        tape.then(submitted(asked(JOB).in(flow.uuid())))
                .then(new Event.EdgesChanged(OTHER, Edge.State.MET, List.of(JOB.uuid())))
                .then(new Event.JobDuplicate(job(5), JOB))
                .then(new Event.JobReplaced(
                        JOB, SHOP, "row", job(6).uuid(), new Payload(new byte[0], ""), 3, OptionalLong.empty()))
                .then(new Event.MaxAttemptsSet(JOB, 9))
                .then(new Event.JobMoved(JOB, SHOP, "row", ChannelPath.parse("root.slow")))
                .then(new Event.CommandRejected(Optional.of(JOB), RejectionCode.WRONG_STATE, "no"))
                .then(replay(job(7), JOB));

        assertThat(words(history(JOB)))
                .containsExactly(
                        "row in root.shop, priority 10, flow " + flow,
                        "its parent " + OTHER + " is MET",
                        "instead of " + job(5),
                        "took over payload, priority 3 of what came as " + job(6),
                        "at most 9 attempts",
                        "from root.shop to root.slow",
                        "WRONG_STATE: no",
                        "is run again as " + job(7));
        assertThat(words(history(job(5)))).containsExactly("not stored: " + JOB + " is there already");
        assertThat(words(history(job(6))))
                .containsExactly("not stored: " + JOB + " took over its payload, priority and ETA");
        assertThat(words(history(job(7)))).containsExactly("row in root.shop, priority 10, replay of " + JOB);
    }

    @Test
    void one_reading_is_enough_where_the_id_says_when_it_began() {
        JobId late = job(1, 3000);
        for (int i = 0; i < 3000; i++) {
            tape.then(submitted(OTHER));
        }
        tape.then(submitted(late));

        assertThat(history(late).begins()).isTrue();
        assertThat(tape.readings).isEqualTo(1);
    }

    @Test
    void an_id_from_a_clock_that_is_ahead_is_looked_for_from_the_beginning() {
        JobId ahead = job(1, 100_000);
        tape.then(submitted(ahead)).then(done(ahead));

        assertThat(names(history(ahead))).containsExactly("JobSubmitted", "JobDone");
    }

    @Test
    void what_lies_in_another_partition_since_the_topic_was_grown_is_found() {
        tape.then(submitted(JOB)).then(failed(JOB)).grown().then(requeued(JOB));

        assertThat(names(history(JOB))).containsExactly("JobSubmitted", "JobFailed", "JobRequeued");
        assertThat(tape.readings).isEqualTo(2);
    }

    @Test
    void a_beginning_that_is_no_longer_kept_is_told() {
        tape.then(failed(JOB));

        assertThat(history(JOB).begins()).isFalse();
        assertThat(names(history(JOB))).containsExactly("JobFailed");
    }

    @Test
    void of_an_unknown_job_there_is_nothing() {
        tape.then(submitted(OTHER));

        assertThat(history(JOB).entries()).isEmpty();
    }

    @Test
    void whoever_watches_can_stop_it() {
        tape.then(submitted(JOB)).then(done(JOB));

        History history = new Histories(tape).of(JOB, share -> share < 0.5);

        assertThat(history.complete()).isFalse();
        assertThat(names(history)).containsExactly("JobSubmitted");
        assertThat(tape.readings).isEqualTo(1);
    }

    @Test
    void of_a_history_that_nobody_reads_to_its_end_the_middle_is_left_out() {
        tape.then(submitted(JOB));
        for (int i = 0; i < 5_000; i++) {
            tape.then(requeued(JOB));
        }
        tape.then(done(JOB));

        History history = history(JOB);

        assertThat(history.entries()).hasSize(1_000);
        assertThat(history.leftOut()).isEqualTo(4_002);
        assertThat(names(history)).startsWith("JobSubmitted").endsWith("JobDone");
    }
}
