/**
 * The command {@code demo}: imports a CSV file, one job a line, beside small jobs of a shop, and tells from the events
 * what became of them.
 *
 * <p>{@link io.sluice.examples.demo.DemoCommand} is the door. {@code ImportJobs} is the part that a service would have
 * written; all else starts, watches and checks.
 */
package io.sluice.examples.demo;
