package io.sluice.testing;

import io.sluice.core.JobId;

/** A job's id in the words of the SDK and in those of the rules. */
final class Ids {

    private Ids() {}

    static io.sluice.sdk.JobId sdk(JobId id) {
        return new io.sluice.sdk.JobId(id.tree(), id.uuid());
    }

    static JobId core(io.sluice.sdk.JobId id) {
        return new JobId(id.tree(), id.uuid());
    }
}
