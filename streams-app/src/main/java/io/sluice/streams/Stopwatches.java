package io.sluice.streams;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.Join;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.wire.Times;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What one partition measures of waits and runs, by channel and type, until it is written into the events: 20 s after the first
 * of it, so that an instance that dies takes no more with it. While nothing is measured nothing is written.
 */
final class Stopwatches {

    private static final long AGE_MS = 20_000;
    private static final long HOUR_MS = 3_600_000;

    /** Beyond so many lines those of a tree that are new are measured together. */
    static final int MOST_LINES = 2_000;

    private final Map<Line, Measured> lines = new LinkedHashMap<>();
    private long hour;
    private long since;

    private record Line(String tree, ChannelPath channel, String type) {}

    private static final class Measured {
        private final Times waits = new Times();
        private final Times runs = new Times();
    }

    /** Takes what was decided; the same is told again if the transaction is aborted, to another one of these. */
    void decided(Output output, long now) {
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch && !dispatch.type().equals(Join.TYPE)) {
                dispatch.jobs().forEach(job -> released(dispatch, job, now));
            }
        }
        for (Recorded recorded : output.events()) {
            switch (recorded.event()) {
                case Event.JobDone e -> ran(recorded.tree(), e, e.run(), now);
                case Event.JobFailed e -> ran(recorded.tree(), e, e.run(), now);
                case Event.JobRetried e -> ran(recorded.tree(), e, e.run(), now);
                default -> {
                    // Nobody ran to an end that says how long it takes.
                }
            }
        }
    }

    /** Of a run that is not the first, and of a job that waited for others, nothing that is at hand says since when it was READY. */
    private void released(Effect.Dispatch dispatch, Effect.DispatchedJob released, long now) {
        Job job = released.job();
        if (released.run() == 1 && job.parents().isEmpty()) {
            long since = Math.max(job.arrivedAt(), job.eta().orElse(0));
            line(new Line(dispatch.bundle().tree(), dispatch.channel(), dispatch.type()), now)
                    .waits
                    .add(now - since);
        }
    }

    private void ran(String tree, Event.OfJob job, Event.Run run, long now) {
        if (run.startedAt() > 0 && run.finishedAt() >= run.startedAt()) {
            line(new Line(tree, job.channel(), job.type()), now).runs.add(run.finishedAt() - run.startedAt());
        }
    }

    private Measured line(Line line, long now) {
        if (lines.isEmpty()) {
            since = now;
            hour = now - Math.floorMod(now, HOUR_MS);
        }
        boolean isTooMany = lines.size() >= MOST_LINES && !lines.containsKey(line);
        Line kept = isTooMany ? new Line(line.tree(), ChannelPath.ROOT, "") : line;
        return lines.computeIfAbsent(kept, first -> new Measured());
    }

    /** When there is something to be written, in the partition's time; none: nothing was measured. */
    OptionalLong due() {
        return lines.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.min(since + AGE_MS, hour + HOUR_MS));
    }

    /** Gives out all that was measured, by tree, and begins anew. */
    void take(BiConsumer<String, Command.WriteTimes> writing) {
        Map<Line, Measured> taken = new LinkedHashMap<>(lines);
        lines.clear();
        taken.forEach((line, measured) -> writing.accept(
                line.tree(),
                new Command.WriteTimes(
                        line.channel(), line.type(), hour, measured.waits.bytes(), measured.runs.bytes())));
    }
}
