package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler threads: one a slot, for all channel topics. */
final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /** How long a bundle may wait for a thread before another worker gets it. */
    private static final long MAX_WAIT_MS = 250;
    /** How long handlers may take to notice their interrupt when the worker stops. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final BundleRun.Tools tools;
    private final Slots slots;
    private final Timer timer;
    private final ThreadPoolExecutor threads;

    Runner(BundleRun.Tools tools, Slots slots, Timer timer) {
        this.tools = tools;
        this.slots = slots;
        this.timer = timer;
        int size = tools.settings().slots();
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Threads.named("sluice-slot-" + tools.worker(), false));
        threads.allowCoreThreadTimeOut(true);
    }

    BundleRun.Tools tools() {
        return tools;
    }

    boolean handles(String type) {
        return tools.settings().handlers().containsKey(type);
    }

    long now() {
        return tools.clock().getAsLong();
    }

    /** Runs it as soon as a thread is free; there is one, unless two topics woke up at once. */
    void start(BundleRun bundle, Claims claims) {
        if (slots.crowded()) {
            timer.after(MAX_WAIT_MS, () -> claims.giveUp(bundle, "all threads of the worker were busy"));
        }
        threads.execute(bundle);
    }

    /** Lets what runs end for the grace time, interrupts it then, and hands the rest back. */
    void stop(Claims claims, Duration grace) throws InterruptedException {
        for (BundleRun bundle : claims.inHand()) {
            bundle.finishSoon();
            claims.giveUp(bundle, "its worker stops");
        }
        if (!slots.awaitUnused(grace)) {
            claims.inHand().forEach(BundleRun::interrupt);
            if (!slots.awaitUnused(AFTER_INTERRUPT)) {
                LOG.error(
                        "handlers ignore their interrupt; their jobs are released again when their lease is over: {}",
                        claims.inHand().stream()
                                .map(bundle -> bundle.claim().key())
                                .toList());
            }
        }
        threads.shutdown();
    }
}
