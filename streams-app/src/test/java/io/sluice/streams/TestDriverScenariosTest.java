package io.sluice.streams;

import io.sluice.contract.RecordEngine;
import io.sluice.contract.RecordScenarios;
import io.sluice.contract.ScenarioSuite;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.state.Reads;
import io.sluice.wire.WireBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class TestDriverScenariosTest implements ScenarioSuite, RecordScenarios {

    @TempDir
    private Path stateDir;

    private TestShell shell;

    @Override
    public RecordEngine engine() {
        shell = new TestShell(stateDir, 1);
        return new Driven(shell);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    /** The topology on RocksDB, in time that jumps to whatever the topology asked to be woken for. */
    private static final class Driven implements RecordEngine {

        private static final long A_MINUTE = 60_000;
        /** As far as time jumps at once: workers say that they are alive in between. */
        private static final long A_LEAP = 500;

        private final TestShell shell;
        private final List<Recorded> events = new ArrayList<>();
        private final List<Release> released = new ArrayList<>();
        private final List<DeadLetter> dead = new ArrayList<>();

        Driven(TestShell shell) {
            this.shell = shell;
        }

        @Override
        public void command(String tree, Command command) {
            shell.command(tree, command);
        }

        @Override
        public void report(String tree, Command report) {
            shell.report(Optional.of(tree), report);
        }

        @Override
        public void heartbeat(String tree, Command.Heartbeat heartbeat) {
            shell.report(Optional.empty(), heartbeat);
        }

        @Override
        public void channelsFile(String tree, String text) {
            send(Optional.empty(), WireBytes.command(new Command.ConfigureFile(text), Cause.itself()));
        }

        @Override
        public void bytes(String tree, byte[] value) {
            send(Optional.of(tree), value);
        }

        private void send(Optional<String> key, byte[] value) {
            shell.send(Topics.JOBS, new TestRecord<>(key.map(TestShell::utf8).orElse(null), value));
        }

        @Override
        public List<DeadLetter> deadLetters(String tree) {
            shell.read(Topics.DEAD_LETTERS)
                    .forEach(record -> dead.add(new DeadLetter(
                            "",
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.value(),
                            TestShell.header(record.headers(), "sluice-cause"))));
            return dead.stream().filter(letter -> letter.key().equals(tree)).toList();
        }

        @Override
        public int partition(String tree) {
            return 0;
        }

        @Override
        public List<Recorded> events(String tree) {
            events.addAll(shell.events());
            return events.stream()
                    .filter(recorded -> recorded.tree().equals(tree))
                    .toList();
        }

        @Override
        public List<Release> released(String tree) {
            shell.read(Topics.channelTopic("root")).stream()
                    .flatMap(record -> Release.in(record.value()))
                    .forEach(released::add);
            return released.stream()
                    .filter(release -> release.bundle().tree().equals(tree))
                    .toList();
        }

        @Override
        public Optional<Seen> seen(JobId job) {
            return reads().job(job).map(Seen::of);
        }

        @Override
        public long count(String tree, JobFilter filter) {
            return reads().count(tree, filter, shell.now()).jobs();
        }

        private Reads reads() {
            return new Reads(RocksStore.reads(shell.driver.getKeyValueStore(JobTopology.STATE)));
        }

        @Override
        public void await(String what, BooleanSupplier holds) {
            long until = shell.now() + A_MINUTE;
            while (!holds.getAsBoolean()) {
                OptionalLong delay = shell.wanted.getOrDefault(0, OptionalLong.empty());
                if (shell.now() > until || delay.isEmpty()) {
                    throw new AssertionError("in a minute there is no " + what + "; there was " + events);
                }
                shell.advance(Duration.ofMillis(Math.clamp(delay.getAsLong(), 1, A_LEAP)));
                shell.report(Optional.empty(), new Command.Tick());
            }
        }

        @Override
        public long now() {
            return shell.now();
        }

        @Override
        public void close() {
            shell.close();
        }
    }
}
