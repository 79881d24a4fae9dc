package io.sluice.core;

import io.sluice.core.Command.Claim;
import io.sluice.core.Command.Claimed;
import io.sluice.core.Command.HandedBack;
import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Command.Held;
import io.sluice.core.Command.Outcome;
import io.sluice.core.Command.Outcomes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What was done to a {@link World}, so that it can be done again to another, or some of it. */
sealed interface Step {

    /** Does it again. */
    void take(World world);

    /** A command; its bundles are known by a job and a run, for their numbers depend on all that was done before. */
    record Do(String tree, Command command, Map<BundleId, Run> bundles) implements Step {
        @Override
        public void take(World world) {
            UnaryOperator<BundleId> there = id -> bundles.containsKey(id) ? world.bundleOf(bundles.get(id)) : id;
            world.command(tree, with(command, there));
        }
    }

    /** A run of a job. */
    record Run(JobId job, int run) {}

    /** Time passed. */
    record Advance(long millis) implements Step {
        @Override
        public void take(World world) {
            world.advance(millis);
        }
    }

    /** Lease checks came back. */
    record ReadBack() implements Step {
        @Override
        public void take(World world) {
            world.readBack();
        }
    }

    /** The instance went away and another took over. */
    record Restart() implements Step {
        @Override
        public void take(World world) {
            world.restart();
        }
    }

    /** A command with the runs of the bundles that it names. */
    static Do of(String tree, Command command, Map<BundleId, Run> runs) {
        Map<BundleId, Run> named = new HashMap<>();
        with(command, id -> {
            if (runs.containsKey(id)) {
                named.put(id, runs.get(id));
            }
            return id;
        });
        return new Do(tree, command, named);
    }

    /** The same command about other bundles. */
    private static Command with(Command command, UnaryOperator<BundleId> there) {
        return switch (command) {
            case Claimed c ->
                new Claimed(
                        c.worker(),
                        c.claims().stream()
                                .map(claim -> new Claim(there.apply(claim.bundle()), claim.confirm()))
                                .toList());
            case Outcomes c ->
                new Outcomes(
                        c.worker(),
                        c.outcomes().stream().map(one -> with(one, there)).toList());
            case HandedBack c ->
                new HandedBack(
                        c.worker(),
                        c.bundles().stream().map(there).toList(),
                        c.reason(),
                        c.jobs().stream()
                                .map(job -> new Command.Unstarted(there.apply(job.bundle()), job.job(), job.run()))
                                .toList());
            case Command.Progressed c ->
                new Command.Progressed(c.worker(), there.apply(c.bundle()), c.job(), c.run(), c.progress());
            case Heartbeat c -> with(c, there);
            // Whatever names no bundle.
            default -> command;
        };
    }

    private static Outcome with(Outcome one, UnaryOperator<BundleId> there) {
        return new Outcome(
                there.apply(one.bundle()),
                one.job(),
                one.run(),
                one.startedAt(),
                one.finishedAt(),
                one.end(),
                one.log());
    }

    private static Heartbeat with(Heartbeat beat, UnaryOperator<BundleId> there) {
        List<Held> held = beat.held().stream()
                .map(one -> new Held(one.partition(), there.apply(one.bundle())))
                .toList();
        return new Heartbeat(beat.worker(), beat.slots(), beat.topics(), beat.types(), held, beat.stopping());
    }
}
