package io.sluice.wire;

import io.sluice.core.Cause;
import io.sluice.core.Command;

/**
 * What a record asks for.
 *
 * @param command the command
 * @param cause who wants it, and the tree that it is about; no tree: it is about the partition that it came to
 * @since 0.1
 */
public record Decoded(Command command, Cause cause) {}
