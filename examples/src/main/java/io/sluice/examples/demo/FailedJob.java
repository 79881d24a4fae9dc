package io.sluice.examples.demo;

/**
 * A job that failed for good.
 *
 * @param id the job, {@code tree:uuid}
 * @param channel its channel
 * @param line the line that it is about; 0 for none
 * @param reason why, in the handler's words
 */
record FailedJob(String id, String channel, long line, String reason) {}
