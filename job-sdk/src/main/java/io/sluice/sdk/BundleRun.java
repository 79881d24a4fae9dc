package io.sluice.sdk;

import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Done;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a bundle's jobs, one after another in their order, and hands the rest back when it must not go on. */
final class BundleRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleRun.class);

    /** Why the rest of a bundle goes back. */
    static final String SEQUENTIAL = "a job before it did not end as DONE, and its channel is sequential";

    private static final String STOPS = "its worker stops";

    /** What running needs and all runs of a worker share. */
    record Tools(
            WorkerSettings settings, String worker, Endings endings, LongSupplier clock, Pace pace, Timers timers) {}

    private enum Quit {
        NO,
        /** The worker stops. */
        AFTER_THIS_JOB,
        /** The worker stops and the grace time is over. */
        NOW,
        /** The lease may be gone: nothing of it is ours to report. */
        SILENTLY
    }

    private final Claim claim;
    private final Claims claims;
    private final Tools tools;
    private final Rest rest;
    private JobRun current;
    private Quit quit = Quit.NO;
    private boolean slotFreed;

    BundleRun(Claim claim, Claims claims, Tools tools) {
        this.claim = claim;
        this.claims = claims;
        this.tools = tools;
        this.rest = new Rest(
                claim.bundle().getJobs(),
                tools.timers().watch(),
                tools.clock(),
                (jobs, reason) -> claims.handBackJobs(claim, jobs, reason));
    }

    Claim claim() {
        return claim;
    }

    /** True for the first caller: it gives the bundle's slot back. */
    synchronized boolean freeSlot() {
        boolean first = !slotFreed;
        slotFreed = true;
        return first;
    }

    // ---- running, by a handler thread

    @Override
    public void run() {
        if (!claim.begin(now())) {
            claims.proceed(this);
            return;
        }
        String why = "its worker failed";
        try {
            why = runAll();
        } catch (RuntimeException e) {
            LOG.error("bundle {} could not be run to its end; the rest is handed back", claim, e);
        } finally {
            rest.close();
            claims.ended(this, why);
        }
    }

    /** Runs what may be run; returns why the rest is handed back, or null if there is none. */
    private String runAll() {
        while (quit() == Quit.NO) {
            Optional<BundledJob> job = rest.next();
            if (job.isEmpty()) {
                return null;
            }
            String why = runOne(job.get());
            if (why != null) {
                return why;
            }
        }
        return rest.isEmpty() ? null : STOPS;
    }

    private String runOne(BundledJob job) {
        JobRun run = start(job);
        Object end = execute(job, run);
        long finishedAt = now();
        run.ended(end);
        tools.pace().ran(finishedAt - run.startedAt(), finishedAt);
        if (end == null) {
            return quit() == Quit.SILENTLY
                    ? "no heartbeat could be sent for two thirds of its lease"
                    : "its worker stopped while " + run.id() + " ran";
        }
        claims.report(claim, run.outcome(end, finishedAt));
        if (rest.isEmpty()) {
            return null;
        }
        if (claim.bundle().getSequential() && !(end instanceof Done)) {
            return SEQUENTIAL;
        }
        return finishedAt - run.startedAt() >= Rest.LONG_RUN_MS ? "a job before it ran long" : null;
    }

    private synchronized JobRun start(BundledJob job) {
        current = new JobRun(claim.bundle(), job, tools, progress -> claims.progress(claim, progress));
        if (quit == Quit.NOW || quit == Quit.SILENTLY) {
            current.execution().interrupt();
        }
        return current;
    }

    /** How the job ended, or null if that is not to be told. */
    private Object execute(BundledJob job, JobRun run) {
        HandlerCall call = new HandlerCall(
                tools, tools.settings().handlers().get(claim.bundle().getType()));
        HandlerCall.Ended ended = call.execute(job, run);
        Quit how = over();
        if (how == Quit.SILENTLY) {
            return null;
        }
        if (ended.error() == null || run.execution().timedOut() || !run.cancelled()) {
            return call.means(ended, run);
        }
        return how == Quit.NO ? call.stopped(ended.error()) : null;
    }

    private synchronized Quit over() {
        current = null;
        return quit;
    }

    // ---- what others ask of it, by other threads

    /** The scheduler's order to stop one job: interrupts it, or keeps it from starting. */
    synchronized void stop(UUID job, int run) {
        if (current != null && current.is(job, run)) {
            current.execution().interrupt();
            return;
        }
        Optional<BundledJob> dropped = rest.drop(job, run);
        if (dropped.isPresent()) {
            String reason = "it was stopped before it started";
            if (!rest.isEmpty() || !claims.giveUp(this, reason)) {
                claims.handBackJobs(claim, List.of(dropped.get()), reason);
            }
        }
    }

    /** The worker stops: the running job may end, no other starts. */
    synchronized void finishSoon() {
        quit = quit == Quit.NO ? Quit.AFTER_THIS_JOB : quit;
        if (!claims.giveUp(this, STOPS)) {
            rest.handBack(STOPS);
        }
    }

    /** The grace time is over. */
    void interrupt() {
        quit(Quit.NOW);
    }

    /** The scheduler may have given the bundle away: what runs is interrupted and not told. True the first time. */
    synchronized boolean abandon() {
        boolean first = quit != Quit.SILENTLY;
        quit(Quit.SILENTLY);
        return first;
    }

    private synchronized void quit(Quit how) {
        quit = quit == Quit.SILENTLY ? quit : how;
        if (current != null) {
            current.execution().interrupt();
        }
    }

    private synchronized Quit quit() {
        return quit;
    }

    private long now() {
        return tools.clock().getAsLong();
    }
}
