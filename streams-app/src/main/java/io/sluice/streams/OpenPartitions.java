package io.sluice.streams;

import io.sluice.core.SoftFacts;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions whose tasks run in this process: assigned, restored, at work; and what each told last about its workers. */
final class OpenPartitions {

    private final Map<Integer, SoftFacts> open = new ConcurrentHashMap<>();

    void opened(int partition) {
        open.put(partition, SoftFacts.none(partition));
    }

    void told(int partition, SoftFacts soft) {
        open.replace(partition, soft);
    }

    void closed(int partition) {
        open.remove(partition);
    }

    Set<Integer> now() {
        return Set.copyOf(open.keySet());
    }

    /** What a partition told last; of one that is not here, nothing. */
    SoftFacts soft(int partition) {
        return open.getOrDefault(partition, SoftFacts.none(partition));
    }
}
