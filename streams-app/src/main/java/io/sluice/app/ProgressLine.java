package io.sluice.app;

import io.sluice.log.Watch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells a person how far it is, once it takes longer than a second, and lets Ctrl-C end it in order. */
final class ProgressLine implements Watch, AutoCloseable {

    private static final long EVERY_NS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String what;
    private final Consumer<String> say;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread onExit = new Thread(this::stop, "sluice-stop");
    private long last = System.nanoTime();
    private volatile boolean stopped;

    /**
     * @param what is done, such as {@code read}; the share follows
     * @param say where to tell it
     */
    ProgressLine(String what, Consumer<String> say) {
        this.what = what;
        this.say = say;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    @Override
    public boolean goOn(double share) {
        return about(what, share);
    }

    /** The same for one of several things that are done. */
    boolean about(String thing, double share) {
        long now = System.nanoTime();
        if (now - last >= EVERY_NS) {
            last = now;
            say.accept(thing + " " + (int) (share * 100) + " %");
        }
        return !stopped;
    }

    boolean isStopped() {
        return stopped;
    }

    /** The process ends when this returns: what is under way gets the time to say how far it came. */
    private void stop() {
        stopped = true;
        try {
            ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets a process that is ending end. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException isEnding) {
            // The process ends already; the hook has just been let go.
        }
    }
}
