package io.sluice.state;

import static io.sluice.state.Story.ERROR;
import static io.sluice.state.Story.SHOP;
import static io.sluice.state.Story.TOPIC;
import static io.sluice.state.Story.TREE;
import static io.sluice.state.Story.TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelOption;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.RejectionCode;
import io.sluice.core.StateView;
import io.sluice.core.Throttle;
import io.sluice.core.Timer;
import io.sluice.core.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each event changes, seen through the state, after a reopening, and by readers. */
public abstract class StoredStateSuite {

    private static final int PARTITIONS = 4;

    private OrderedStore store;
    private StoredState state;
    private Story story;

    /** An empty store. */
    protected abstract OrderedStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
        state = StoredState.open(store, PARTITIONS);
        story = new Story(state);
    }

    /** Lands, and goes on with a state that knows only the store. */
    private void reopen() {
        state.land();
        long now = story.now;
        state = StoredState.open(store, PARTITIONS);
        story = new Story(state);
        story.now = now;
    }

    private JobStatus status(JobId job) {
        return state.status(job).orElseThrow();
    }

    private List<JobId> listed(JobState jobState) {
        return Story.ids(new Reads(store)
                .jobs(new JobQuery(TREE, jobState, Optional.empty(), 100, Optional.empty()))
                .jobs());
    }

    /** After a reopening the job has that state, and is in that list and no other. */
    private void isOnly(JobId job, JobState expected) {
        reopen();
        assertThat(status(job).state()).isEqualTo(expected);
        assertThat(new Reads(store).job(job).orElseThrow().status()).isEqualTo(status(job));
        for (JobState each : JobState.values()) {
            assertThat(listed(each).contains(job)).as(each.name()).isEqualTo(each == expected);
        }
    }

    private ChannelRow.Counts counts() {
        return new Reads(store)
                .channelRows(TREE).stream()
                        .filter(row -> row.path().equals(SHOP))
                        .findFirst()
                        .orElseThrow()
                        .counts();
    }

    // ---- jobs

    @Test
    void JobSubmitted_without_ETA_is_READY() {
        JobId job = story.submit(1);
        assertThat(state.firstReady(TREE, SHOP, TYPE).orElseThrow().job()).isEqualTo(job);
        assertThat(state.nextSeq(TREE)).isEqualTo(2);
        assertThat(state.treesWithReadyJobs()).containsExactly(TREE);
        isOnly(job, JobState.READY);
        assertThat(state.job(job).orElseThrow().payload().bytes()).hasSize(200);
        assertThat(state.nextSeq(TREE)).isEqualTo(2);
        assertThat(state.readyTypes(TREE, SHOP)).containsExactly(TYPE);
        assertThat(state.channelsWithReadyJobs(TREE)).containsExactly(SHOP);
    }

    @Test
    void JobSubmitted_with_ETA_is_SCHEDULED_and_sets_its_timer() {
        long eta = story.now + 50;
        JobId job = story.submit(1, 10, OptionalLong.of(eta));
        assertThat(state.nextDue()).hasValue(eta);
        isOnly(job, JobState.SCHEDULED);
        assertThat(state.dueTimers(eta - 1, 10)).isEmpty();
        assertThat(state.dueTimers(eta, 10)).containsExactly(Timer.at(eta, new Command.JobDue(job, eta)));
        assertThat(state.firstReady(TREE, SHOP, TYPE)).isEmpty();
        assertThat(counts().scheduled()).isEqualTo(1);
    }

    @Test
    void JobReady_ends_the_schedule() {
        JobId job = story.submit(1, 10, OptionalLong.of(story.now + 50));
        story.record(new Event.JobReady(job, SHOP, TYPE));
        isOnly(job, JobState.READY);
        assertThat(status(job).notBefore()).isEmpty();
        assertThat(counts().scheduled()).isZero();
    }

    @Test
    void JobReleased_takes_a_seat_in_the_channel_and_above_it() {
        JobId job = story.submit(1);
        BundleId bundle = story.release(1);
        assertThat(status(job).run()).isEqualTo(1);
        isOnly(job, JobState.RELEASED);
        assertThat(state.seats(TREE, SHOP)).isEqualTo(1);
        assertThat(state.seats(TREE, ChannelPath.ROOT)).isEqualTo(1);
        assertThat(state.seats(TREE, new ChannelPath("root.other"))).isZero();
        assertThat(state.unclaimed(TOPIC)).extracting("id").containsExactly(bundle);
        assertThat(state.treesWithReadyJobs()).isEmpty();
    }

    @Test
    void JobReleased_adds_one_more_member_to_an_open_bundle() {
        story.submit(1);
        story.submit(2);
        BundleId bundle = story.release(2);
        reopen();
        assertThat(state.bundle(bundle).orElseThrow().members()).hasSize(2);
        assertThat(state.seats(TREE, SHOP)).isEqualTo(1);
        assertThat(listed(JobState.RELEASED)).containsExactly(Story.id(1), Story.id(2));
    }

    @Test
    void BundleClaimed_and_JobStarted_let_the_first_member_run() {
        JobId job = story.submit(1);
        JobId next = story.submit(2);
        BundleId bundle = story.release(2);
        story.claim(bundle, "w1");
        isOnly(job, JobState.RUNNING);
        assertThat(status(job).attempt()).isEqualTo(1);
        assertThat(status(job).worker()).isEqualTo("w1");
        assertThat(status(job).startedAt()).isEqualTo(story.now);
        assertThat(status(next).state()).isEqualTo(JobState.RELEASED);
        assertThat(state.unclaimed(TOPIC)).isEmpty();
        assertThat(state.claimedBy("w1")).extracting("id").containsExactly(bundle);
    }

    @Test
    void ClaimDropped_leaves_the_other_claimant() {
        story.submit(1);
        BundleId bundle = story.release(1);
        story.record(new Event.BundleClaimed(bundle, "w1"));
        story.record(new Event.BundleClaimed(bundle, "w2"));
        story.record(new Event.ClaimDropped(bundle, "w1", "in doubt"));
        reopen();
        assertThat(state.claimedBy("w1")).isEmpty();
        assertThat(state.claimedBy("w2")).hasSize(1);
    }

    @Test
    void CancelAsked_is_kept_with_the_member() {
        JobId job = story.running(1);
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        story.record(new Event.CancelAsked(job, 1, bundle, "enough"));
        reopen();
        assertThat(state.bundle(bundle)
                        .orElseThrow()
                        .member(job.uuid())
                        .orElseThrow()
                        .why())
                .isEqualTo("enough");
    }

    @Test
    void JobDone_frees_the_seat_and_is_listed() {
        JobId job = story.running(1);
        story.done(job);
        assertThat(state.bundleOf(job)).isEmpty();
        isOnly(job, JobState.DONE);
        assertThat(state.seats(TREE, ChannelPath.ROOT)).isZero();
        assertThat(state.claimedBy("w1")).isEmpty();
        assertThat(status(job).result()).contains("fine");
        assertThat(status(job).startedAt()).isEqualTo(story.now - 20);
        assertThat(status(job).finishedAt()).isEqualTo(story.now);
        assertThat(counts().done()).isEqualTo(1);
    }

    @Test
    void JobDone_of_one_member_leaves_the_others_their_seat() {
        story.submit(1);
        story.submit(2);
        BundleId bundle = story.release(2);
        story.claim(bundle, "w1");
        story.done(Story.id(1));
        reopen();
        assertThat(state.seats(TREE, SHOP)).isEqualTo(1);
        assertThat(state.bundle(bundle).orElseThrow().isStarted()).isFalse();
        assertThat(state.bundle(bundle).orElseThrow().members()).hasSize(1);
    }

    @Test
    void JobDone_from_FAILED_leaves_the_list_of_failures() {
        JobId job = story.running(1);
        story.fail(job);
        story.now += 10;
        story.record(new Event.JobDone(job, SHOP, TYPE, story.idle(job), Optional.empty()));
        isOnly(job, JobState.DONE);
        assertThat(counts().failedNow()).isZero();
        assertThat(status(job).worker()).isEqualTo("w1");
    }

    @Test
    void JobRetried_waits_for_its_time_and_keeps_the_error() {
        JobId job = story.running(1);
        story.record(new Event.JobRetried(job, SHOP, TYPE, story.run(job), ERROR, story.now + 10));
        isOnly(job, JobState.SCHEDULED);
        assertThat(status(job).attempt()).isEqualTo(1);
        assertThat(status(job).error()).contains(ERROR);
        assertThat(state.nextDue()).hasValue(story.now + 10);
        assertThat(counts().retried()).isEqualTo(1);
    }

    @Test
    void JobRetried_without_a_wait_is_READY_at_once_in_its_old_place() {
        JobId job = story.running(1);
        story.submit(2);
        story.record(new Event.JobRetried(job, SHOP, TYPE, story.run(job), ERROR, story.now));
        isOnly(job, JobState.READY);
        assertThat(state.firstReady(TREE, SHOP, TYPE).orElseThrow().job()).isEqualTo(job);
    }

    @Test
    void JobSnoozed_waits_and_has_the_attempt_that_the_event_says() {
        JobId job = story.running(1);
        story.record(new Event.JobSnoozed(job, SHOP, TYPE, story.run(job, 1), story.now + 10));
        isOnly(job, JobState.SCHEDULED);
        assertThat(status(job).attempt()).isZero();
        assertThat(status(job).run()).isEqualTo(1);
    }

    @Test
    void JobFailed_is_kept_in_the_list_of_failures() {
        JobId job = story.running(1);
        story.fail(job);
        isOnly(job, JobState.FAILED);
        assertThat(status(job).error()).contains(ERROR);
        assertThat(counts().failedNow()).isEqualTo(1);
        assertThat(counts().failed()).isEqualTo(1);
    }

    @Test
    void JobFailed_after_JobLost_takes_the_job_out_of_READY() {
        JobId job = story.running(1);
        story.record(new Event.JobLost(job, SHOP, TYPE, story.run(job), Event.LostReason.WORKER_LOST));
        story.record(new Event.JobFailed(job, SHOP, TYPE, story.idle(job), ERROR));
        isOnly(job, JobState.FAILED);
        assertThat(state.treesWithReadyJobs()).isEmpty();
        assertThat(status(job).alone()).isTrue();
    }

    @Test
    void JobLost_is_READY_and_from_now_on_alone() {
        JobId job = story.running(1);
        story.record(new Event.JobLost(job, SHOP, TYPE, story.run(job), Event.LostReason.WORKER_LOST));
        isOnly(job, JobState.READY);
        assertThat(status(job).alone()).isTrue();
        assertThat(status(job).attempt()).isEqualTo(1);
        story.claim(story.release(1), "w2");
        assertThat(status(job).run()).isEqualTo(2);
        assertThat(status(job).attempt()).isEqualTo(2);
        assertThat(status(job).alone()).isTrue();
        isOnly(job, JobState.RUNNING);
    }

    @Test
    void JobLost_because_nobody_claimed_it_does_not_count_as_lost() {
        JobId job = story.submit(1);
        story.release(1);
        story.record(new Event.JobLost(job, SHOP, TYPE, story.run(job), Event.LostReason.UNCLAIMED));
        isOnly(job, JobState.READY);
        assertThat(status(job).alone()).isFalse();
        assertThat(status(job).worker()).isEmpty();
    }

    @Test
    void JobHandedBack_is_READY_with_the_attempt_that_the_event_says() {
        JobId job = story.running(1);
        story.record(new Event.JobHandedBack(job, SHOP, TYPE, story.run(job, 1), "stopping"));
        isOnly(job, JobState.READY);
        assertThat(status(job).attempt()).isZero();
        assertThat(status(job).run()).isEqualTo(1);
        assertThat(status(job).alone()).isFalse();
    }

    @Test
    void JobCancelled_leaves_whatever_it_was_in() {
        JobId ready = story.submit(1);
        story.cancel(ready, story.idle(ready));
        isOnly(ready, JobState.CANCELLED);
        JobId scheduled = story.submit(2, 10, OptionalLong.of(story.now + 50));
        story.cancel(scheduled, story.idle(scheduled));
        isOnly(scheduled, JobState.CANCELLED);
        JobId running = story.running(3);
        story.cancel(running, story.run(running));
        isOnly(running, JobState.CANCELLED);
        JobId failed = story.running(4);
        story.fail(failed);
        story.cancel(failed, story.idle(failed));
        isOnly(failed, JobState.CANCELLED);
        assertThat(status(failed).reason()).isEqualTo("not wanted");
        assertThat(status(failed).error()).contains(ERROR);
        assertThat(counts().cancelled()).isEqualTo(4);
        assertThat(counts().failedNow()).isZero();
    }

    @Test
    void JobRequeued_starts_anew_with_the_run_and_error_that_it_had() {
        JobId job = story.running(1);
        story.fail(job);
        story.record(new Event.JobRequeued(job, SHOP, TYPE, OptionalLong.empty()));
        isOnly(job, JobState.READY);
        assertThat(status(job).attempt()).isZero();
        assertThat(status(job).run()).isEqualTo(1);
        assertThat(status(job).error()).contains(ERROR);
    }

    @Test
    void JobRequeued_with_an_ETA_ahead_is_SCHEDULED_and_its_old_end_is_listed_no_more() {
        JobId job = story.running(1);
        story.done(job);
        story.now += 10;
        story.record(new Event.JobRequeued(job, SHOP, TYPE, OptionalLong.of(story.now + 50)));
        isOnly(job, JobState.SCHEDULED);
        story.record(new Event.JobReady(job, SHOP, TYPE));
        story.claim(story.release(1), "w1");
        story.now += 10;
        story.done(job);
        isOnly(job, JobState.DONE);
        assertThat(listed(JobState.DONE)).containsExactly(job);
    }

    @Test
    void events_that_change_nothing_are_numbered() {
        JobId job = story.submit(1);
        story.record(new Event.JobDuplicate(job, job));
        story.record(new Event.CommandRejected(Optional.of(job), RejectionCode.WRONG_STATE, "no"));
        reopen();
        assertThat(state.nextEventNumber(TREE)).isEqualTo(4);
    }

    // ---- channels, workers, timers

    @Test
    void ChannelConfigured_sets_the_trees_own_limits() {
        Limits two = Limits.capacity(2).with(ChannelOption.MAX_ATTEMPTS, 7);
        state.channels(TREE);
        story.record(new Event.ChannelConfigured(SHOP, two));
        assertThat(state.channels(TREE).limits(SHOP)).isEqualTo(two);
        reopen();
        assertThat(state.channels(TREE).own()).containsEntry(SHOP, two);
        assertThat(state.channels("other").limits(SHOP)).isEqualTo(Limits.NONE);
    }

    @Test
    void FileConfigured_holds_for_every_tree() {
        story.record("", new Event.FileConfigured("root:4,shop:2"));
        reopen();
        assertThat(state.fileText()).isEqualTo("root:4,shop:2");
        assertThat(state.channels("any").limits(SHOP).capacity()).hasValue(2);
        assertThat(new Reads(store).channelRows("any"))
                .extracting(row -> row.limits().capacity())
                .containsExactly(OptionalInt.of(4), OptionalInt.of(2));
    }

    @Test
    void ChannelPaused_and_ChannelResumed() {
        story.record(new Event.ChannelPaused(SHOP, "stock-taking", "ann"));
        reopen();
        assertThat(state.pause(TREE, SHOP)).contains(new StateView.Pause("stock-taking", "ann", story.now));
        assertThat(state.pause(TREE, ChannelPath.ROOT)).isEmpty();
        story.record(new Event.ChannelResumed(SHOP));
        reopen();
        assertThat(state.pause(TREE, SHOP)).isEmpty();
    }

    // channels

    @Test
    void ChannelShut_keeps_the_later_of_two_times() {
        story.record(new Event.ChannelShut(SHOP, 500));
        story.record(new Event.ChannelShut(SHOP, 300));
        reopen();
        assertThat(state.shutUntil(TREE, SHOP)).isEqualTo(500);
        assertThat(state.shutUntil(TREE, ChannelPath.ROOT)).isZero();
    }

    @Test
    void TypePaused_and_TypeResumed() {
        story.record(new Event.TypePaused(TYPE, "smtp is down", "ann"));
        reopen();
        assertThat(state.typePause(TREE, TYPE)).contains(new StateView.Pause("smtp is down", "ann", story.now));
        assertThat(state.typePause("other", TYPE)).isEmpty();
        story.record(new Event.TypeResumed(TYPE));
        reopen();
        assertThat(state.typePause(TREE, TYPE)).isEmpty();
    }

    @Test
    void SCHEDULED_jobs_stand_in_the_order_too_and_FAILED_ones_count_for_the_channels_above() {
        story.submit(1, 10, OptionalLong.of(story.now + 90));
        JobId first = story.submit(2, 3, OptionalLong.of(story.now + 900));
        reopen();
        assertThat(state.channelsWithScheduledJobs(TREE)).containsExactly(SHOP);
        assertThat(state.firstScheduled(TREE, SHOP).orElseThrow().job()).isEqualTo(first);
        story.record(new Event.JobReady(first, SHOP, TYPE));
        assertThat(state.firstScheduled(TREE, SHOP).orElseThrow().job()).isEqualTo(Story.id(1));
        story.claim(story.release(1), "w1");
        story.fail(first);
        assertThat(state.failed(TREE, ChannelPath.ROOT)).isEqualTo(1);
        reopen();
        assertThat(state.failed(TREE, ChannelPath.ROOT)).isEqualTo(1);
        story.cancel(first, story.idle(first));
        assertThat(state.failed(TREE, ChannelPath.ROOT)).isZero();
    }

    @Test
    void releases_take_tokens_and_turns_and_a_hand_back_returns_its_token() {
        story.record(new Event.ChannelConfigured(
                ChannelPath.ROOT,
                Limits.NONE.with(ChannelOption.THROTTLE, new Throttle(3, 1000)).with(ChannelOption.FAIR, true)));
        story.submit(1);
        BundleId bundle = story.release(1);
        assertThat(state.unclaimed(TREE, ChannelPath.ROOT)).isEqualTo(1);
        story.claim(bundle, "w1");
        reopen();
        assertThat(state.unclaimed(TREE, ChannelPath.ROOT)).isZero();
        assertThat(state.tokens(TREE, ChannelPath.ROOT).taken())
                .containsExactly(new Tokens.Taken(story.now, story.now, 1));
        assertThat(state.served(TREE, SHOP).at()).isEqualTo(bundle.number());
        assertThat(state.ownSeats(TREE, SHOP)).isEqualTo(1);
        assertThat(state.ownSeats(TREE, ChannelPath.ROOT)).isZero();
        story.record(new Event.JobHandedBack(Story.id(1), SHOP, TYPE, story.run(Story.id(1), 1), "stopping"));
        reopen();
        assertThat(state.tokens(TREE, ChannelPath.ROOT)).isEqualTo(Tokens.NONE);
    }

    @Test
    void WorkerChanged_and_WorkerGone() {
        story.record("", new Event.WorkerChanged("w1", 4, Set.of(TOPIC), Set.of(TYPE)));
        story.record("", new Event.WorkerChanged("w1", 8, Set.of(TOPIC), Set.of()));
        reopen();
        assertThat(state.workers()).containsOnlyKeys("w1");
        assertThat(state.workers().get("w1").slots()).isEqualTo(8);
        assertThat(new Reads(store).workers()).isEqualTo(state.workers());
        story.record("", new Event.WorkerGone("w1"));
        reopen();
        assertThat(state.workers()).isEmpty();
    }

    @Test
    void TimerSet_and_TimerFired() {
        Timer late = Timer.at(200, new Command.WorkerDue("w1"));
        Timer early = Timer.at(100, new Command.TopicDue(TOPIC));
        story.record("", new Event.TimerSet(late));
        assertThat(state.nextDue()).hasValue(200);
        story.record("", new Event.TimerSet(early));
        story.record("", new Event.TimerSet(early));
        assertThat(state.nextDue()).hasValue(100);
        assertThat(state.dueTimers(300, 1)).containsExactly(early);
        story.record("", new Event.TimerFired(early));
        reopen();
        assertThat(state.nextDue()).hasValue(200);
        story.record("", new Event.TimerFired(late));
        assertThat(state.nextDue()).isEmpty();
    }

    // ---- landing

    @Test
    void what_is_discarded_never_was() {
        JobId job = story.running(1);
        story.submit(2);
        state.land();
        story.done(job);
        story.claim(story.release(1), "w2");
        story.submit(3, -1, OptionalLong.empty());
        story.submit(4, 0, OptionalLong.of(story.now + 1));
        story.record("", new Event.WorkerChanged("w9", 1, Set.of(), Set.of()));
        story.record("other", new Event.ChannelPaused(SHOP, "", ""));
        state.discard();
        assertThat(status(job).state()).isEqualTo(JobState.RUNNING);
        assertThat(state.firstReady(TREE, SHOP, TYPE).orElseThrow().job()).isEqualTo(Story.id(2));
        assertThat(state.claimedBy("w2")).isEmpty();
        assertThat(state.claimedBy("w1")).hasSize(1);
        assertThat(state.seats(TREE, SHOP)).isEqualTo(1);
        assertThat(state.job(Story.id(3))).isEmpty();
        assertThat(state.nextSeq(TREE)).isEqualTo(3);
        assertThat(state.nextDue()).isEmpty();
        assertThat(state.workers()).isEmpty();
        assertThat(state.pause("other", SHOP)).isEmpty();
    }

    @Test
    void the_clock_is_ahead_of_all_events_and_not_written_with_each() {
        assertThat(state.clock()).isZero();
        story.submit(1);
        long reserved = state.clock();
        assertThat(reserved).isEqualTo(story.now + 100);
        story.now += 99;
        story.submit(2);
        assertThat(state.clock()).isEqualTo(reserved);
        reopen();
        assertThat(state.clock()).isEqualTo(reserved);
    }

    @Test
    void another_partition_count_is_refused_with_both_numbers() {
        assertThatThrownBy(() -> StoredState.open(store, 5))
                .hasMessageContaining("4 partitions")
                .hasMessageContaining("5 now");
    }

    @Test
    void an_event_that_cannot_be_is_our_bug_and_throws() {
        JobId job = story.running(1);
        assertThatThrownBy(() -> story.done(Story.id(2))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> story.cancel(job, new Event.Run(Optional.empty(), 1, 1, "", 0, 0)))
                .hasMessageContaining(job.toString());
        assertThatThrownBy(() -> story.record(new Event.BundleClaimed(new BundleId(TREE, 99), "w1")))
                .hasMessageContaining("main#99");
    }
}
