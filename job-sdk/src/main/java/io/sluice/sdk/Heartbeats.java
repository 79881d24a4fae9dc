package io.sluice.sdk;

import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells the scheduler that the worker is alive, and what is in its hands. */
final class Heartbeats {

    private static final long TO_ALL_EVERY_MS = 15_000;

    private final WorkerSettings settings;
    private final Reports reports;
    private final Slots slots;
    private final Claims claims;
    private final Runner runner;
    private final Outage outage;
    /** By partition: when the last heartbeat that the broker confirmed was sent. */
    private final Map<Integer, Long> heardAt = new ConcurrentHashMap<>();

    private final Set<Integer> onTheWay = ConcurrentHashMap.newKeySet();
    private final CountDownLatch first = new CountDownLatch(1);
    private int partitions;
    private long lastToAll;
    private boolean stopping;
    private boolean leaving;

    Heartbeats(Reports reports, Claims claims, Runner runner, Slots slots) {
        this.settings = runner.tools().settings();
        this.reports = reports;
        this.claims = claims;
        this.runner = runner;
        this.slots = slots;
        this.outage = new Outage("the heartbeat of worker " + runner.tools().worker());
    }

    /** Complete when the broker has confirmed one. */
    CountDownLatch first() {
        return first;
    }

    /** One round: to the partitions whose bundles are in hand, and now and then to all. */
    synchronized void beat() {
        claims.abandonUnheard(partition -> heardAt.getOrDefault(partition, 0L));
        long now = runner.now();
        try {
            if (partitions == 0) {
                partitions = reports.partitions(Topics.REPORTS);
            }
            send(now - lastToAll >= TO_ALL_EVERY_MS ? all(now) : ofBundlesInHand(), now);
        } catch (RuntimeException e) {
            outage.failed("It is sent again every " + settings.heartbeatEvery(), e);
        }
        claims.abandonUnheard(partition -> heardAt.getOrDefault(partition, 0L));
    }

    /** From now on it says that it takes no more. Tells all partitions at once. */
    synchronized void stop() {
        stopping = true;
        lastToAll = 0;
        onTheWay.clear();
        beat();
    }

    /**
     * The last word, to be said when all reports were sent: it lists only what runs on although it was told to stop. A worker
     * that listed what waits for the broker's answer would not be forgotten, and be released to again after a restart of the
     * scheduler.
     */
    synchronized void leave() {
        leaving = true;
        stop();
    }

    private Collection<Integer> all(long now) {
        lastToAll = now;
        return IntStream.range(0, partitions).boxed().toList();
    }

    private Collection<Integer> ofBundlesInHand() {
        return claims.inHand().stream()
                .map(bundle -> bundle.claim().bundle().getPartition())
                .collect(Collectors.toSet());
    }

    private void send(Collection<Integer> to, long now) {
        Heartbeat heartbeat = heartbeat();
        for (int partition : to) {
            // While the broker is away one is enough: a row of old ones would follow when it is back.
            if (onTheWay.add(partition)) {
                send(partition, heartbeat, now);
            }
        }
    }

    private void send(int partition, Heartbeat heartbeat, long now) {
        try {
            reports.heartbeat(partition, heartbeat, error -> answered(partition, now, error));
        } catch (RuntimeException e) {
            onTheWay.remove(partition);
            lastToAll = 0;
            throw e;
        }
    }

    private void answered(int partition, long sentAt, Exception error) {
        onTheWay.remove(partition);
        if (error != null) {
            outage.failed("It is sent again every " + settings.heartbeatEvery(), error);
            return;
        }
        heardAt.merge(partition, sentAt, Math::max);
        outage.healthy();
        first.countDown();
    }

    private Heartbeat heartbeat() {
        List<HeldBundle> held = claims.inHand().stream()
                .map(BundleRun::claim)
                .filter(claim -> !leaving || claim.running())
                .map(Claim::held)
                .toList();
        return new Heartbeat(
                stopping ? 0 : settings.slots(),
                stopping ? 0 : slots.free(),
                settings.topics(),
                settings.types(),
                held,
                stopping);
    }
}
