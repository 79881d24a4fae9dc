package io.sluice.core;

/**
 * An event with its place in the history.
 *
 * @param tree whose history; empty: no tree's
 * @param number counts the tree's events from 1, without a gap; 0 for {@link Event.Soft} ones and those of no tree
 * @param at the partition's time
 * @param cause who caused it
 * @param event what changed
 * @since 0.1
 */
public record Recorded(String tree, long number, long at, Cause cause, Event event) {}
