package io.sluice.streams;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions whose tasks run in this process: assigned, restored, at work. */
final class OpenPartitions {

    private final Set<Integer> open = ConcurrentHashMap.newKeySet();

    void opened(int partition) {
        open.add(partition);
    }

    void closed(int partition) {
        open.remove(partition);
    }

    Set<Integer> now() {
        return Set.copyOf(open);
    }
}
