package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Progress;
import java.util.function.Consumer;

/** How far a run says that it is: told at most once a second, and the last word always. Safe for many threads. */
final class JobProgress {

    static final long EVERY_MS = 1_000;
    private static final int MAX_MESSAGE_BYTES = 1024;

    private final Bundle bundle;
    private final BundledJob job;
    private final BundleRun.Tools tools;
    private final Consumer<Progress> told;
    private Progress waiting;
    private Timer.Due due = () -> {};
    private long lastTold = Long.MIN_VALUE / 2;
    private boolean ended;

    JobProgress(Bundle bundle, BundledJob job, BundleRun.Tools tools, Consumer<Progress> told) {
        this.bundle = bundle;
        this.job = job;
        this.tools = tools;
        this.told = told;
    }

    synchronized void at(int percent, String message) {
        if (ended) {
            return;
        }
        boolean comes = waiting != null;
        waiting = new Progress(
                bundle.getNumber(),
                job.getId(),
                job.getRun(),
                Math.max(0, Math.min(100, percent)),
                message == null ? "" : Endings.cut(message, MAX_MESSAGE_BYTES, "…"));
        long left = lastTold + EVERY_MS - now();
        if (left <= 0) {
            tell();
        } else if (!comes) {
            due = tools.timers().sends().after(left, this::tell);
        }
    }

    /** The run is over: what was not told is told now, before its outcome. */
    synchronized void end() {
        ended = true;
        due.cancel();
        tell();
    }

    private synchronized void tell() {
        if (waiting != null) {
            Progress last = waiting;
            waiting = null;
            lastTold = now();
            told.accept(last);
        }
    }

    private long now() {
        return tools.clock().getAsLong();
    }
}
