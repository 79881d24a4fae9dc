package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.StateView.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadsTest {

    private static final ChannelPath A = new ChannelPath("root.a");
    private static final ChannelPath B = new ChannelPath("root.b");

    private final InMemoryStore store = new InMemoryStore();
    private final StoredState state = StoredState.open(store, 1);
    private final Story story = new Story(state);
    private final Reads reads = new Reads(store);

    private JobId failed(int number, ChannelPath channel) {
        Job job = story.job(Story.id(number), channel, 10, OptionalLong.empty());
        story.record(new Event.JobSubmitted(job));
        story.claim(story.release(new ReadyLine(Story.TREE, channel, Story.TYPE), Optional.empty()), "w1");
        story.record(new Event.JobFailed(job.id(), channel, Story.TYPE, story.run(job.id()), Story.ERROR));
        state.land();
        return job.id();
    }

    private static JobQuery query(JobState state, int limit) {
        return new JobQuery(Story.TREE, state, Optional.empty(), limit, Optional.empty());
    }

    @Test
    void failures_of_all_channels_come_newest_first_whatever_the_page() {
        for (int i = 0; i < 60; i++) {
            // Every third time two channels fail at the same time.
            story.now += i % 3;
            failed(i, i % 2 == 0 ? A : B);
        }
        List<JobId> all = Story.ids(reads.jobs(query(JobState.FAILED, 1000)).jobs());
        List<Long> times = all.stream()
                .map(job -> reads.job(job).orElseThrow().status().finishedAt())
                .toList();
        assertThat(times).hasSize(60).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        for (int limit : List.of(1, 2, 7, 59, 60)) {
            assertThat(pages(query(JobState.FAILED, limit))).isEqualTo(all);
        }
        assertThat(Snapshot.list(reads, Story.TREE, JobState.FAILED, Optional.of(A)))
                .hasSize(30)
                .isSubsetOf(all);
    }

    private List<JobId> pages(JobQuery first) {
        List<JobId> jobs = new ArrayList<>();
        Optional<JobQuery> query = Optional.of(first);
        while (query.isPresent()) {
            JobPage page = reads.jobs(query.get());
            assertThat(page.jobs()).hasSizeLessThanOrEqualTo(first.limit());
            jobs.addAll(Story.ids(page.jobs()));
            query = page.next().map(first::after);
        }
        return jobs;
    }

    @Test
    void a_page_may_end_within_a_bundle_and_goes_on_although_it_got_shorter() {
        for (int i = 0; i < 6; i++) {
            story.submit(i);
        }
        story.claim(story.release(6), "w1");
        state.land();
        JobQuery query = query(JobState.RELEASED, 2);
        JobPage page = reads.jobs(query);
        assertThat(Story.ids(page.jobs())).containsExactly(Story.id(1), Story.id(2));
        story.done(Story.id(0));
        story.start(state.bundleOf(Story.id(1)).orElseThrow().id(), "w1");
        state.land();
        assertThat(Story.ids(reads.jobs(query.after(page.next().orElseThrow())).jobs()))
                .containsExactly(Story.id(3), Story.id(4));
        assertThat(Snapshot.list(reads, Story.TREE, JobState.RUNNING, Optional.empty()))
                .containsExactly(Story.id(1));
    }

    @Test
    void READY_jobs_come_in_the_order_of_release() {
        story.submit(1, 10, OptionalLong.empty());
        story.submit(2, 5, OptionalLong.empty());
        story.submit(3, 10, OptionalLong.empty());
        state.land();
        assertThat(pages(query(JobState.READY, 1))).containsExactly(Story.id(2), Story.id(1), Story.id(3));
    }

    @Test
    void trees_are_listed_by_name() {
        for (String tree : List.of("b", "a", "c")) {
            story.record(tree, new Event.ChannelPaused(A, "", ""));
        }
        state.land();
        assertThat(reads.trees(2, "")).extracting(TreeRow::name).containsExactly("a", "b");
        assertThat(reads.trees(2, "b")).extracting(TreeRow::name).containsExactly("c");
    }

    // ---- metrics

    @Test
    void the_load_of_a_tree_tells_what_waits_and_runs_channel_by_channel() {
        failed(1, A);
        story.running(2);
        story.submit(3);
        story.submit(4);
        story.claim(story.release(2), "w1");
        story.record(new Event.CancelAsked(
                Story.id(3), 1, state.bundleOf(Story.id(3)).orElseThrow().id(), "why not"));
        story.submit(5);
        story.record(new Event.ChannelPaused(ChannelPath.ROOT, "night", "ann"));
        state.land();

        TreeLoad load = reads.load(Story.TREE, 10);
        assertThat(load.isWhole()).isTrue();
        assertThat(load.channels())
                .extracting(channel -> channel.path().text())
                .containsExactly("root", "root.a", "root.shop");
        assertThat(load.channels().get(0).active()).isEqualTo(new TreeLoad.Active(2, 0, 0, 0, List.of()));
        assertThat(load.channels().get(1).counts().failedNow()).isEqualTo(1);
        TreeLoad.Channel shop = load.channels().get(2);
        assertThat(shop.counts().ready()).isEqualTo(1);
        assertThat(shop.pause())
                .hasValueSatisfying(pause -> assertThat(pause.isBug()).isFalse());
        assertThat(shop.active()).isEqualTo(new TreeLoad.Active(2, 2, 1, 2, List.of(new TreeLoad.Run(Story.id(3), 1))));
    }

    @Test
    void a_pause_that_a_bug_brought_about_is_told_apart() {
        story.record(new Event.ChannelPaused(A, "BUG: releasing its first job threw java.lang.Error", "sluice"));
        story.record(new Event.ChannelPaused(B, "BUG: no, but somebody says so", "ann"));
        state.land();

        assertThat(reads.load(Story.TREE, 10).channels())
                .extracting(channel -> channel.pause().map(Pause::isBug))
                .containsExactly(Optional.empty(), Optional.of(true), Optional.of(false));
    }

    @Test
    void a_load_that_is_not_whole_says_so() {
        failed(1, A);
        failed(2, B);
        failed(3, B);

        assertThat(reads.load(Story.TREE, 1).isWhole()).isFalse();
        assertThat(reads.sums(Story.TREE, 1)).isEqualTo(new TreeLoad.Sums(0, 0, 1, 1, false));
        assertThat(reads.sums(Story.TREE, 5)).isEqualTo(new TreeLoad.Sums(0, 0, 3, 2, true));
    }

    @Test
    void the_job_that_arrived_first_waits_longest_whatever_its_priority() {
        assertThat(reads.readySince(Story.TREE, Story.SHOP)).isEmpty();
        long first = story.now;
        story.submit(1, 20, OptionalLong.empty());
        story.now += 1000;
        story.submit(2, 5, OptionalLong.empty());
        story.submit(3, 10, OptionalLong.empty());
        state.land();

        assertThat(reads.readySince(Story.TREE, Story.SHOP)).hasValue(first);
    }

    @Test
    void who_ran_before_waits_since_that_run() {
        JobId job = story.running(1);
        story.now += 5000;
        story.record(new Event.JobRetried(job, Story.SHOP, Story.TYPE, story.run(job), Story.ERROR, story.now));
        story.record(new Event.JobReady(job, Story.SHOP, Story.TYPE));
        state.land();

        assertThat(reads.readySince(Story.TREE, Story.SHOP)).hasValue(story.now - 20);
    }

    @Test
    void a_token_that_is_none_or_of_another_list_is_refused() {
        failed(1, A);
        failed(2, A);
        String token = reads.jobs(query(JobState.FAILED, 1)).next().orElseThrow();
        JobQuery done = query(JobState.DONE, 1);
        assertThatThrownBy(() -> reads.jobs(done.after(token))).hasMessageContaining("belongs to another list");
        for (String nonsense : List.of("", "?", "abc", "AAAAAAAAAAAA")) {
            assertThatThrownBy(() -> reads.jobs(done.after(nonsense)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no page token");
        }
    }

    @Test
    void a_limit_out_of_its_range_is_refused() {
        assertThatThrownBy(() -> query(JobState.DONE, 1001)).hasMessageContaining("1 to 1000");
    }

    @Test
    void an_unknown_job_is_not_there() {
        assertThat(reads.job(Story.id(1))).isEmpty();
        assertThat(reads.jobs(query(JobState.WAITING, 10)).jobs()).isEmpty();
    }
}
