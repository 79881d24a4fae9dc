package io.sluice.core;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a job. Times are milliseconds since the epoch, 0 where there is none.
 *
 * @param state where it is
 * @param attempt executions that count so far, the running one included
 * @param run releases so far; only ever grows
 * @param notBefore ETA or the back-off's end, while SCHEDULED
 * @param worker who ran it last; empty if nobody did
 * @param startedAt the worker's clock at its last start; while RUNNING, the partition's
 * @param finishedAt the partition's time when it ended
 * @param error of the last attempt that failed
 * @param result what the handler returned
 * @param reason why it was cancelled; empty otherwise
 * @param alone whether it was ever lost and is released alone from then on
 * @since 0.1
 */
public record JobStatus(
        JobState state,
        int attempt,
        int run,
        OptionalLong notBefore,
        String worker,
        long startedAt,
        long finishedAt,
        Optional<Failure> error,
        Optional<String> result,
        String reason,
        boolean alone) {

    /** What a job is that nothing has happened to. */
    public static JobStatus fresh(Job job) {
        JobState state = job.firstState();
        return new JobStatus(
                state,
                0,
                0,
                state == JobState.SCHEDULED ? job.eta() : OptionalLong.empty(),
                "",
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "",
                false);
    }
}
