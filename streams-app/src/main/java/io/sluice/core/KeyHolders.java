package io.sluice.core;

import java.util.Optional;

/** Who holds a dedup key. */
interface KeyHolders {

    /** The job that keeps a submission from being stored now, because it holds its key; none: it may be stored. */
    Optional<JobId> holder(Submission asked, long now);

    /**
     * Whether that job is still there. Its window may hold the key longer; then its id may have come again, and whoever has it
     * now is not the holder.
     */
    boolean isKept(JobId holder, String key);

    /** Whether the submission is stored all the same: it is to replace a holder that is on its way to a worker already. */
    boolean isFollowed(Submission asked, JobId holder, long now);
}
