package io.sluice.simulate;

import io.sluice.core.BundleId;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has been, as far as lines may still speak of it: the state knows the last run of a job only. */
final class Past {

    private final Map<JobId, Map<Integer, BundleId>> bundles = new HashMap<>();
    private final Map<JobId, Map<Integer, Long>> starts = new HashMap<>();
    private final Set<Event.BundleClaimed> claims = new HashSet<>();

    void follow(Recorded recorded) {
        if (recorded.event() instanceof Event.JobReleased released) {
            bundles.computeIfAbsent(released.job(), job -> new HashMap<>(2)).put(released.run(), released.bundle());
        } else if (recorded.event() instanceof Event.JobStarted started) {
            starts.computeIfAbsent(started.job(), job -> new HashMap<>(2)).put(started.run(), recorded.at());
        } else if (recorded.event() instanceof Event.BundleClaimed claimed) {
            claims.add(claimed);
        }
    }

    /** The bundle that a run was released in, also long ago. */
    Optional<BundleId> bundle(JobId job, int run) {
        return Optional.ofNullable(bundles.getOrDefault(job, Map.of()).get(run));
    }

    /** When its worker was told to start. */
    Optional<Long> startedAt(JobId job, int run) {
        return Optional.ofNullable(starts.getOrDefault(job, Map.of()).get(run));
    }

    /** Whether that worker ever claimed it. */
    boolean claimed(BundleId bundle, String worker) {
        return claims.contains(new Event.BundleClaimed(bundle, worker));
    }
}
