/**
 * The API over HTTP: questions and the way to the instance that owns a tree, commands on their way to the log, events from it.
 *
 * <p>May not live here: anything that writes state or reads what the stream thread writes in memory; reads go to the store.
 */
package io.sluice.web;
