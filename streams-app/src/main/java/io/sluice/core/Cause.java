package io.sluice.core;

import java.util.Optional;
import java.util.UUID;

/**
 * Who caused what follows: stands with every event.
 *
 * @param tree the tree that the command is about; empty where it is about a partition
 * @param command the command's id; none: a report or a timer
 * @param by the sender of the command, or the worker
 * @since 0.1
 */
public record Cause(String tree, Optional<UUID> command, String by) {

    /** A timer or a record that belongs to no tree. */
    public static Cause itself() {
        return new Cause("", Optional.empty(), "sluice");
    }

    Cause about(String otherTree) {
        return new Cause(otherTree, command, by);
    }
}
