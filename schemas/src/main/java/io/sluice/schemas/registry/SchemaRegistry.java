package io.sluice.schemas.registry;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * A registry of Avro schemas: each has a number, and stands in the history of one subject or of several. What it answers
 * about a number never changes, so whoever asks keeps the answer.
 *
 * <p>Implementations must be safe for use by many threads, and may block while they ask.
 *
 * @since 0.1
 */
public interface SchemaRegistry {

    /**
     * The id of a schema in a subject's history; empty: it is not in it. Writes nothing.
     *
     * @throws SchemaRegistryUnavailableException if nobody answers
     * @throws SchemaRegistryException if the registry refuses to say
     * @since 0.1
     */
    OptionalInt idOf(String subject, Schema schema);

    /**
     * Puts a schema into a subject's history as its newest version, unless it is in it already, after it has set the subject's
     * compatibility to {@code BACKWARD_TRANSITIVE} where it was weaker.
     *
     * @return the id
     * @throws SchemaRegistryUnavailableException if nobody answers
     * @throws SchemaRegistryException if the registry refuses, with its own words: not compatible, not allowed
     * @since 0.1
     */
    int register(String subject, Schema schema);

    /**
     * What speaks against registering a schema, in the registry's own words; empty: nothing. Writes nothing.
     *
     * @throws SchemaRegistryUnavailableException if nobody answers
     * @throws SchemaRegistryException if the registry refuses to say
     * @since 0.1
     */
    List<String> objections(String subject, Schema schema);

    /**
     * The schema with that id; empty: the registry says that there is none, or it is none of Avro's.
     *
     * @throws SchemaRegistryUnavailableException if nobody answers
     * @throws SchemaRegistryException if the registry refuses to say
     * @since 0.1
     */
    Optional<Schema> byId(int id);
}
