package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.Payload;
import io.sluice.core.Place;
import io.sluice.core.RetryPolicy;
import io.sluice.core.StateView;
import io.sluice.core.Timer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
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
            some(this::limits).ifPresent(channel::configure);
            channel.pause(some(() -> new StateView.Pause(text(), text(), time())));
            IntStream.range(0, random.nextInt(4)).forEach(i -> channel.arrive("t" + i, place()));
            ChannelRecord read = ChannelRecord.read(Keys.channel("main", CHANNEL), channel.write());
            assertThat(read).usingRecursiveComparison().isEqualTo(channel);
        });
    }

    @Test
    void a_tree_comes_back() {
        often(() -> {
            TreeValue tree =
                    new TreeValue(random.nextLong(1 << 20), time(), random.nextInt(3), random.nextInt(1 << 16));
            assertThat(TreeValue.read(tree.write())).isEqualTo(tree);
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
    void a_job_with_200_bytes_of_payload_costs_at_most_330_bytes() {
        Job job = new Job(
                new JobId("main", UUID.fromString("01920000-0000-7000-8000-000000000001")),
                "send-invoice",
                CHANNEL,
                new Payload(new byte[200], "application/json"),
                10,
                OptionalLong.empty(),
                OptionalInt.of(5),
                Optional.of(RetryPolicy.DEFAULT),
                "",
                Map.of(),
                1_790_000_000_000L,
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
                false);
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
                .text("something new")
                .toBytes();
        assertThat(TreeValue.read(newer)).isEqualTo(new TreeValue(7, 8, 1, 2));
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
        return new Job(
                jobId(),
                "type-" + random.nextInt(10),
                CHANNEL,
                new Payload(text().getBytes(StandardCharsets.UTF_8), text()),
                random.nextInt(),
                number(),
                smallNumber(),
                some(this::policy),
                text(),
                random.nextBoolean() ? Map.of() : Map.of("a", text(), text() + "b", "c"),
                time(),
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
                random.nextBoolean());
    }

    private ActiveBundle bundle() {
        List<ActiveBundle.Member> members = Stream.generate(() -> new ActiveBundle.Member(
                        jobId().uuid(), random.nextInt(9), random.nextInt(9), place(), random.nextBoolean(), text()))
                .limit(1 + random.nextInt(4))
                .toList();
        List<String> claimants =
                Stream.generate(this::text).limit(random.nextInt(3)).toList();
        return new ActiveBundle(new BundleId("acme", time()), CHANNEL, "t", text(), time(), members, claimants, time());
    }

    private Timer timer() {
        Command.Timed command = switch (random.nextInt(5)) {
            case 0 -> new Command.JobDue(jobId(), time());
            case 1 -> new Command.WorkerDue(text());
            case 2 -> new Command.TopicDue(text());
            case 3 -> new Command.ReleaseDue(new BundleId("acme", time()));
            default -> new Command.TypeDue(text(), text());
        };
        Timer first = Timer.at(time(), command);
        return new Timer(first.due(), first.subject(), random.nextInt(3), command);
    }

    private Limits limits() {
        return new Limits(smallNumber(), random.nextBoolean(), smallNumber(), some(this::policy));
    }

    private RetryPolicy policy() {
        return random.nextBoolean()
                ? new RetryPolicy.Fixed(random.nextInt(1000))
                : new RetryPolicy.Exponential(random.nextInt(1000), 1 + random.nextDouble(), 5000, random.nextDouble());
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
