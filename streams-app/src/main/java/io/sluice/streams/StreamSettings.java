package io.sluice.streams;

import io.sluice.core.Carry;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an instance is told.
 *
 * @param applicationId the same for all instances that share the work; prefix of the changelog's name and of the
 *     transactional ids
 * @param stateDir where the state lies; must outlive the process, so no temporary directory
 * @param server {@code host:port} under which the other instances reach this one's query API
 * @param threads stream threads, at least 1; more than this machine's cores gain nothing
 * @param standbys how many other instances keep a copy of each partition, 0 or more; a setting of the whole group
 * @param leaseMs how long a missing heartbeat of a worker is waited for, in milliseconds
 * @param carry how often what lives is written again
 * @param wire how records are read and written
 * @param kafka Kafka's own settings: {@code bootstrap.servers}, security, and whatever else; a name may begin with
 *     {@code client.} (for every client), {@code producer.}, {@code consumer.}, {@code main.consumer.} or {@code admin.}
 * @since 0.1
 */
public record StreamSettings(
        String applicationId,
        Path stateDir,
        String server,
        int threads,
        int standbys,
        long leaseMs,
        Carry carry,
        Wire wire,
        Map<String, String> kafka) {

    /** @throws IllegalArgumentException with the value and what is allowed */
    public StreamSettings {
        require(!applicationId.isBlank(), "the application id is empty; expected a name such as sluice");
        require(server.matches("[^:\\s]+:\\d{1,5}"), "\"" + server + "\" is no host:port, such as 10.0.0.5:8080");
        require(threads >= 1, threads + " stream threads; 1 or more is allowed");
        require(standbys >= 0, standbys + " standbys; 0 or more is allowed");
        require(leaseMs >= 1000, "a lease of " + leaseMs + " ms; 1000 or more is allowed");
        require(
                kafka.containsKey("bootstrap.servers") || kafka.containsKey("client.bootstrap.servers"),
                "bootstrap.servers is missing among Kafka's settings; expected host:port of a broker");
        kafka = Map.copyOf(kafka);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
