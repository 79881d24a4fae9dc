package io.sluice.app;

/**
 * A setting that is unknown or wrong, with its value and what is allowed.
 *
 * @since 0.1
 */
public final class ConfigException extends RuntimeException {

    ConfigException(String message) {
        super(message);
    }
}
