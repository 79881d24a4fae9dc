package io.sluice.state;

import io.sluice.core.Job;
import io.sluice.core.JobStatus;

/**
 * A job and what became of it, as a reader sees it.
 *
 * @param job as it was accepted
 * @param status of an active job out of its bundle
 * @since 0.1
 */
public record JobRow(Job job, JobStatus status) {}
