package io.sluice.web;

import io.sluice.core.JobId;
import io.sluice.state.JobPage;
import io.sluice.state.JobQuery;
import io.sluice.state.OrderedReads;
import io.sluice.state.Reads;
import java.util.List;
import java.util.Optional;

/**
 * What people ask about one partition, as documents. Reads the store only, page by page; a row whose state no longer fits is
 * left out.
 *
 * <p>Safe for use by many threads, beside the one that writes.
 *
 * @since 0.1
 */
public final class Queries {

    private final int partition;
    private final Reads reads;

    /**
     * Questions to one partition.
     *
     * @param partition its number
     * @param store where its state is kept
     */
    public Queries(int partition, OrderedReads store) {
        this.partition = partition;
        this.reads = new Reads(store);
    }

    /** Trees that are known here, in the order of their names: at most {@code limit}, all after the name {@code after}. */
    public List<TreeDocument> trees(String after, int limit) {
        return reads.trees(limit, after).stream()
                .map(tree -> new TreeDocument(tree.name(), partition, tree.open(), tree.ready()))
                .toList();
    }

    /** The tree's channels in the order of their paths: declared ones, all that ever had jobs, and what is above them. */
    public List<ChannelDocument> channels(String tree) {
        return ChannelDocument.all(reads.channelRows(tree));
    }

    /**
     * A page of jobs; it may be short, even empty, although more follow.
     *
     * @throws ApiProblem if the page's token is none
     */
    public Answers.Jobs jobs(JobQuery query) {
        try {
            JobPage page = reads.jobs(query);
            return new Answers.Jobs(page.jobs().stream().map(JobDocument::of).toList(), page.next());
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    e.getMessage(), "take the page from nextPage of an answer to the same question, or leave it out");
        }
    }

    /** All about one job, if it is kept; with its payload's bytes only on demand. */
    public Optional<JobDetails> job(JobId id, boolean withPayload) {
        return reads.job(id).map(row -> JobDetails.of(row, withPayload));
    }

    /** Live workers. */
    public List<WorkerDocument> workers() {
        return reads.workers().entrySet().stream()
                .map(worker -> WorkerDocument.of(worker.getKey(), worker.getValue()))
                .toList();
    }
}
