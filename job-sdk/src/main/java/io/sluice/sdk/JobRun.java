package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.UuidFormat;
import java.util.Map;

/** One execution of one job, from just before its handler is called until just after. */
final class JobRun implements JobContext {

    private final Bundle bundle;
    private final BundledJob job;
    private final JobId id;
    private final String worker;
    private final Map<String, String> headers;
    private Thread thread;
    private volatile boolean cancelled;

    JobRun(Bundle bundle, BundledJob job, String worker) {
        this.bundle = bundle;
        this.job = job;
        this.id = new JobId(bundle.getTree(), UuidFormat.decode(job.getId()));
        this.worker = worker;
        this.headers = Map.copyOf(job.getHeaders());
    }

    /** From here on the calling thread may be interrupted. */
    synchronized void begin() {
        thread = Thread.currentThread();
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** From here on it may not, and an interrupt that came late is gone: it was meant for this job only. */
    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** Asks the handler to end. */
    synchronized void interrupt() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public JobId id() {
        return id;
    }

    @Override
    public String type() {
        return bundle.getType();
    }

    @Override
    public String channel() {
        return bundle.getChannel();
    }

    @Override
    public int run() {
        return job.getRun();
    }

    @Override
    public int attempt() {
        return job.getAttempt();
    }

    @Override
    public int maxAttempts() {
        return job.getMaxAttempts();
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String description() {
        return job.getDescription();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public String worker() {
        return worker;
    }
}
