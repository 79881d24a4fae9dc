package io.sluice.web;

/**
 * A tree.
 *
 * @param tree its name
 * @param partition the partition that it lives in
 * @param seats open bundles in it
 * @param ready READY jobs in it
 * @since 0.1
 */
public record TreeDocument(String tree, int partition, int seats, long ready) {}
