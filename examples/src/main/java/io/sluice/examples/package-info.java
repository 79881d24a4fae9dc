/** Adds the commands {@code demo} and {@code local} to {@code sluice}, and holds the example that the README shows. */
package io.sluice.examples;
