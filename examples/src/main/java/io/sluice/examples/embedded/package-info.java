/**
 * Broker and scheduler in one JVM, on the data of one folder: what the commands {@code demo} and {@code local} stand on.
 */
package io.sluice.examples.embedded;
