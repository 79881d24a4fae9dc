package io.sluice.core;

import java.util.UUID;

/**
 * A job's name: its tree and a UUIDv7 made by whoever submitted it. The text form {@code tree:uuid} is enough for any reader
 * to route it.
 *
 * @param tree the tree of channels, {@code [A-Za-z0-9_-]{1,64}}
 * @param uuid unique within the tree
 * @since 0.1
 */
public record JobId(String tree, UUID uuid) {

    /** @throws IllegalArgumentException if the tree's name is not one */
    public JobId {
        Names.check("tree", tree);
        if (uuid == null) {
            throw new IllegalArgumentException("a job id needs a uuid");
        }
    }

    /**
     * Reads {@code tree:uuid}; a bare uuid is in the tree {@code main}.
     *
     * @throws IllegalArgumentException with what was given and what is expected
     */
    public static JobId parse(String text) {
        int colon = text.indexOf(':');
        String tree = colon < 0 ? "main" : text.substring(0, colon);
        try {
            return new JobId(tree, UUID.fromString(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is not a job id; expected tree:uuid, such as main:01920000-0000-7000-8000-000000000001",
                    e);
        }
    }

    @Override
    public String toString() {
        return tree + ":" + uuid;
    }
}
