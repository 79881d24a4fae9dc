package io.sluice.state;

/**
 * A tree.
 *
 * @param name its name
 * @param ready READY jobs in it
 * @param open open bundles in it
 * @since 0.1
 */
public record TreeRow(String name, long ready, int open) {}
