package io.sluice.schemas.registry;

/**
 * The registry cannot be asked now: nobody answers, or only to say that it is out of order. The same question may be
 * answered later.
 *
 * @since 0.1
 */
public final class SchemaRegistryUnavailableException extends SchemaRegistryException {

    /**
     * With what is behind it.
     *
     * @param cause may be null
     * @since 0.1
     */
    public SchemaRegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
