/**
 * The command {@code local}: a broker, a scheduler and a worker for trying out, on data that stay.
 */
package io.sluice.examples.local;
