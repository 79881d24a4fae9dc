package io.sluice.app.meters;

import io.sluice.state.TreeLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs that were asked to stop and run on. The state says that they were asked, not when: it counts from the first time that
 * somebody looked and saw it.
 */
final class IgnoredCancels {

    /** A handler may need that long to come to an end. */
    static final long GRACE_MS = 30_000;

    private Map<TreeLoad.Run, Long> firstSeen = new HashMap<>();
    private Map<TreeLoad.Run, Long> stillThere = new HashMap<>();
    private long now;

    void begin(long time) {
        now = time;
        stillThere = new HashMap<>();
    }

    /** How many of these were seen more than the grace time ago. */
    int count(List<TreeLoad.Run> asked) {
        int ignored = 0;
        for (TreeLoad.Run run : asked) {
            long seen = firstSeen.getOrDefault(run, now);
            stillThere.put(run, seen);
            ignored += now - seen > GRACE_MS ? 1 : 0;
        }
        return ignored;
    }

    void end() {
        firstSeen = stillThere;
    }
}
