package io.sluice.examples.embedded;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps from the terminal what Kafka warns of at every start and every end although nothing is wrong. The log file has it
 * all the same. Public because {@code logback.xml} names it.
 *
 * @since 0.1
 */
public final class HarmlessWarnings extends Filter<ILoggingEvent> {

    private static final List<Warning> KNOWN = List.of(
            new Warning(
                    "org.apache.kafka.controller.QuorumController",
                    "Performing controller activation",
                    "the first start on a new folder"),
            new Warning(
                    "org.apache.kafka.clients.NetworkClient",
                    "Attempting to close NetworkClient that has already been closed",
                    "the broker closes its own client twice"),
            new Warning(
                    "org.apache.kafka.streams.StreamsConfig",
                    "Warmup replicas are not supported yet",
                    "nobody has asked for any"),
            new Warning(
                    "org.apache.kafka.clients.consumer.internals.StreamsGroupHeartbeatRequestManager",
                    "Internal topics are missing",
                    "the first start makes them a moment later"),
            new Warning(
                    "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils",
                    "as it is no longer assigned",
                    "a worker asks for the end of a topic and then reads from there"),
            new Warning(
                    "org.apache.kafka.coordinator.group.streams.assignor.StickyTaskAssignor",
                    "standby tasks",
                    "a single instance cannot be its own standby"),
            new Warning(
                    "org.apache.kafka.clients.producer.internals.Sender",
                    "Error: CONCURRENT_TRANSACTIONS",
                    "a transaction began before the end of the last one was written; it is sent again"));

    /** For logback. */
    public HarmlessWarnings() {}

    private record Warning(String logger, String part, String why) {

        boolean is(ILoggingEvent event) {
            return event.getLoggerName().equals(logger)
                    && event.getFormattedMessage().contains(part);
        }
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return KNOWN.stream().anyMatch(warning -> warning.is(event)) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
