package io.sluice.sdk;

import io.sluice.schemas.JobError;

/** What became of a run's output and its outcome DONE, which are one transaction. */
sealed interface Written {

    /** The broker has both. */
    record Committed() implements Written {}

    /**
     * Neither is there, nor will be: the run ends otherwise.
     *
     * @param mayHeal whether another run may get it written
     */
    record Refused(JobError error, boolean mayHeal) implements Written {}

    /**
     * The bundle is not ours any more, or nobody knows whether both are there. Nothing is told; what is handed back comes behind
     * them on the log, so the scheduler has seen them by then if they are.
     */
    record Untold(String why) implements Written {}
}
