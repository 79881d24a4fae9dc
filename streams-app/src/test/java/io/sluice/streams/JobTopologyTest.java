package io.sluice.streams;

import static io.sluice.streams.TestShell.header;
import static io.sluice.streams.TestShell.job;
import static io.sluice.streams.TestShell.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.BundleId;
import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.core.SoftFacts;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.Topics;
import io.sluice.wire.WireBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTopologyTest {

    private static final OptionalLong NO_ETA = OptionalLong.empty();

    @TempDir
    Path stateDir;

    @Test
    void the_topology_is_the_approved_one() throws IOException {
        String described = JobTopology.around(() -> new SchedulerProcessor(null))
                .describe()
                .toString();

        assertThat(described
                        .replaceAll("\\$\\$Lambda[^,)\\]\\s]*", "<function>")
                        .strip())
                .isEqualTo(approved().strip());
    }

    private static String approved() throws IOException {
        try (InputStream in = JobTopologyTest.class.getResourceAsStream("topology.approved.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_job_is_stored_and_released_as_soon_as_a_worker_is_there() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            UUID id = UUID.randomUUID();
            shell.command("main", new Command.Submit(job("main", id, NO_ETA)));
            assertThat(shell.bundles()).isEmpty();

            shell.workerIsAlive("w1");

            assertThat(shell.bundles()).singleElement().satisfies(bundle -> {
                assertThat(bundle.getTree()).isEqualTo("main");
                assertThat(bundle.getPartition()).isZero();
                assertThat(bundle.getJobs()).hasSize(1);
            });
            assertThat(shell.events())
                    .extracting(recorded -> (Object) recorded.event().getClass())
                    .containsExactly(Event.JobSubmitted.class, Event.JobReleased.class);
        }
    }

    @Test
    void events_are_keyed_by_tree_and_carry_the_partitions_time() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.advance(Duration.ofSeconds(5));
            shell.command("acme", new Command.Submit(job("acme", UUID.randomUUID(), NO_ETA)));

            assertThat(shell.read(Topics.EVENTS)).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo(utf8("acme"));
                assertThat(record.timestamp()).isEqualTo(shell.now());
            });
        }
    }

    @Test
    void a_tick_makes_a_due_job_ready_and_the_next_one_is_asked_for_in_time() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.workerIsAlive("w1");
            shell.command(
                    "main", new Command.Submit(job("main", UUID.randomUUID(), OptionalLong.of(shell.now() + 2000))));
            assertThat(shell.wanted.get(0)).hasValue(2000);
            assertThat(shell.bundles()).isEmpty();

            shell.advance(Duration.ofSeconds(2));
            shell.report(Optional.empty(), new Command.Tick());

            assertThat(shell.bundles()).hasSize(1);
        }
    }

    @Test
    void a_lease_check_goes_to_the_own_partition_without_a_key() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.command("main", new Command.Submit(job("main", UUID.randomUUID(), NO_ETA)));
            shell.workerIsAlive("w1");
            Bundle bundle = shell.bundles().getFirst();
            shell.report(
                    Optional.of("main"),
                    new Command.Claimed(
                            "w1", List.of(new Command.Claim(new BundleId("main", bundle.getNumber()), false))));
            shell.events();

            // Nothing is heard of the worker any more.
            for (int second = 0; second < 40; second++) {
                shell.advance(Duration.ofSeconds(1));
                shell.report(Optional.empty(), new Command.Tick());
            }

            // The test driver feeds what is written to an input topic back in, as the broker does.
            assertThat(shell.read(Topics.REPORTS)).isNotEmpty().allSatisfy(record -> {
                assertThat(record.key()).isNull();
                assertThat(record.timestamp()).isGreaterThan(TestShell.START);
            });
            assertThat(shell.events())
                    .extracting(recorded -> (Object) recorded.event().getClass())
                    .contains(Event.JobLost.class);
        }
    }

    @Test
    void what_is_no_command_becomes_a_dead_letter_with_its_cause_and_place() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.send(Topics.JOBS, new TestRecord<>(utf8("main"), utf8("hello")));
            shell.command("main", new Command.Submit(job("main", UUID.randomUUID(), NO_ETA)));

            assertThat(shell.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(utf8("main"));
                assertThat(letter.value()).isEqualTo(utf8("hello"));
                assertThat(letter.timestamp()).isEqualTo(TestShell.START);
                assertThat(header(letter.headers(), "sluice-cause")).contains("not in the wire format");
                assertThat(header(letter.headers(), "sluice-topic")).isEqualTo("sluice.jobs");
                assertThat(header(letter.headers(), "sluice-partition")).isEqualTo("0");
                assertThat(header(letter.headers(), "sluice-offset")).isEqualTo("0");
            });
            assertThat(shell.counts.snapshot().deadLetters()).isEqualTo(1);
            assertThat(shell.events()).as("the stream goes on").hasSize(1);
        }
    }

    @Test
    void a_dead_letter_that_is_too_large_to_keep_leaves_its_value_out() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.send(Topics.JOBS, new TestRecord<>(utf8("main"), new byte[Outbox.LARGEST_COPY + 1]));

            assertThat(shell.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isNull();
                assertThat(header(letter.headers(), "sluice-value-left-out")).isEqualTo("5242881");
            });
        }
    }

    @Test
    void a_record_on_a_wrong_partition_is_sent_on_once_and_then_put_aside() {
        try (TestShell shell = new TestShell(stateDir, 8)) {
            String elsewhere = shell.tree(false);
            shell.command(elsewhere, new Command.Submit(job(elsewhere, UUID.randomUUID(), NO_ETA)));

            // The test driver has one partition only, so what is sent on comes back wrong.
            assertThat(shell.read(Topics.JOBS)).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo(utf8(elsewhere));
                assertThat(record.headers().lastHeader("sluice-forwarded")).isNotNull();
            });
            assertThat(shell.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(header(letter.headers(), "sluice-cause"))
                            .contains("wrong partition again")
                            .contains("of 8"));
            assertThat(shell.events()).isEmpty();
            assertThat(shell.counts.snapshot().forwarded()).isEqualTo(1);
            assertThat(shell.counts.snapshot().deadLetters()).isEqualTo(1);
        }
    }

    @Test
    void what_belongs_to_no_tree_stays_where_it_was_sent() {
        try (TestShell shell = new TestShell(stateDir, 8)) {
            shell.workerIsAlive("w1");
            shell.report(Optional.empty(), new Command.Tick());
            byte[] file = WireBytes.command(
                    new Command.ConfigureFile("root:3"), new Cause("", Optional.of(UUID.randomUUID()), "somebody"));
            shell.send(Topics.JOBS, new TestRecord<>(null, file));

            assertThat(shell.events()).extracting(Recorded::event).containsExactly(new Event.FileConfigured("root:3"));
            assertThat(shell.counts.snapshot().forwarded()).isZero();
        }
    }

    @Test
    void a_refused_command_is_an_event_and_counted() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.command("main", new Command.OnJob(new JobId("main", UUID.randomUUID()), new JobAction.Requeue()));

            assertThat(shell.events())
                    .extracting(recorded -> (Object) recorded.event().getClass())
                    .containsExactly(Event.CommandRejected.class);
            assertThat(shell.counts.snapshot().rejected()).isEqualTo(1);
        }
    }

    @Test
    void a_listener_is_told_what_was_decided_and_what_workers_say() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            List<Object> told = new ArrayList<>();
            shell.listener = new PartitionListener() {
                @Override
                public void decided(Output output) {
                    output.events()
                            .forEach(recorded -> told.add(recorded.event().getClass()));
                    output.effects().forEach(effect -> told.add(effect.getClass()));
                }

                @Override
                public void heard(Command.Heartbeat beat, long now) {
                    told.add(beat.worker());
                }
            };
            shell.command("main", new Command.Submit(job("main", UUID.randomUUID(), NO_ETA)));
            shell.workerIsAlive("w1");

            assertThat(told)
                    .containsExactly(Event.JobSubmitted.class, "w1", Event.JobReleased.class, Effect.Dispatch.class);
        }
    }

    @Test
    void a_listener_that_waits_hears_of_the_commit_before_the_next_record_which_comes_within_a_second() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            List<String> told = new ArrayList<>();
            shell.listener = new PartitionListener() {
                private boolean waits;

                @Override
                public void decided(Output output) {
                    output.events()
                            .forEach(recorded ->
                                    told.add(recorded.event().getClass().getSimpleName()));
                    waits |= !output.events().isEmpty();
                }

                @Override
                public void heard(Command.Heartbeat beat, long now) {}

                @Override
                public boolean waits() {
                    return waits;
                }

                @Override
                public void committed() {
                    told.add("committed");
                    waits = false;
                }
            };
            assertThat(shell.wanted).containsEntry(0, OptionalLong.of(0));
            shell.command("main", new Command.Submit(job("main", UUID.randomUUID(), NO_ETA)));
            assertThat(told).containsExactly("JobSubmitted");
            assertThat(shell.wanted.get(0).orElse(Long.MAX_VALUE)).isLessThanOrEqualTo(1_000);

            shell.report(Optional.empty(), new Command.Tick());
            assertThat(told).containsExactly("JobSubmitted", "committed");
            assertThat(shell.wanted.get(0).orElse(Long.MAX_VALUE)).isGreaterThan(1_000);
        }
    }

    @Test
    void a_listener_that_throws_stops_nothing() {
        try (TestShell shell = new TestShell(stateDir, 1)) {
            shell.listener = new PartitionListener() {
                @Override
                public void decided(Output output) {
                    throw new IllegalStateException("a bug");
                }

                @Override
                public void heard(Command.Heartbeat beat, long now) {
                    throw new IllegalStateException("another");
                }
            };
            shell.command("main", new Command.Submit(job("main", UUID.randomUUID(), NO_ETA)));
            shell.workerIsAlive("w1");

            assertThat(shell.bundles()).hasSize(1);
            assertThat(shell.read(Topics.DEAD_LETTERS)).isEmpty();
            assertThat(shell.counts.snapshot().listenerFailures()).isPositive();
        }
    }

    @Test
    void a_rule_that_throws_costs_its_command_only() {
        try (TestShell shell = new TestShell(stateDir, 1, failing(new IllegalStateException("a bug"), null))) {
            shell.command("main", new Command.Resume("root"));

            assertThat(shell.read(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(header(letter.headers(), "sluice-cause"))
                            .contains("a rule threw")
                            .contains("a bug"));
            assertThat(shell.counts.snapshot().ruleFailures()).isEqualTo(1);
        }
    }

    @Test
    void a_release_that_throws_costs_nothing_but_itself() {
        try (TestShell shell = new TestShell(stateDir, 1, failing(null, new IllegalStateException("a bug")))) {
            shell.command("main", new Command.Resume("root"));
            shell.command("main", new Command.Resume("root"));

            assertThat(shell.read(Topics.DEAD_LETTERS)).isEmpty();
            assertThat(shell.counts.snapshot().releaseFailures()).isEqualTo(2);
        }
    }

    @Test
    void a_release_that_throws_pauses_its_channel_and_goes_on_with_the_others() {
        int[] calls = {0};
        Event.ChannelPaused pause = new Event.ChannelPaused(ChannelPath.parse("bad"), "BUG: it threw", "sluice");
        Rules rules = new Rules() {
            @Override
            public Output handle(Command command, Cause cause, long now) {
                return orThrow(null);
            }

            @Override
            public Output release(long now, int max) {
                calls[0]++;
                return orThrow(calls[0] == 1 ? new IllegalStateException("a bug") : null);
            }

            @Override
            public Output releaseThrew(RuntimeException thrown, long now) {
                return new Output(List.of(new Recorded("main", 1, now, Cause.itself(), pause)), List.of(), true);
            }

            @Override
            public OptionalLong nextWakeup() {
                return OptionalLong.empty();
            }

            @Override
            public SoftFacts softFacts() {
                return SoftFacts.none(0);
            }
        };
        try (TestShell shell = new TestShell(
                stateDir, 1, (store, partition) -> new Rules.Opened(rules, 0, new RocksStore(store), () -> {}))) {
            shell.command("main", new Command.Resume("root"));

            assertThat(calls[0]).as("the others are released in the same go").isEqualTo(2);
            assertThat(shell.counts.snapshot().releaseFailures()).isEqualTo(1);
            assertThat(shell.events()).extracting(Recorded::event).containsExactly(pause);
        }
    }

    @Test
    void what_the_store_throws_goes_on_up() {
        try (TestShell shell = new TestShell(stateDir, 1, failing(new KafkaException("the store is gone"), null))) {
            assertThatThrownBy(() -> shell.command("main", new Command.Resume("root")))
                    .isInstanceOf(StreamsException.class)
                    .hasStackTraceContaining("the store is gone");
        }
    }

    @Test
    void a_state_of_another_partition_count_refuses_the_start_with_both_numbers() {
        Rules.Opening grown = (store, partition) -> {
            Rules.Opening.stored(4, 15_000, Carry.DEFAULT).open(store, partition);
            return Rules.Opening.stored(8, 15_000, Carry.DEFAULT).open(store, partition);
        };

        assertThatThrownBy(() -> new TestShell(stateDir, 8, grown))
                .satisfies(thrown -> assertThat(Failures.refusal(thrown))
                        .hasValueSatisfying(refusal ->
                                assertThat(refusal).hasMessageContaining("4").hasMessageContaining("8")));
    }

    @Test
    void a_partition_counts_as_open_from_its_start_to_its_end() {
        TestShell shell = new TestShell(stateDir, 1);
        assertThat(shell.open.now()).containsExactly(0);
        assertThat(shell.wanted.get(0)).as("the first tick comes at once").hasValue(0);

        shell.close();

        assertThat(shell.open.now()).isEmpty();
        assertThat(shell.wanted).isEmpty();
    }

    private static Rules.Opening failing(RuntimeException handling, RuntimeException releasing) {
        Rules rules = new Rules() {
            @Override
            public Output handle(Command command, Cause cause, long now) {
                return orThrow(handling);
            }

            @Override
            public Output release(long now, int max) {
                return orThrow(releasing);
            }

            @Override
            public Output releaseThrew(RuntimeException thrown, long now) {
                return new Output(List.of(), List.of(), false);
            }

            @Override
            public OptionalLong nextWakeup() {
                return OptionalLong.empty();
            }

            @Override
            public SoftFacts softFacts() {
                return SoftFacts.none(0);
            }
        };
        return (store, partition) -> new Rules.Opened(rules, 0, new RocksStore(store), () -> {});
    }

    private static Output orThrow(RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
        return new Output(List.of(), List.of(), false);
    }
}
