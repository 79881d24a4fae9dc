package io.sluice.log;

import io.sluice.core.JobId;

/**
 * Histories of jobs, kept or long purged, out of the events.
 *
 * @since 0.1
 */
public final class Histories {

    /** The time in an id is the clock of whoever made it. */
    private static final long SLACK_MS = 10 * 60_000;

    private final Events events;

    /** @param events to read from */
    public Histories(Events events) {
        this.events = events;
    }

    /**
     * What happened to a job from its submission until it was purged, or until now. Begins at the time in its id. If its
     * submission is not found from there, all of the log is gone through, in all partitions, which may take minutes.
     *
     * @param watch looks on
     * @throws LogException if the events cannot be read
     */
    public History of(JobId job, Watch watch) {
        JobTrail near = new JobTrail(job);
        long from = Math.max(0, IdTime.of(job.uuid()) - SLACK_MS);
        boolean complete = events.read(Stretch.of(job.tree(), from, Long.MAX_VALUE), watch, near::take);
        if (near.begins() || !complete) {
            return near.history(complete);
        }
        JobTrail anywhere = new JobTrail(job);
        complete = events.read(Stretch.everywhere(job.tree(), Long.MAX_VALUE), watch, recorded -> {
            anywhere.take(recorded);
            // Of several partitions none is through because another is.
            return true;
        });
        return anywhere.history(complete);
    }
}
