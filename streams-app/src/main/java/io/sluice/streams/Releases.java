package io.sluice.streams;

import io.sluice.core.Effect;
import io.sluice.core.Output;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step after each record: release what may go, in slices, for a bounded time. */
final class Releases {

    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MOST_JOBS = 4096;
    private static final int SLICE = 256;

    private final Rules rules;
    private final Decisions decisions;
    private final Shell shell;

    Releases(Rules rules, Decisions decisions, Shell shell) {
        this.rules = rules;
        this.decisions = decisions;
        this.shell = shell;
    }

    /** Whether more could go at once: a tick has to go on with it, so that the transaction stays small. */
    boolean releaseFor(long now) {
        long start = shell.clock().nanos().getAsLong();
        int jobs = 0;
        boolean more = true;
        while (more && jobs < MOST_JOBS && shell.clock().nanos().getAsLong() - start <= LONGEST) {
            Output output;
            try {
                output = rules.release(now, SLICE);
            } catch (RuntimeException e) {
                if (!failed(e, now)) {
                    return false;
                }
                continue;
            }
            decisions.send(output, now);
            jobs += jobsIn(output);
            more = output.more();
        }
        return more;
    }

    private static int jobsIn(Output output) {
        int jobs = 0;
        for (Effect effect : output.effects()) {
            jobs += effect instanceof Effect.Dispatch dispatch ? dispatch.jobs().size() : 0;
        }
        return jobs;
    }

    /**
     * The command before it stays applied. Tells whether the channel that it was about is paused, so that the others can go on;
     * else releasing is tried again with the next record.
     */
    private boolean failed(RuntimeException thrown, long now) {
        if (!Failures.isOurs(thrown)) {
            throw thrown;
        }
        shell.counts().releaseFailed();
        Output pause = rules.releaseThrew(thrown, now);
        decisions.send(pause, now);
        boolean isPaused = !pause.events().isEmpty();
        LOG.error(
                "releasing threw; nothing of that slice was applied, and {}",
                isPaused ? "the channel is paused: " + pause.events().getFirst().event() : "it is tried again later",
                thrown);
        return isPaused;
    }
}
