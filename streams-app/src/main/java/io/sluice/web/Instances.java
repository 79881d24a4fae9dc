package io.sluice.web;

import java.util.Collection;
import java.util.Optional;

/**
 * Where trees live: what the query API has to know about this instance and the others.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public interface Instances {

    /** Who can answer about a tree now. */
    Owner ownerOf(String tree);

    /** Every partition that this instance can answer for now. */
    Collection<Local> local();

    /** The addresses ({@code host:port}) of the other instances. */
    Collection<String> others();

    /** How this instance is. */
    Health health();

    /** What is measured about this instance, as Prometheus reads it ({@code text/plain; version=0.0.4}). */
    String metrics();

    /** Whether all partitions of this instance are assigned and restored; else why not. */
    Optional<String> notReady();

    /**
     * A partition on this instance.
     *
     * @param number its number
     * @param queries what is known in it
     * @since 0.1
     */
    record Local(int number, Queries queries) {}

    /**
     * Who answers about a tree.
     *
     * @since 0.1
     */
    sealed interface Owner {

        /**
         * This instance.
         *
         * @param partition the tree's partition
         * @since 0.1
         */
        record Here(Local partition) implements Owner {}

        /**
         * Another instance.
         *
         * @param address its {@code host:port}
         * @since 0.1
         */
        record Elsewhere(String address) implements Owner {}

        /**
         * Nobody at the moment.
         *
         * @param why in words
         * @since 0.1
         */
        record Moving(String why) implements Owner {}
    }
}
