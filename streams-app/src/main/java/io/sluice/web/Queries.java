package io.sluice.web;

import io.sluice.core.JobId;
import java.util.List;
import java.util.Optional;

/**
 * What people ask about one partition. Reads the store only, page by page; a row whose state no longer fits is left out.
 *
 * <p>Safe for use by many threads, beside the one that writes.
 *
 * @since 0.1
 */
public interface Queries {

    /** Names of trees that are known here, in order: at most {@code limit}, all after the name {@code after}. */
    List<String> trees(String after, int limit);

    /** The tree's channels in the order of their paths: declared ones and all that ever had jobs. */
    List<ChannelRow> channels(String tree);

    /** A page of jobs. */
    Answers.Jobs jobs(JobsQuestion question);

    /** All about one job, if it is kept; with its payload's bytes only on demand. */
    Optional<JobDetails> job(JobId id, boolean withPayload);

    /** Live workers. */
    List<WorkerRow> workers();
}
