/**
 * The thin shell around the rules: topology, processor, the RocksDB adapter, dead letters, ticker, commits, fencing.
 *
 * <p>May not live here: an {@code if} about jobs. Knows {@code wire}, {@code state} and {@code core}; nobody below knows it.
 */
package io.sluice.streams;
