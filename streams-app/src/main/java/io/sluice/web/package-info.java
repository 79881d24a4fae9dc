/**
 * The query API over HTTP and the way to the instance that owns a tree.
 *
 * <p>May not live here: anything that writes state or reads what the stream thread writes in memory; reads go to the store.
 */
package io.sluice.web;
