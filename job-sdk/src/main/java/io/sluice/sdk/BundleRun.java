package io.sluice.sdk;

import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Done;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.UuidFormat;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a bundle's jobs, one after another in their order, and hands the rest back when it must not go on. */
final class BundleRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleRun.class);

    /** Behind a job that ran longer the others should not wait: another worker may be idle. */
    private static final long LONG_RUN_MS = 200;

    /** What running needs and all runs of a worker share. */
    record Tools(WorkerSettings settings, String worker, Endings endings, LongSupplier clock, Pace pace) {}

    private record Stopped(UUID job, int run) {}

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
    private final Set<Stopped> stopped = new HashSet<>();
    private JobRun current;
    private Quit quit = Quit.NO;
    private boolean slotFreed;

    BundleRun(Claim claim, Claims claims, Tools tools) {
        this.claim = claim;
        this.claims = claims;
        this.tools = tools;
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

    @Override
    public void run() {
        if (!claim.begin(now())) {
            claims.proceed(this);
            return;
        }
        String rest = "its worker failed";
        try {
            rest = runAll();
        } catch (RuntimeException e) {
            LOG.error("bundle {} could not be run to its end; the rest is handed back", claim.key(), e);
        } finally {
            claims.ended(this, rest);
        }
    }

    /** Runs what may be run; returns why the rest is handed back, or null if there is none. */
    private String runAll() {
        boolean dropped = false;
        Iterator<BundledJob> jobs = claim.bundle().getJobs().iterator();
        while (jobs.hasNext()) {
            if (quit() != Quit.NO) {
                return "its worker stops";
            }
            BundledJob job = jobs.next();
            JobRun run = start(job);
            if (run == null) {
                dropped = true;
                continue;
            }
            String rest = runOne(job, run, jobs.hasNext());
            if (rest != null) {
                return rest;
            }
        }
        // Without an outcome, what was dropped waits for the hand-back of its bundle.
        return dropped ? "a job of it was stopped before it started" : null;
    }

    private String runOne(BundledJob job, JobRun run, boolean more) {
        long startedAt = now();
        Object end = execute(job, run);
        long finishedAt = now();
        tools.pace().ran(finishedAt - startedAt, finishedAt);
        if (end == null) {
            return quit() == Quit.SILENTLY
                    ? "no heartbeat could be sent for two thirds of its lease"
                    : "its worker stopped while " + run.id() + " ran";
        }
        claims.report(
                claim, new Outcome(claim.bundle().getNumber(), job.getId(), job.getRun(), startedAt, finishedAt, end));
        if (more && !(end instanceof Done)) {
            return "a job before it did not end as DONE";
        }
        return more && finishedAt - startedAt >= LONG_RUN_MS ? "a job before it ran long" : null;
    }

    private synchronized JobRun start(BundledJob job) {
        if (stopped.contains(new Stopped(UuidFormat.decode(job.getId()), job.getRun()))) {
            return null;
        }
        current = new JobRun(claim.bundle(), job, tools.worker());
        if (quit == Quit.NOW || quit == Quit.SILENTLY) {
            current.interrupt();
        }
        return current;
    }

    /** How the job ended, or null if that is not to be told. */
    private Object execute(BundledJob job, JobRun run) {
        Handler handler = tools.settings().handlers().get(claim.bundle().getType());
        run.begin();
        Object payload;
        try {
            payload = tools.settings().json().read(handler.type().payload(), job.getPayload());
        } catch (Exception | StackOverflowError | LinkageError e) {
            return over(run, tools.endings().unreadable(handler.type(), job.getPayload(), e));
        }
        Object end;
        try {
            end = tools.endings().returned(handler.code().handle(payload, run));
        } catch (Throwable e) { // an Error of the handler's is its job's failure, not its thread's end
            end = run.cancelled() ? afterInterrupt(e) : tools.endings().thrown(e, handler.options());
        }
        return over(run, end);
    }

    private Object afterInterrupt(Throwable error) {
        return quit() == Quit.NO ? tools.endings().thrownAfterStop(error) : null;
    }

    private synchronized Object over(JobRun run, Object end) {
        run.end();
        current = null;
        return quit == Quit.SILENTLY ? null : end;
    }

    /** The scheduler's order to stop one job: interrupts it, or keeps it from starting. */
    synchronized void stop(UUID job, int run) {
        stopped.add(new Stopped(job, run));
        if (current != null && current.id().uuid().equals(job) && current.run() == run) {
            current.interrupt();
        }
    }

    /** The worker stops: the running job may end, no other starts. */
    synchronized void finishSoon() {
        quit = quit == Quit.NO ? Quit.AFTER_THIS_JOB : quit;
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
            current.interrupt();
        }
    }

    private synchronized Quit quit() {
        return quit;
    }

    private long now() {
        return tools.clock().getAsLong();
    }
}
