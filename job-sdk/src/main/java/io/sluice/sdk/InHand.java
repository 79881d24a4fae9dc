package io.sluice.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The bundles in a worker's hands: from before the claim is sent until the broker has the last report about them. Heartbeats
 * list them. Safe for use by many threads.
 */
final class InHand {

    private final Map<Claim.Key, BundleRun> bundles = new ConcurrentHashMap<>();

    /** False if that very bundle is in hand already. */
    boolean add(BundleRun bundle) {
        return bundles.putIfAbsent(bundle.claim().key(), bundle) == null;
    }

    Optional<BundleRun> get(Claim.Key key) {
        return Optional.ofNullable(bundles.get(key));
    }

    Collection<BundleRun> all() {
        return List.copyOf(bundles.values());
    }

    void forgetIfOver(Claim claim) {
        if (claim.over()) {
            bundles.computeIfPresent(claim.key(), (key, held) -> held.claim() == claim ? null : held);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the broker has all reports, but for those of what still runs; false if that takes longer. */
    synchronized boolean awaitReported(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!bundles.values().stream().allMatch(bundle -> bundle.claim().running())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
