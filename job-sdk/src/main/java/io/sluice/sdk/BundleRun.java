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
            WorkerSettings settings,
            String worker,
            Endings endings,
            LongSupplier clock,
            Pace pace,
            Timers timers,
            Listeners listeners) {}

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
    private final Transactions outputs;
    private final Tools tools;
    private final Rest rest;
    private JobRun current;
    private Quit quit = Quit.NO;
    private boolean slotFreed;

    BundleRun(Claim claim, Claims claims, Tools tools, Transactions outputs) {
        this.claim = claim;
        this.claims = claims;
        this.outputs = outputs;
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
        tools.listeners().runStarted(run);
        Told told = tell(run, execute(job, run));
        run.ended(told.end(), told.at());
        tools.pace().ran(told.at() - run.startedAt(), told.at());
        if (told.end() == null) {
            return told.why();
        }
        if (rest.isEmpty()) {
            return null;
        }
        if (claim.bundle().getSequential() && !(told.end() instanceof Done)) {
            return SEQUENTIAL;
        }
        return told.at() - run.startedAt() >= Rest.LONG_RUN_MS ? "a job before it ran long" : null;
    }

    /** What was told of a run, and when; nothing if {@code end} is null, and then {@code why}. */
    private record Told(Object end, String why, long at) {}

    private Told tell(JobRun run, Object end) {
        if (end == null) {
            String why = quit() == Quit.SILENTLY
                    ? "no heartbeat could be sent for two thirds of its lease"
                    : "its worker stopped while " + run.id() + " ran";
            return new Told(null, why, now());
        }
        if (end instanceof Done done && !run.output().isEmpty()) {
            return write(run, done);
        }
        long finishedAt = now();
        claims.report(claim, run.outcome(end, finishedAt));
        return new Told(end, null, finishedAt);
    }

    /** Output and outcome at once; the thread waits, so that no later outcome of the bundle overtakes them. */
    private Told write(JobRun run, Done done) {
        Written written = outputs.write(new OutputRun(
                claim, run, done, millis -> claims.awaitReported(claim, millis), () -> quit() == Quit.SILENTLY));
        if (written instanceof Written.Refused refused) {
            Object end = tools.endings().notWritten(refused, handler().options());
            long finishedAt = now();
            claims.report(claim, run.outcome(end, finishedAt));
            return new Told(end, null, finishedAt);
        }
        return written instanceof Written.Untold untold
                ? new Told(null, untold.why(), now())
                : new Told(done, null, now());
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
        HandlerCall call = new HandlerCall(tools, handler());
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

    private Handler handler() {
        return tools.settings().handlers().get(claim.bundle().getType());
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

    /** What runs and ignores its interrupt, in words; empty if nothing does. */
    synchronized Optional<String> stuck() {
        return Optional.ofNullable(current)
                .filter(run -> run.execution().isStuck())
                .map(run -> "run " + run.run() + " of job " + run.id());
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
