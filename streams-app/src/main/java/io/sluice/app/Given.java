package io.sluice.app;

/**
 * A value and where it was found, for whoever has to correct it.
 *
 * @param value as it was written
 * @param where such as {@code --http-port} or {@code sluice.properties}
 */
record Given(String value, String where) {}
