/**
 * What is measured: a fold of events into counters and histograms, and gauges that are read from the store when somebody asks.
 * No rule knows of it.
 */
package io.sluice.app.meters;
