package io.sluice.schemas.registry;

/**
 * The registry did not do what was asked of it. The message says what was asked, what it answered and what to do.
 *
 * @since 0.1
 */
public class SchemaRegistryException extends RuntimeException {

    /**
     * With nothing behind it.
     *
     * @since 0.1
     */
    public SchemaRegistryException(String message) {
        super(message);
    }

    /**
     * With what is behind it.
     *
     * @since 0.1
     */
    public SchemaRegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
