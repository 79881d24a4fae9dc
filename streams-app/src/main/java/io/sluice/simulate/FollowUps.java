package io.sluice.simulate;

import io.sluice.core.DerivedIds;
import io.sluice.core.JobId;
import java.util.UUID;

/** Ids that follow from another job's. */
final class FollowUps {

    private FollowUps() {}

    /** What a handler submits n-th, from 0, if it gives it no id. */
    static UUID submitted(JobId by, long n) {
        return DerivedIds.of(by, n).uuid();
    }

    /** What the final failure of a run submits where {@code on-failure} says so. */
    static UUID ofFailure(JobId failed, long run) {
        return DerivedIds.of(failed, -run).uuid();
    }
}
