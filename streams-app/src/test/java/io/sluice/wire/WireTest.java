package io.sluice.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Control;
import io.sluice.schemas.Drop;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Stop;
import io.sluice.web.EventJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final String TREE = "acme";
    private static final Optional<byte[]> KEY = Optional.of(TREE.getBytes(UTF_8));
    private static final Optional<byte[]> NO_KEY = Optional.empty();

    private final long seed = System.nanoTime();
    private final RandomWords words = new RandomWords(new SplittableRandom(seed), TREE);

    @Test
    void every_command_comes_back_as_it_was_sent() {
        for (int round = 0; round < 200; round++) {
            for (Command command : words.everyCommand()) {
                boolean aboutThePartition = command instanceof Command.ConfigureFile;
                Cause cause = new Cause(
                        aboutThePartition ? "" : TREE, Optional.of(words.job().uuid()), "somebody");

                Decoded decoded =
                        Wire.bundled().command(aboutThePartition ? NO_KEY : KEY, WireBytes.command(command, cause));

                assertThat(decoded).as("seed " + seed).isEqualTo(new Decoded(command, cause));
            }
        }
    }

    @Test
    void every_report_comes_back_as_it_was_sent() {
        Set<Class<?>> keyless = Set.of(Command.Heartbeat.class, Command.Tick.class);
        for (int round = 0; round < 200; round++) {
            for (Command report : words.everyReport()) {
                boolean ofTree = !keyless.contains(report.getClass());

                Decoded decoded = Wire.bundled().report(ofTree ? KEY : NO_KEY, WireBytes.report(report));

                assertThat(decoded.command()).as("seed " + seed).isEqualTo(report);
                assertThat(decoded.cause().tree()).isEqualTo(ofTree ? TREE : "");
                assertThat(decoded.cause().by()).isEqualTo(report instanceof Command.Tick ? "sluice" : "w1");
            }
        }
    }

    @Test
    void every_event_comes_back_as_it_was_recorded() {
        Random shuffle = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Event> events = new ArrayList<>(words.everyEvent(500));
            Collections.shuffle(events, shuffle);
            List<Recorded> recorded = recorded(events, 500, new Cause(TREE, Optional.empty(), "somebody"), 1 + round);

            List<Message> messages = Wire.bundled().messages(recorded);

            assertThat(messages).hasSize(1);
            assertThat(messages.getFirst().topic()).isEqualTo("sluice.events");
            assertThat(read(messages)).as("seed " + seed).isEqualTo(recorded);
        }
    }

    @Test
    void every_event_can_be_shown_as_a_document() {
        Cause cause = new Cause(TREE, Optional.empty(), "x");
        List<Event> all = new ArrayList<>(words.everyEvent(500));
        all.add(words.file());

        for (Recorded recorded : recorded(all, 500, cause, 1)) {
            String name = recorded.event().getClass().getSimpleName();
            assertThat(EventJson.line(recorded)).contains("\"event\":\"" + name + "\"");
        }
    }

    @Test
    void the_releases_of_one_bundle_take_a_third_and_come_back_one_for_each_job() {
        List<Event> events = new ArrayList<>();
        BundleId bundle = words.bundle();
        for (int i = 0; i < 1000; i++) {
            events.add(released(bundle, "mail"));
        }
        long apart = events.stream()
                .mapToLong(event -> Wire.bundled()
                        .messages(recorded(List.of(event), 5, new Cause(TREE, Optional.empty(), "x"), 1))
                        .getFirst()
                        .value()
                        .length)
                .sum();
        List<Event> mixed = new ArrayList<>(events);
        mixed.add(2, new Event.NothingChanged());
        mixed.add(released(words.bundle(), "mail"));
        mixed.add(released(bundle, "other type"));

        List<Message> together =
                Wire.bundled().messages(recorded(events, 5, new Cause(TREE, Optional.empty(), "x"), 1));
        List<Recorded> all = recorded(mixed, 5, new Cause(TREE, Optional.empty(), "x"), 7);

        assertThat(together).hasSize(1);
        assertThat((long) together.getFirst().value().length).isLessThan(apart / 3);
        assertThat(read(Wire.bundled().messages(all))).isEqualTo(all);
    }

    private Event released(BundleId bundle, String type) {
        return new Event.JobReleased(words.job(), ChannelPath.ROOT, type, 1, bundle, "sluice.channel.root");
    }

    @Test
    void an_event_of_no_tree_has_no_key_and_no_number() {
        List<Recorded> recorded = List.of(
                new Recorded("", 0, 5, new Cause("", Optional.empty(), "x"), new Event.FileConfigured("root:1")),
                new Recorded("", 0, 5, new Cause("", Optional.empty(), "x"), words.file()));

        List<Message> messages = Wire.bundled().messages(recorded);

        assertThat(messages).hasSize(2).allMatch(message -> message.key().isEmpty());
        assertThat(read(messages)).isEqualTo(recorded);
    }

    @Test
    void what_differs_in_cause_time_or_number_stands_apart() {
        Cause cause = new Cause(TREE, Optional.empty(), "x");
        Event event = new Event.ChannelResumed(ChannelPath.ROOT);
        List<Recorded> recorded = List.of(
                new Recorded(TREE, 1, 5, cause, event),
                new Recorded(TREE, 2, 5, cause, event),
                new Recorded(TREE, 3, 6, cause, event),
                new Recorded(TREE, 4, 6, new Cause(TREE, Optional.empty(), "y"), event),
                new Recorded("b", 5, 6, new Cause("b", Optional.empty(), "y"), event));

        List<Message> messages = Wire.bundled().messages(recorded);

        assertThat(messages).hasSize(4);
        assertThat(read(messages)).isEqualTo(recorded);
    }

    @Test
    void many_large_events_are_cut_into_records_of_at_most_a_mebibyte() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(new Event.JobSubmitted(jobOf(300 * 1024)));
        }
        List<Recorded> recorded = recorded(events, 500, new Cause(TREE, Optional.empty(), "x"), 1);

        List<Message> messages = Wire.bundled().messages(recorded);

        assertThat(messages).hasSizeGreaterThan(2).allMatch(message -> message.value().length <= 1024 * 1024);
        assertThat(read(messages)).isEqualTo(recorded);
    }

    @Test
    void a_submission_without_an_id_of_its_own_is_known_by_its_job() {
        Command.Submit submit = new Command.Submit(words.submission());

        Decoded decoded =
                Wire.bundled().command(KEY, WireBytes.command(submit, new Cause(TREE, Optional.empty(), "somebody")));

        assertThat(decoded.cause().command()).contains(submit.job().id().uuid());
    }

    @Test
    void a_lease_check_comes_back_without_a_key() {
        for (int round = 0; round < 200; round++) {
            Command.LeaseCheck check = words.leaseCheck();

            Message message = Wire.bundled().message(new Effect.WriteLeaseCheck(check), 7);

            assertThat(message.topic()).isEqualTo("sluice.reports");
            assertThat(message.key()).isEmpty();
            assertThat(Wire.bundled().report(NO_KEY, message.value()))
                    .as("seed " + seed)
                    .isEqualTo(new Decoded(check, Cause.itself()));
        }
    }

    @Test
    void a_bundle_names_its_partition_its_lease_and_all_a_worker_needs() {
        Job job = jobOf(10);
        Message message = Wire.bundled()
                .message(
                        new Effect.Dispatch(
                                words.bundle(),
                                ChannelPath.ROOT,
                                "mail",
                                "sluice.channel.root",
                                5,
                                9000,
                                List.of(new Effect.DispatchedJob(job, 3, 2, 5, Effect.Results.NONE, 9_000)),
                                true),
                        7);

        Bundle bundle = RecordFormats.bundled().bundle().decode(message.value());
        assertThat(message.topic()).isEqualTo("sluice.channel.root");
        assertThat(message.key()).isEmpty();
        assertThat(bundle.getPartition()).isEqualTo(7);
        assertThat(bundle.getLeaseMs()).isEqualTo(9000);
        assertThat(bundle.getTree()).isEqualTo(TREE);
        assertThat(bundle.getSequential()).isTrue();
        assertThat(bundle.getJobs()).hasSize(1);
        assertThat(bundle.getJobs().getFirst().getRun()).isEqualTo(3);
        assertThat(bundle.getJobs().getFirst().getAttempt()).isEqualTo(2);
        assertThat(bundle.getJobs().getFirst().getTimeoutMs()).isEqualTo(9_000);
        assertThat(bundle.getJobs().getFirst().getPayload().array())
                .isEqualTo(job.payload().bytes());
    }

    @Test
    void results_of_parents_go_along_under_their_ids() {
        UUID parent = words.job().uuid();
        Effect.Results results = new Effect.Results(Map.of(parent, "five rows"), false);

        assertThat(bundled(results).getParentResults()).containsExactly(Map.entry(parent.toString(), "five rows"));
        assertThat(bundled(results).getParentResultsLeftOut()).isFalse();
        assertThat(bundled(new Effect.Results(Map.of(), true)).getParentResultsLeftOut())
                .isTrue();
    }

    private BundledJob bundled(Effect.Results results) {
        Effect.DispatchedJob job = new Effect.DispatchedJob(jobOf(10), 1, 1, 5, results, 0);
        Message message = Wire.bundled()
                .message(
                        new Effect.Dispatch(
                                words.bundle(),
                                ChannelPath.ROOT,
                                "mail",
                                "sluice.channel.root",
                                5,
                                9000,
                                List.of(job),
                                false),
                        7);
        return RecordFormats.bundled()
                .bundle()
                .decode(message.value())
                .getJobs()
                .getFirst();
    }

    @Test
    void a_flow_without_an_id_of_its_own_is_known_by_itself() {
        Command.SubmitFlow submit = new Command.SubmitFlow(words.flow(), "", List.of(words.submission()));

        Decoded decoded =
                Wire.bundled().command(KEY, WireBytes.command(submit, new Cause(TREE, Optional.empty(), "somebody")));

        assertThat(decoded.cause().command()).contains(submit.flow().uuid());
    }

    @Test
    void a_word_to_a_worker_is_keyed_by_the_worker() {
        Message message = Wire.bundled().message(new Effect.TellStop("w9", words.job(), 4, "cancelled"), 7);

        Control control = RecordFormats.bundled().control().decode(message.value());
        assertThat(message.topic()).isEqualTo("sluice.control");
        assertThat(message.key()).contains("w9");
        assertThat(control.getBody())
                .isInstanceOfSatisfying(
                        Stop.class, stop -> assertThat(stop.getRun()).isEqualTo(4));
    }

    @Test
    void a_worker_is_told_which_run_of_a_bundle_to_leave_out() {
        JobId job = words.job();
        Message message = Wire.bundled().message(new Effect.TellDrop("w9", job, 4, "cancelled"), 7);

        Control control = RecordFormats.bundled().control().decode(message.value());
        assertThat(message.key()).contains("w9");
        assertThat(control.getBody()).isInstanceOfSatisfying(Drop.class, drop -> {
            assertThat(drop.getJob()).isEqualTo(Ids.job(job));
            assertThat(drop.getRun()).isEqualTo(4);
        });
    }

    @Test
    void what_cannot_be_read_says_why() {
        byte[] pause =
                WireBytes.command(new Command.Pause("root", ""), new Cause(TREE, Optional.of(UUID.randomUUID()), "x"));

        assertBad(() -> Wire.bundled().command(KEY, null), "no value");
        assertBad(() -> Wire.bundled().command(KEY, "hello".getBytes(UTF_8)), "not in the wire format");
        assertBad(() -> Wire.bundled().report(KEY, pause), "schema id 1");
        assertBad(() -> Wire.bundled().command(NO_KEY, pause), "a Pause without a key");
        assertBad(() -> Wire.bundled().command(Optional.of(new byte[] {(byte) 0xC3}), pause), "no UTF-8");
        assertBad(() -> Wire.bundled().command(Optional.of("a b".getBytes(UTF_8)), pause), "\"a b\" is not a name");
        assertBad(() -> Wire.bundled().command(Optional.of(new byte[0]), pause), "no tree's name");
    }

    private static void assertBad(Runnable reading, String why) {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(reading::run)
                .withMessageContaining(why);
    }

    private static List<Recorded> recorded(List<Event> events, long at, Cause cause, long first) {
        List<Recorded> recorded = new ArrayList<>();
        events.forEach(event -> recorded.add(new Recorded(cause.tree(), first + recorded.size(), at, cause, event)));
        return recorded;
    }

    private static List<Recorded> read(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> Wire.bundled().events(message.keyBytes(), message.value()).stream())
                .toList();
    }

    private Job jobOf(int payload) {
        return Job.of(
                Submission.of(words.job(), "mail", "root", new Payload(new byte[payload], "text/plain"))
                        .described("", Map.of(), 1),
                1,
                500);
    }
}
