package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.Main;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Scheduler;
import io.sluice.core.SoftFacts;
import io.sluice.core.Submission;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.schemas.Topics;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import io.sluice.web.Answers;
import io.sluice.web.Queries;
import io.sluice.wire.Message;
import io.sluice.wire.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code sluice state --at} over the events of a hundred thousand jobs, which the rules have made. */
class StateAtIT {

    private static final int JOBS = 100_000;
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final BrokerProcess broker = SharedBroker.start("state-at", Map.of());
    private final InMemoryStore store = new InMemoryStore();
    private final StoredState state = StoredState.open(store, 1);
    private final Scheduler scheduler = new Scheduler(state, new Scheduler.Settings(0, 3_600_000));
    private final List<Message> log = new ArrayList<>();
    private long now = START;
    private int runs;

    /** What the channels said at some times. */
    private final Map<Long, Answers.Channels> were = new HashMap<>();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void the_channels_are_shown_as_they_were() throws Exception {
        send("", new Command.ConfigureFile("root:64,root.a:8,root.b:*"));
        send("", new Command.Heartbeat("w", 64, Set.of("sluice.channel.root"), Set.of("t"), List.of(), false));
        for (int i = 0; i < JOBS; i++) {
            now += i % 4 == 0 ? 1 : 0;
            submit(i);
            if (i == JOBS / 3) {
                send("main", new Command.Pause("root.a", "night"));
            } else if (i == JOBS / 2) {
                send("main", new Command.Configure("root.b:3"));
                send("main", new Command.Resume("root.a"));
            }
            if (i % 10_000 == 9_999) {
                now++;
                were.put(now, channels());
                now++;
            }
        }
        write();

        List<Long> times = were.keySet().stream().sorted().toList();
        for (long time : List.of(times.getFirst(), times.get(3), times.getLast())) {
            Answers.Channels then = Answers.json().readValue(state(time), Answers.Channels.class);
            assertThat(then.channels()).isEqualTo(were.get(time).channels());
        }
        assertThat(state(START - 1)).contains("\"events\":0");
    }

    private Answers.Channels channels() {
        return new Queries(0, store, SoftFacts.none(0)).channels("main", Optional.empty(), 1_000);
    }

    private void submit(int number) {
        JobId id = new JobId("main", new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L + number));
        String channel = number % 3 == 0 ? "root.a" : "root.b";
        Payload payload = new Payload("{}".getBytes(), "application/json");
        send("main", new Command.Submit(Submission.of(id, "t", channel, payload)));
    }

    private void send(String tree, Command command) {
        take(scheduler.handle(command, new Cause(tree, Optional.empty(), "test"), now));
        Output released = scheduler.release(now, 64);
        take(released);
        released.effects().forEach(this::run);
    }

    /** Every tenth run fails, so that something is left. */
    private void run(Effect effect) {
        if (effect instanceof Effect.Dispatch dispatch) {
            dispatch.jobs().forEach(job -> {
                Command.Outcome outcome = new Command.Outcome(
                        dispatch.bundle(), job.job().id(), job.run(), now, now, new Command.Done(Optional.empty()));
                take(scheduler.handle(
                        new Command.Outcomes("w", List.of(outcome)), new Cause("main", Optional.empty(), "w"), now));
            });
        }
    }

    private void take(Output output) {
        log.addAll(Wire.bundled().messages(output.events()));
    }

    private void write() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 1, (short) 1)))
                    .all()
                    .get();
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            log.forEach(message -> producer.send(
                    new ProducerRecord<>(Topics.EVENTS, 0, message.keyBytes().orElse(null), message.value())));
        }
    }

    private String state(long time) {
        StringWriter out = new StringWriter();
        Path directory = broker.dataDirectory().resolveSibling("scratch");
        int exit = Main.run(
                new PrintWriter(out),
                new PrintWriter(System.out),
                "state",
                "--at",
                Instant.ofEpochMilli(time).toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--directory",
                directory.toString(),
                "--json");
        assertThat(exit).as(out.toString()).isZero();
        assertThat(directory).isEmptyDirectory();
        return out.toString();
    }
}
