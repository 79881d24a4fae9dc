package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Changes;
import io.sluice.core.ChannelFile;
import io.sluice.core.ChannelOption;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.Edge;
import io.sluice.core.Failure;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Place;
import io.sluice.core.Progress;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Schedule;
import io.sluice.core.StateView;
import io.sluice.core.Submission;
import io.sluice.core.Throttle;
import io.sluice.core.Timer;
import io.sluice.core.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values come back as they went in, stay small, and grow without breaking older builds. */
class ValuesTest {

    private static final ChannelPath CHANNEL = new ChannelPath("root.shop.import");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private void often(Runnable check) {
        for (int i = 0; i < 500; i++) {
            try {
                check.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void a_job_comes_back() {
        often(() -> {
            Job job = job();
            assertThat(JobValue.read(job.id(), JobValue.write(job))).isEqualTo(job);
        });
    }

    /** An unchangeable map has another order in each process; a job that is made again from events must be the same bytes. */
    @Test
    void the_order_in_which_headers_came_is_not_written() {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            one.put("h" + i, "v");
            other.put("h" + (4 - i), "v");
        }

        assertThat(JobValue.write(withHeaders(one))).isEqualTo(JobValue.write(withHeaders(other)));
    }

    private static Job withHeaders(Map<String, String> headers) {
        JobId id = new JobId("main", new UUID(1, 2));
        Submission asked =
                Submission.of(id, "t", "root", new Payload(new byte[0], "")).described("", headers, 0);
        return Job.of(asked, 1, 1);
    }

    @Test
    void a_status_comes_back() {
        often(() -> {
            JobStatus status = status();
            assertThat(StatusValue.read(StatusValue.write(status))).isEqualTo(status);
        });
    }

    @Test
    void a_bundle_comes_back() {
        often(() -> {
            ActiveBundle bundle = bundle();
            assertThat(BundleValue.read(Keys.active(bundle.id(), bundle.channel()), BundleValue.write(bundle)))
                    .isEqualTo(bundle);
        });
    }

    @Test
    void a_channel_comes_back() {
        often(() -> {
            ChannelRecord channel = new ChannelRecord(CHANNEL);
            channel.counts.done = random.nextLong(1000);
            channel.counts.waitedMs = random.nextLong(100_000);
            some(this::limits).ifPresent(own -> channel.configure(own, random.nextLong(9)));
            channel.pause(some(() -> new StateView.Pause(text(), text(), time())));
            IntStream.range(0, random.nextInt(4))
                    .forEach(i -> channel.arrive(new ReadyLine("main", CHANNEL, i == 3 ? "" : "t" + i), place()));
            channel.shutUntil = random.nextBoolean() ? 0 : time();
            channel.served = random.nextLong(9);
            channel.ownServed = random.nextLong(9);
            channel.tokens = tokens();
            ChannelRecord read = ChannelRecord.read(Keys.channel("main", CHANNEL), channel.write());
            assertThat(read).usingRecursiveComparison().isEqualTo(channel);
        });
    }

    private Tokens tokens() {
        Limits limits = Limits.NONE.with(ChannelOption.THROTTLE, new Throttle(200, 1000));
        Tokens tokens = Tokens.NONE;
        long now = 1_000_000;
        for (int i = random.nextInt(6); i > 0; i--) {
            now += random.nextInt(30);
            tokens = tokens.take(now, limits);
        }
        return tokens;
    }

    @Test
    void a_channels_file_comes_back_with_when_its_entries_changed() {
        FileValue first = FileValue.NONE.changedTo("root:4,a:1,b.*:2\n[acme]\na:7");
        FileValue second = first.changedTo("root:4,a:2,b.*:2");
        assertThat(FileValue.read(Optional.of(second.write()))).isEqualTo(second);
        assertThat(second.since())
                .containsEntry(new ChannelFile.Name("default", new ChannelPath("root")), 1L)
                .containsEntry(new ChannelFile.Name("default", new ChannelPath("root.a")), 2L)
                .containsEntry(new ChannelFile.Name("acme", new ChannelPath("root.a")), 2L);
    }

    @Test
    void a_tree_comes_back() {
        often(() -> {
            TreeValue tree = new TreeValue(
                    random.nextLong(1 << 20),
                    time(),
                    random.nextInt(3),
                    random.nextInt(1 << 16),
                    time(),
                    time(),
                    random.nextBoolean()
                            ? Map.of()
                            : Map.of(
                                    "mail",
                                    new StateView.Pause(text(), text(), time()),
                                    "x",
                                    new StateView.Pause("", "", 0)),
                    random.nextBoolean(),
                    time(),
                    time());
            assertThat(TreeValue.read(tree.write())).isEqualTo(tree);
        });
    }

    @Test
    void an_edge_comes_back_in_at_most_three_bytes() {
        UUID child = jobId().uuid();
        for (Parent.On on : Parent.On.values()) {
            for (Edge.State state : Edge.State.values()) {
                byte[] bytes = EdgeValue.write(on, state);
                assertThat(EdgeValue.read(child, bytes)).isEqualTo(new Edge(child, on, state));
                assertThat(bytes).hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void a_flow_comes_back() {
        Flow.Action[] actions = Flow.Action.values();
        often(() -> {
            FlowValue flow = new FlowValue(
                    text(),
                    time(),
                    time(),
                    new Flow.Progress(time(), time(), time(), time()),
                    time(),
                    some(() -> new Flow.Sweep(actions[random.nextInt(actions.length)], text(), time(), time())));
            assertThat(FlowValue.read(flow.write())).isEqualTo(flow);
        });
    }

    @Test
    void facts_about_a_worker_come_back() {
        often(() -> {
            StateView.WorkerFacts facts =
                    new StateView.WorkerFacts(random.nextInt(100), Set.of("x", text() + "y"), Set.of());
            assertThat(WorkerValue.read(WorkerValue.write(facts))).isEqualTo(facts);
        });
    }

    @Test
    void a_timer_comes_back() {
        often(() -> {
            Timer timer = timer();
            assertThat(TimerValue.read(Keys.timer(timer.due(), timer.subject()), TimerValue.write(timer)))
                    .isEqualTo(timer);
        });
    }

    @Test
    void a_schedule_comes_back() {
        often(() -> {
            Schedule.Overlap[] overlaps = Schedule.Overlap.values();
            Schedule.Misfire[] misfires = Schedule.Misfire.values();
            Schedule schedule = new Schedule(
                    "nightly",
                    text(),
                    text(),
                    job().asked(),
                    overlaps[random.nextInt(overlaps.length)],
                    misfires[random.nextInt(misfires.length)],
                    random.nextBoolean());
            Schedule.Kept kept = new Schedule.Kept(schedule, number(), number(), some(() -> jobId().uuid()));
            assertThat(ScheduleValue.read("acme", "nightly", ScheduleValue.write(kept)))
                    .isEqualTo(kept);
        });
    }

    @Test
    void a_job_with_200_bytes_of_payload_costs_at_most_330_bytes() {
        Job job = Job.of(
                Submission.of(
                                new JobId("main", UUID.fromString("01920000-0000-7000-8000-000000000001")),
                                "send-invoice",
                                CHANNEL.text(),
                                new Payload(new byte[200], "application/json"))
                        .with(Submission.Options.NONE.withMaxAttempts(5).withRetry(RetryPolicy.DEFAULT))
                        .described("", Map.of(), 1_790_000_000_000L),
                1_000_000,
                1_790_000_000_050L);
        assertThat(Keys.job(job.id()).length + JobValue.write(job).length).isLessThanOrEqualTo(330);
    }

    @Test
    void a_DONE_status_costs_at_most_60_bytes() {
        JobStatus done = new JobStatus(
                JobState.DONE,
                1,
                1,
                OptionalLong.empty(),
                "host-17-a1b2c3d4",
                1_790_000_000_000L,
                1_790_000_000_050L,
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                0,
                Changes.NONE,
                "");
        byte[] key = Keys.status(new JobId("main", new UUID(1, 2)));
        assertThat(key.length + StatusValue.write(done).length).isLessThanOrEqualTo(60);
    }

    @Test
    void fields_that_a_newer_build_put_behind_are_skipped() {
        byte[] newer = ValueWriter.version(1)
                .number(7)
                .number(8)
                .number(1)
                .number(2)
                .number(3)
                .number(4)
                .number(0)
                .flag(false)
                .number(0)
                .number(0)
                .text("something new")
                .toBytes();
        assertThat(TreeValue.read(newer)).isEqualTo(new TreeValue(7, 8, 1, 2, 3, 4, Map.of(), false, 0, 0));
    }

    @Test
    void fields_that_an_older_build_did_not_write_are_zero() {
        assertThat(TreeValue.read(ValueWriter.version(1).number(7).toBytes())).isEqualTo(new TreeValue(7, 0, 0, 0));
    }

    @Test
    void an_unknown_version_is_refused() {
        assertThatThrownBy(() -> TreeValue.read(ValueWriter.version(9).toBytes()))
                .hasMessageContaining("version 9")
                .hasMessageContaining("reads 1");
    }

    // ---- anything

    private Job job() {
        return Job.of(
                new Submission(
                        jobId(),
                        "type-" + random.nextInt(10),
                        CHANNEL.text(),
                        new Payload(text().getBytes(StandardCharsets.UTF_8), text()),
                        new Submission.Options(
                                random.nextInt(),
                                number(),
                                smallNumber(),
                                some(this::policy),
                                number(),
                                number(),
                                some(this::dedup)),
                        random.nextBoolean() ? List.of() : List.of(parent(), parent()),
                        some(() -> jobId().uuid()),
                        some(() -> jobId().uuid()),
                        text(),
                        random.nextBoolean() ? Map.of() : Map.of("a", text(), text() + "b", "c"),
                        time()),
                time(),
                time());
    }

    private JobStatus status() {
        JobState[] states = JobState.values();
        return new JobStatus(
                states[random.nextInt(states.length)],
                random.nextInt(9),
                random.nextInt(300),
                number(),
                text(),
                time(),
                time(),
                some(() -> new Failure(text(), text(), text())),
                some(this::text),
                text(),
                random.nextBoolean(),
                random.nextInt(4),
                random.nextBoolean()
                        ? Changes.NONE
                        : new Changes(smallNumber(), some(() -> CHANNEL), smallNumber(), number()),
                text(),
                random.nextInt(4),
                some(this::progress),
                random.nextBoolean(),
                time());
    }

    private Progress progress() {
        return new Progress(random.nextInt(101), text());
    }

    private ActiveBundle bundle() {
        List<ActiveBundle.Member> members = Stream.generate(() -> new ActiveBundle.Member(
                        jobId().uuid(),
                        random.nextInt(9),
                        random.nextInt(9),
                        place(),
                        random.nextBoolean(),
                        text(),
                        random.nextBoolean(),
                        some(this::progress)))
                .limit(1 + random.nextInt(4))
                .toList();
        List<String> claimants =
                Stream.generate(this::text).limit(random.nextInt(3)).toList();
        return new ActiveBundle(new BundleId("acme", time()), CHANNEL, "t", text(), time(), members, claimants, time());
    }

    private Timer timer() {
        Command.Timed command = switch (random.nextInt(14)) {
            case 0 -> new Command.JobDue(jobId(), time());
            case 1 -> new Command.WorkerDue(text());
            case 2 -> new Command.TopicDue(text());
            case 3 -> new Command.ReleaseDue(new BundleId("acme", time()));
            case 4 -> new Command.CascadeDue(jobId());
            case 5 -> new Command.FlowDue(new FlowId("acme", jobId().uuid()));
            case 6 -> new Command.ScheduleDue(text(), text(), time());
            // jobs
            case 7 -> new Command.ExpireDue(jobId(), time());
            case 8 -> new Command.DedupDue(text(), jobId());
            case 9 -> new Command.PurgeDue(text(), CHANNEL, random.nextBoolean(), time(), time(), text());
            case 10 -> new Command.PurgeJobDue(jobId(), time());
            case 11 -> new Command.SweepDue(text(), jobId().uuid());
            case 12 -> new Command.RetentionDue(text(), text(), random.nextBoolean());
            default -> new Command.TypeDue(text(), text());
        };
        Timer first = Timer.at(time(), command);
        return new Timer(first.due(), first.subject(), random.nextInt(3), command);
    }

    private Dedup dedup() {
        Dedup.Mode[] modes = Dedup.Mode.values();
        return new Dedup(
                text() + "k", modes[random.nextInt(modes.length)], random.nextBoolean(), random.nextLong(1_000_000));
    }

    private Parent parent() {
        Parent.On[] ends = Parent.On.values();
        return new Parent(jobId().uuid(), ends[random.nextInt(ends.length)]);
    }

    private Limits limits() {
        Limits limits = new Limits(smallNumber(), Map.of());
        limits = random.nextBoolean() ? limits : limits.with(ChannelOption.TOPIC, true);
        limits = random.nextBoolean()
                ? limits
                : limits.with(ChannelOption.THROTTLE, new Throttle(5, 1 + random.nextInt(100_000)));
        return random.nextBoolean() ? limits : limits.with(ChannelOption.RETRY, policy());
    }

    private RetryPolicy policy() {
        return switch (random.nextInt(3)) {
            case 0 -> new RetryPolicy.Fixed(random.nextInt(1000));
            case 1 -> new RetryPolicy.Exponential(random.nextInt(1000), 1 + random.nextInt(90) / 10.0, 5000, 0.25);
            default ->
                new RetryPolicy.Steps(new TreeMap<>(
                        Map.of(1, new RetryPolicy.Wait(5, 5), 2 + random.nextInt(9), new RetryPolicy.Wait(7, 7000))));
        };
    }

    private Place place() {
        return new Place(random.nextInt(), time());
    }

    private JobId jobId() {
        return new JobId("acme", new UUID(random.nextLong(), random.nextLong()));
    }

    private long time() {
        return random.nextInt(4) == 0 ? 0 : random.nextLong(2_000_000_000_000L);
    }

    private String text() {
        return random.nextInt(3) == 0 ? "" : "é" + Integer.toString(random.nextInt(), 36);
    }

    private OptionalLong number() {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(time());
    }

    private OptionalInt smallNumber() {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(100));
    }

    private <T> Optional<T> some(Supplier<T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
    }
}
