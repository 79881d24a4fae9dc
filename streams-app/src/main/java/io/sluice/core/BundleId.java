package io.sluice.core;

/**
 * A bundle's name: its tree and the number of the event that released it, so it never comes twice.
 *
 * @param tree the tree of its jobs
 * @param number unique and growing within the tree
 * @since 0.1
 */
public record BundleId(String tree, long number) {

    @Override
    public String toString() {
        return tree + "#" + number;
    }
}
