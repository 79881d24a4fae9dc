package io.sluice.core;

import java.util.UUID;

/**
 * A flow's name: its tree and a UUIDv7 made by whoever submitted it. Written as a job's is, {@code tree:uuid}.
 *
 * @param tree the tree of all its jobs
 * @param uuid unique among the flows of the tree
 * @since 0.1
 */
public record FlowId(String tree, UUID uuid) {

    /** @throws IllegalArgumentException if the tree's name is not one */
    public FlowId {
        Names.check("tree", tree);
        if (uuid == null) {
            throw new IllegalArgumentException("a flow id needs a uuid");
        }
    }

    /**
     * Reads {@code tree:uuid}; a bare uuid is in the tree {@code main}.
     *
     * @throws IllegalArgumentException with what was given and what is expected
     */
    public static FlowId parse(String text) {
        JobId read = JobId.parse(text);
        return new FlowId(read.tree(), read.uuid());
    }

    /** The flow that a job belongs to. */
    static FlowId of(JobId member, UUID flow) {
        return new FlowId(member.tree(), flow);
    }

    @Override
    public String toString() {
        return tree + ":" + uuid;
    }
}
