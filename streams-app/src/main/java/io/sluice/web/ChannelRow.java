package io.sluice.web;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A channel as it is now.
 *
 * @param path its whole path
 * @param capacity how many bundles may be open in it and below; null: no limit of its own
 * @param topic the channel topic that its jobs are released to
 * @param paused its own pause; null: it has none
 * @param seats open bundles of it and below
 * @param ready READY jobs of its own
 * @param scheduled SCHEDULED jobs of its own
 * @param waiting WAITING jobs of its own
 * @param failed FAILED jobs of its own
 * @param total what was counted since the channel is known
 * @since 0.1
 */
public record ChannelRow(
        String path,
        OptionalInt capacity,
        String topic,
        Optional<Pause> paused,
        int seats,
        long ready,
        long scheduled,
        long waiting,
        long failed,
        Total total) {

    /**
     * A pause.
     *
     * @param reason why, may be empty
     * @param by who paused it
     * @param at when
     * @since 0.1
     */
    public record Pause(String reason, String by, Instant at) {}

    /**
     * Sums over all time of the channel's own jobs.
     *
     * @param done runs that ended DONE
     * @param failed runs that ended FAILED
     * @param retried runs that will be tried again
     * @param cancelled jobs that were cancelled
     * @since 0.1
     */
    public record Total(long done, long failed, long retried, long cancelled) {}
}
