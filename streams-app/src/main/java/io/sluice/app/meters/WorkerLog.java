package io.sluice.app.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.core.Command.Heartbeat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workers said last to the partitions of this instance, and which were lost. One entry a worker, not one a partition: a
 * worker that is lost in several partitions is lost once.
 *
 * <p>Safe for use by many threads.
 */
final class WorkerLog {

    private static final int MOST = 10_000;

    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final Set<String> lost = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));
    private final Counter lostWorkers;
    private final long silentMs;

    /** @param silentMs who was not heard of for so long is gone */
    WorkerLog(MeterRegistry registry, long silentMs) {
        this.silentMs = silentMs;
        lostWorkers = Counter.builder("sluice.workers.lost")
                .description("Workers that fell silent while they held bundles of this instance's partitions")
                .register(registry);
    }

    /** What a worker said last, and when. */
    record Said(long at, int slots, int held, boolean stopping) {

        int free() {
            return stopping ? 0 : Math.max(0, slots - held);
        }
    }

    void heard(Heartbeat beat, long now) {
        if (beat.stopping() && beat.held().isEmpty()) {
            said.remove(beat.worker());
        } else if (said.size() < MOST || said.containsKey(beat.worker())) {
            said.put(beat.worker(), new Said(now, beat.slots(), beat.held().size(), beat.stopping()));
        }
    }

    /** One that was lost woke up again. */
    void claimed(String worker) {
        if (!lost.isEmpty()) {
            lost.remove(worker);
        }
    }

    void lost(String worker) {
        if (lost.add(worker)) {
            lostWorkers.increment();
        }
    }

    /** Who was heard of lately, by id. */
    Map<String, Said> live(long now) {
        said.values().removeIf(each -> now - each.at() > silentMs);
        return new TreeMap<>(said);
    }

    /** Keeps the last few. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }
}
