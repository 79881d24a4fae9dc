package io.sluice.schemas.registry;

/**
 * Makes the connection to a schema registry in another way than by the client that is built in. One that is found by
 * {@link java.util.ServiceLoader} takes that one's place.
 *
 * @since 0.1
 */
public interface SchemaRegistryProvider {

    /**
     * The registry of these settings. Asks it nothing yet.
     *
     * @throws IllegalArgumentException if a setting is wrong
     * @since 0.1
     */
    SchemaRegistry open(RegistrySettings settings);
}
