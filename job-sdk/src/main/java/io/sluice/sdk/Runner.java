package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
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
    private final Transactions outputs;
    private final Slots slots;
    private final HandlerThreads threads;

    Runner(BundleRun.Tools tools, Transactions outputs, Slots slots) {
        this.tools = tools;
        this.outputs = outputs;
        this.slots = slots;
        this.threads = HandlerThreads.of(tools.settings(), tools.worker());
    }

    BundleRun.Tools tools() {
        return tools;
    }

    Transactions outputs() {
        return outputs;
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
            tools.timers()
                    .sends()
                    .after(MAX_WAIT_MS, () -> claims.giveUp(bundle, "all threads of the worker were busy"));
        }
        try {
            threads.execute(bundle);
        } catch (RejectedExecutionException e) {
            claims.giveUp(bundle, "its worker stopped");
        }
    }

    /**
     * Lets what runs end for the grace time, interrupts it then, and hands the rest back.
     *
     * @return whether every handler has ended
     * @throws InterruptedException if the caller is interrupted; handlers are interrupted then
     */
    boolean stop(Claims claims, Duration grace) throws InterruptedException {
        claims.inHand().all().forEach(BundleRun::finishSoon);
        boolean ended = false;
        try {
            ended = slots.awaitUnused(grace);
        } finally {
            if (!ended) {
                claims.inHand().all().forEach(BundleRun::interrupt);
            }
            threads.close();
        }
        return ended || awaitInterrupted(claims);
    }

    /** Waits for handlers that were interrupted; false if some ignore it. */
    boolean awaitInterrupted(Claims claims) throws InterruptedException {
        boolean ended = slots.awaitUnused(AFTER_INTERRUPT);
        if (!ended) {
            LOG.error(
                    "handlers ignore their interrupt; their jobs are released again when their lease is over: bundles {}",
                    claims.inHand().all().stream().map(BundleRun::claim).toList());
        }
        return ended;
    }
}
