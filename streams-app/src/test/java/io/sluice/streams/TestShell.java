package io.sluice.streams;

import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Topics;
import io.sluice.state.InMemoryStore;
import io.sluice.wire.TreePartitions;
import io.sluice.wire.Wire;
import io.sluice.wire.WireBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in a test driver: partition 0 of however many, time by hand, ticks by hand. */
final class TestShell implements AutoCloseable {

    static final long START = 1_700_000_000_000L;

    final ShellCounts counts = new ShellCounts();
    final OpenPartitions open = new OpenPartitions();
    final Map<Integer, OptionalLong> wanted = new TreeMap<>();
    PartitionListener listener = PartitionListener.Opening.NONE.opened(0, new InMemoryStore());
    final TopologyTestDriver driver;
    private final int partitions;
    private long now = START;

    TestShell(Path stateDir, int partitions) {
        this(stateDir, partitions, Rules.Opening.stored(partitions, 15_000, Carry.DEFAULT));
    }

    TestShell(Path stateDir, int partitions, Rules.Opening opening) {
        this.partitions = partitions;
        Clock clock = new Clock(() -> now, () -> TimeUnit.MILLISECONDS.toNanos(now));
        Shell shell = new Shell(
                partitions,
                opening,
                Wire.bundled(),
                clock,
                wakeups(),
                new CommitPolicies(counts),
                open,
                counts,
                (any, state) -> told());
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(
                JobTopology.around(() -> new SchedulerProcessor(shell)), properties, Instant.ofEpochMilli(START));
    }

    /** A tree that lives on partition 0, or on another one. */
    String tree(boolean here) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "t" + i)
                .filter(tree -> (TreePartitions.of(tree, partitions) == 0) == here)
                .findFirst()
                .orElseThrow();
    }

    static Submission job(String tree, UUID id, OptionalLong eta) {
        return Submission.of(
                        new JobId(tree, id),
                        "mail",
                        "",
                        new Payload("hello".getBytes(StandardCharsets.UTF_8), "text/plain"))
                .with(eta.isPresent() ? Submission.Options.NONE.withEta(eta.getAsLong()) : Submission.Options.NONE)
                .described("", Map.of(), START);
    }

    void command(String tree, Command command) {
        byte[] value = WireBytes.command(command, new Cause(tree, Optional.of(UUID.randomUUID()), "somebody"));
        send(Topics.JOBS, new TestRecord<>(utf8(tree), value));
    }

    void report(Optional<String> tree, Command report) {
        send(Topics.REPORTS, new TestRecord<>(tree.map(TestShell::utf8).orElse(null), WireBytes.report(report)));
    }

    void send(String topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    void workerIsAlive(String worker) {
        report(
                Optional.empty(),
                new Command.Heartbeat(
                        worker, 4, Set.of(Topics.channelTopic("root")), Set.of("mail"), List.of(), false));
    }

    void advance(Duration by) {
        now += by.toMillis();
        driver.advanceWallClockTime(by);
    }

    long now() {
        return now;
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    List<Recorded> events() {
        return read(Topics.EVENTS).stream()
                .flatMap(record -> Wire.bundled().events(Optional.ofNullable(record.key()), record.value()).stream())
                .toList();
    }

    List<Bundle> bundles() {
        return read(Topics.channelTopic("root")).stream()
                .map(record -> RecordFormats.bundled().bundle().decode(record.value()))
                .toList();
    }

    static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private PartitionListener told() {
        return new PartitionListener() {
            @Override
            public void decided(Output output) {
                listener.decided(output);
            }

            @Override
            public void heard(Command.Heartbeat beat, long now) {
                listener.heard(beat, now);
            }

            @Override
            public boolean waits() {
                return listener.waits();
            }

            @Override
            public void committed() {
                listener.committed();
            }
        };
    }

    private Wakeups wakeups() {
        return new Wakeups() {
            @Override
            public void opened(int partition) {}

            @Override
            public void next(int partition, OptionalLong delayMs) {
                wanted.put(partition, delayMs);
            }

            @Override
            public void handled(int partition) {}

            @Override
            public void closed(int partition) {
                wanted.remove(partition);
            }
        };
    }

    @Override
    public void close() {
        driver.close();
    }
}
