package io.sluice.sdk;

import java.util.Objects;
import java.util.UUID;

/**
 * A flow's name: the tree of all its jobs and a UUID of version 7. The text form is that of a {@link JobId}.
 *
 * @param tree name of the tree, {@code [A-Za-z0-9_-]{1,64}}
 * @param uuid the id within the tree
 * @since 0.1
 */
public record FlowId(String tree, UUID uuid) {

    /**
     * Checks the tree's name.
     *
     * @throws IllegalArgumentException if the tree is no name
     * @throws NullPointerException if the UUID is missing
     * @since 0.1
     */
    public FlowId {
        Limits.checkName("tree", tree);
        Objects.requireNonNull(uuid, "a flow id needs a UUID");
    }

    /**
     * Reads the text form.
     *
     * @param text such as {@code main:0192f0c1-2345-7abc-8def-0123456789ab}
     * @throws IllegalArgumentException if it is anything else
     * @since 0.1
     */
    public static FlowId parse(String text) {
        JobId read = JobId.parse(text);
        return new FlowId(read.tree(), read.uuid());
    }

    /**
     * The text form.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return tree + ":" + uuid;
    }
}
