package io.sluice.core;

import io.sluice.contract.Engine;
import io.sluice.contract.ScenarioSuite;
import io.sluice.state.Reads;
import io.sluice.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

class InMemoryScenariosTest implements ScenarioSuite {

    @Override
    public Engine engine() {
        return new InMemory();
    }

    /** The rules alone, in time that jumps from one timer to the next. */
    private static final class InMemory implements Engine {

        private static final long A_MINUTE = 60_000;
        /** As far as time jumps at once: workers say that they are alive in between. */
        private static final long A_LEAP = 500;

        private final World world = new World().bundling();

        @Override
        public void command(String tree, Command command) {
            world.command(tree, command);
        }

        @Override
        public void report(String tree, Command report) {
            world.command(tree, report);
        }

        @Override
        public void heartbeat(String tree, Command.Heartbeat heartbeat) {
            world.command("", heartbeat);
        }

        @Override
        public void channelsFile(String tree, String text) {
            world.channels(text);
        }

        @Override
        public int partition(String tree) {
            return 0;
        }

        @Override
        public List<Recorded> events(String tree) {
            return world.events.stream()
                    .filter(recorded -> recorded.tree().equals(tree))
                    .toList();
        }

        @Override
        public List<Release> released(String tree) {
            return world.effects.stream()
                    .filter(Effect.Dispatch.class::isInstance)
                    .flatMap(effect ->
                            Release.in(Wire.bundled().message(effect, 0).value()))
                    .filter(release -> release.bundle().tree().equals(tree))
                    .toList();
        }

        @Override
        public Optional<Seen> seen(JobId job) {
            return new Reads(world.store).job(job).map(Seen::of);
        }

        @Override
        public long count(String tree, JobFilter filter) {
            return new Reads(world.store).count(tree, filter, world.now).jobs();
        }

        @Override
        public void await(String what, BooleanSupplier holds) {
            long until = world.now + A_MINUTE;
            while (!holds.getAsBoolean()) {
                world.readBack();
                long next = world.scheduler.nextWakeup().orElse(Long.MAX_VALUE);
                if (world.now > until || next == Long.MAX_VALUE) {
                    throw new AssertionError("in a minute there is no " + what + "; there was " + world.events);
                }
                world.advance(Math.clamp(next - world.now, 0, A_LEAP));
            }
        }

        @Override
        public long now() {
            return world.now;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
