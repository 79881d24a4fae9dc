/**
 * The program: {@code Main}, its commands, its settings.
 *
 * <p>May not live here: rules, topology, HTTP routes. Settings are read once, here.
 */
package io.sluice.app;
