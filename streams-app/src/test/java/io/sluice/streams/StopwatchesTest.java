package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.wire.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Semantics §12: waits and runs as histograms in the events. */
class StopwatchesTest {

    private static final long HOUR = 3_600_000;
    private static final long NOW = 500_000 * HOUR + 10_000;
    private static final ChannelPath SHOP = new ChannelPath("root.shop");

    private final Stopwatches stopwatches = new Stopwatches();
    private int number;

    private Job job(long arrivedAt, String type) {
        JobId id = new JobId("main", new UUID(1, number++));
        return Job.of(Submission.of(id, type, SHOP.text(), new Payload(new byte[0], "")), 1, arrivedAt);
    }

    private void released(Job job, int run, long now) {
        Effect.Dispatch dispatch = new Effect.Dispatch(
                new BundleId("main", 1),
                job.channel(),
                job.type(),
                "t",
                now,
                15_000,
                List.of(new Effect.DispatchedJob(job, run, run, 5)),
                false);
        stopwatches.decided(new Output(List.of(), List.of(dispatch), false), now);
    }

    private void done(Job job, long millis, long now) {
        Event.Run run = new Event.Run(Optional.empty(), 1, 1, "w", now - millis, now);
        Event.JobDone done = new Event.JobDone(job.id(), job.channel(), job.type(), run, Optional.empty());
        Recorded recorded = new Recorded("main", 1, now, new Cause("main", Optional.empty(), "w"), done);
        stopwatches.decided(new Output(List.of(recorded), List.of(), false), now);
    }

    private List<Command.WriteTimes> take() {
        List<Command.WriteTimes> taken = new ArrayList<>();
        stopwatches.take((tree, times) -> {
            assertThat(tree).isEqualTo("main");
            taken.add(times);
        });
        return taken;
    }

    private static Times times(Payload bytes) {
        Times times = new Times();
        times.add(bytes);
        return times;
    }

    @Test
    void waits_and_runs_are_measured_by_channel_and_type_and_can_be_added_up() {
        Times all = new Times();
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i <= 1_000; i++) {
                Job job = job(NOW - i, "a");
                released(job, 1, NOW);
                done(job, 10L * i, NOW);
            }
            released(job(NOW - 7, "b"), 1, NOW);

            List<Command.WriteTimes> taken = take();
            assertThat(taken).extracting(Command.WriteTimes::type).containsExactly("a", "b");
            assertThat(taken.getFirst().hour()).isEqualTo(500_000 * HOUR);
            assertThat(taken.getFirst().waits().bytes().length).isLessThan(1_500);
            assertThat(times(taken.getFirst().waits()).percentile(50)).isCloseTo(500, within(5L));
            assertThat(times(taken.getLast().runs()).count()).isZero();
            all.add(taken.getFirst().runs());
        }

        assertThat(all.count()).isEqualTo(3_000);
        assertThat(all.percentile(95)).isCloseTo(9_500, within(95L));
        assertThat(all.mean()).isCloseTo(5_005, within(50.0));
        assertThat(all.longest()).isCloseTo(10_000, within(100L));
    }

    @Test
    void a_later_run_is_no_wait() {
        released(job(NOW - 5, "a"), 2, NOW);

        assertThat(stopwatches.due()).isEmpty();
    }

    @Test
    void it_is_written_20_seconds_after_the_first_or_when_the_hour_ends_and_not_while_nothing_is_measured() {
        assertThat(stopwatches.due()).isEmpty();
        done(job(NOW, "a"), 5, NOW);
        done(job(NOW, "a"), 5, NOW + 10_000);
        assertThat(stopwatches.due()).hasValue(NOW + 20_000);

        take();
        assertThat(stopwatches.due()).isEmpty();
        long late = 500_001 * HOUR - 10_000;
        done(job(NOW, "a"), 5, late);
        assertThat(stopwatches.due()).hasValue(500_001 * HOUR);
        assertThat(take().getFirst().hour()).isEqualTo(500_000 * HOUR);
    }

    @Test
    void beyond_so_many_lines_the_others_are_measured_together() {
        for (int i = 0; i < Stopwatches.MOST_LINES + 50; i++) {
            done(job(NOW, "t" + i), 5, NOW);
        }

        List<Command.WriteTimes> taken = take();
        assertThat(taken).hasSize(Stopwatches.MOST_LINES + 1);
        assertThat(taken.getLast().type()).isEmpty();
        assertThat(taken.getLast().channel()).isEqualTo(ChannelPath.ROOT);
        assertThat(times(taken.getLast().runs()).count()).isEqualTo(50);
    }
}
