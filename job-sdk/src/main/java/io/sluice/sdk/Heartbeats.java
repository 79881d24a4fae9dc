package io.sluice.sdk;

import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Tells the scheduler that the worker is alive, and what is in its hands: every 3 s (a fifth of a shorter lease) the partitions
 * whose bundles it holds, and one before a claim that it did not hear in that time; the others at the start and at the end, when
 * it turned full or stopped being so, and every lease time. That is for how they count free slots, and need not be exact: so at
 * most three times a lease. How long the lease is, bundles tell.
 */
final class Heartbeats {

    private static final long LEASE_UNTIL_TOLD_MS = 15_000;
    private static final long SHORTEST_MS = 50;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final WorkerSettings settings;
    private final Reports reports;
    private final Slots slots;
    private final Claims claims;
    private final Runner runner;
    private final Timer pulse;
    private final Outage outage;
    /** By partition: when the last heartbeat was sent, if it was not seen to fail. */
    private final Map<Integer, Long> sentAt = new ConcurrentHashMap<>();
    /** By partition: when the last heartbeat that the broker confirmed was sent. */
    private final Map<Integer, Long> heardAt = new ConcurrentHashMap<>();

    private final Set<Integer> onTheWay = ConcurrentHashMap.newKeySet();
    private final CountDownLatch first = new CountDownLatch(1);
    private final Silence silence = new Silence();
    private volatile long leaseMs = LEASE_UNTIL_TOLD_MS;
    private Timer.Due next = () -> {};
    private int partitions;
    private boolean toldFull;
    private long toldFullAt = NEVER;
    private boolean stopping;
    private boolean leaving;

    Heartbeats(Reports reports, Claims claims, Runner runner, Slots slots, Timer pulse) {
        this.settings = runner.tools().settings();
        this.reports = reports;
        this.claims = claims;
        this.runner = runner;
        this.slots = slots;
        this.pulse = pulse;
        this.outage = new Outage("the heartbeat of worker " + runner.tools().worker());
    }

    /** Complete when the broker has confirmed one. */
    CountDownLatch first() {
        return first;
    }

    /** How long the lease is, as far as bundles told; 15 s before. */
    long leaseMs() {
        return leaseMs;
    }

    /** For how long the broker has confirmed none although one was to be sent. */
    long unheardMs() {
        return silence.lasts(runner.now());
    }

    /** When the last heartbeat to that partition was sent that the broker has. */
    long heardAt(int partition) {
        return heardAt.getOrDefault(partition, 0L);
    }

    /** One round, and from then on one after the other. */
    synchronized void start() {
        try {
            beat();
        } finally {
            next = pulse.after(interval(), this::start);
        }
    }

    private long interval() {
        return Math.max(SHORTEST_MS, Math.min(settings.heartbeatEvery().toMillis(), leaseMs / 5));
    }

    private void beat() {
        long now = runner.now();
        try {
            if (partitions == 0) {
                partitions = reports.partitions(Topics.REPORTS);
            }
            send(due(now), now);
        } catch (RuntimeException e) {
            silence.unasked(now);
            failed(e);
        }
    }

    private Set<Integer> due(long now) {
        Set<Integer> due = held();
        boolean all = turnedFullOrBack(now);
        for (int partition = 0; partition < partitions; partition++) {
            if (all || now - sentAt.getOrDefault(partition, NEVER) >= leaseMs) {
                due.add(partition);
            }
        }
        return due;
    }

    private Set<Integer> held() {
        return claims.inHand().all().stream()
                .map(bundle -> bundle.claim().bundle().getPartition())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean turnedFullOrBack(long now) {
        boolean full = slots.free() == 0;
        if (full == toldFull || now - toldFullAt < leaseMs / 3) {
            return false;
        }
        toldFull = full;
        toldFullAt = now;
        return true;
    }

    /**
     * To be called before a claim is sent. A scheduler that last heard of the worker a lease ago, or never, would take the
     * bundle for lost, or never: only who is known to live can be missed.
     */
    void before(Collection<BundleRun> fresh) {
        long now = runner.now();
        Set<Integer> unaware = new TreeSet<>();
        for (BundleRun bundle : fresh) {
            learn(bundle.claim().bundle().getLeaseMs());
            int partition = bundle.claim().bundle().getPartition();
            if (now - sentAt.getOrDefault(partition, NEVER) >= interval()) {
                unaware.add(partition);
            }
        }
        if (!unaware.isEmpty()) {
            sendBefore(unaware, now);
        }
    }

    private synchronized void sendBefore(Set<Integer> unaware, long now) {
        // One that waits for the broker is older, and may have been given up by now.
        onTheWay.removeAll(unaware);
        try {
            send(unaware, now);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void learn(long told) {
        if (told <= 0 || told == leaseMs) {
            return;
        }
        long before = interval();
        leaseMs = told;
        if (interval() < before) {
            synchronized (this) {
                next.cancel();
                next = pulse.after(interval(), this::start);
            }
        }
    }

    /** From now on it says that it takes no more. Tells all partitions at once. */
    synchronized void stop() {
        stopping = true;
        sentAt.clear();
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
        next.cancel();
        stop();
    }

    private void send(Collection<Integer> to, long now) {
        Heartbeat heartbeat = heartbeat();
        for (int partition : to) {
            // While the broker is away one is enough: a row of old ones would follow when it is back.
            if (onTheWay.add(partition)) {
                sentAt.put(partition, now);
                send(partition, heartbeat, now);
            }
        }
    }

    private void send(int partition, Heartbeat heartbeat, long now) {
        silence.asked(now);
        try {
            reports.heartbeat(partition, heartbeat, error -> answered(partition, now, error));
        } catch (RuntimeException e) {
            onTheWay.remove(partition);
            sentAt.remove(partition);
            silence.failed(now);
            throw e;
        }
    }

    /** Called by the producer's own thread, which must not wait: so without our monitor. */
    private void answered(int partition, long sent, Exception error) {
        onTheWay.remove(partition);
        if (error != null) {
            silence.failed(runner.now());
            sentAt.remove(partition);
            failed(error);
            return;
        }
        long now = runner.now();
        if ((now - heardAt(partition)) * 3 > leaseMs * 2) {
            // A lease check may stand before it on the log. So what was in doubt until now stays so, also where the
            // watch
            // had no chance to look meanwhile: the process may have been frozen.
            claims.abandonUnheard(this::heardAt);
        }
        heardAt.merge(partition, sent, Math::max);
        silence.answered(now);
        outage.healthy();
        first.countDown();
    }

    private void failed(Exception error) {
        outage.failed("It is sent again every " + interval() + " ms", error);
    }

    private Heartbeat heartbeat() {
        List<HeldBundle> held = claims.inHand().all().stream()
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
