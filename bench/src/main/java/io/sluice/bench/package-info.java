/**
 * The command {@code bench}: how fast Sluice is on this machine, beside what Kafka alone does on it in the same minutes.
 *
 * <p>{@code Cluster} starts broker, schedulers and workers, each a process of its own. A {@code Workload} submits through
 * {@code Bench}; {@code Ledger} reads the events afterwards, and from them alone come the counts and the times: nothing is
 * read while the clock runs. {@code Report} prints.
 */
package io.sluice.bench;
