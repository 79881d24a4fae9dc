package io.sluice.web;

import java.util.List;

/**
 * How an instance is: {@code GET /v1/health}, which answers 200 whatever it has to say. It is also how commands learn where
 * the brokers are, so that a person must know one address only.
 *
 * @param state in one word: {@code starting}, {@code restoring}, {@code ready}, {@code down} or what Streams calls it
 * @param version of Sluice
 * @param applicationId the group that the instances form
 * @param bootstrapServers the brokers
 * @param partitions partitions on this instance
 * @since 0.1
 */
public record Health(
        String state, String version, String applicationId, String bootstrapServers, List<Partition> partitions) {

    /**
     * A partition on this instance.
     *
     * @param number its number
     * @param state such as {@code RUNNING} or {@code RESTORING}
     * @since 0.1
     */
    public record Partition(int number, String state) {}
}
