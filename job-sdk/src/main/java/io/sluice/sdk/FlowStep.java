package io.sluice.sdk;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a flow that is put together edge by edge; see {@link JobFlow.Builder}. Where a part is a flow itself, its first
 * jobs wait, and its last ones are waited for.
 *
 * @since 0.1
 */
public final class FlowStep {

    private final JobFlow.Builder flow;
    private final FlowPart part;
    private final List<Edge> edges = new ArrayList<>();

    FlowStep(JobFlow.Builder flow, FlowPart part) {
        this.flow = flow;
        this.part = part;
    }

    /** What it waits for, and for which end: done, failure or any. */
    record Edge(FlowStep parent, String on) {}

    /**
     * Starts when all of these are DONE; cancelled when one of them is cancelled.
     *
     * @throws IllegalArgumentException if one is of another flow, or this step itself
     * @since 0.1
     */
    public FlowStep after(FlowStep... steps) {
        return waiting("done", steps);
    }

    /**
     * Starts when all of these have failed for good; cancelled, as not needed, when one of them is DONE.
     *
     * @throws IllegalArgumentException if one is of another flow, or this step itself
     * @since 0.1
     */
    public FlowStep onFailure(FlowStep... steps) {
        return waiting("failure", steps);
    }

    /**
     * Starts when all of these have ended, however.
     *
     * @throws IllegalArgumentException if one is of another flow, or this step itself
     * @since 0.1
     */
    public FlowStep whenever(FlowStep... steps) {
        return waiting("any", steps);
    }

    private FlowStep waiting(String on, FlowStep... steps) {
        for (FlowStep step : steps) {
            if (step == this) {
                throw new IllegalArgumentException("a step of a flow cannot wait for itself");
            }
            if (step.flow != flow) {
                throw new IllegalArgumentException(
                        "a step waits for a step of another flow; name that one's job by its id, or add it to this flow");
            }
            edges.add(new Edge(step, on));
        }
        return this;
    }

    FlowPart part() {
        return part;
    }

    List<Edge> edges() {
        return edges;
    }
}
