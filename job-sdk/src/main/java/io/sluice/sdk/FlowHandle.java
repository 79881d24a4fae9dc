package io.sluice.sdk;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A flow that the broker has accepted.
 *
 * <pre>{@code
 * FlowHandle flow = client.submit(JobFlow.chain(extract, transform, load));
 * client.cancelFlow(flow.id(), "wrong day"); // all its jobs
 * }</pre>
 *
 * @since 0.1
 */
public final class FlowHandle {

    private final FlowId id;
    private final List<JobHandle> handles;
    private final CompletableFuture<Verdict> verdict;

    FlowHandle(FlowId id, List<JobHandle> handles, CompletableFuture<Verdict> verdict) {
        this.id = id;
        this.handles = List.copyOf(handles);
        this.verdict = verdict;
    }

    /**
     * The flow's id.
     *
     * @since 0.1
     */
    public FlowId id() {
        return id;
    }

    /**
     * The ids of its jobs, in the order in which they stand in the flow.
     *
     * @since 0.1
     */
    public List<JobId> jobs() {
        return handles.stream().map(JobHandle::id).toList();
    }

    /**
     * Handles of its jobs, in the order in which they stand in the flow: each with its own {@link JobHandle#result}, and with the
     * verdict on the flow. A job that was not stored because another one holds its dedup key has no result.
     *
     * @since 0.1
     */
    public List<JobHandle> handles() {
        return handles;
    }

    /**
     * What the scheduler made of it: stored ({@link Verdict.Accepted}), a duplicate, or rejected as a whole. As
     * {@link JobHandle#admitted}.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public CompletableFuture<Verdict> admitted() {
        return Verdicts.wanted(verdict, "flow " + id);
    }

    /**
     * The flow's id.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return "FlowHandle(" + id + ")";
    }
}
