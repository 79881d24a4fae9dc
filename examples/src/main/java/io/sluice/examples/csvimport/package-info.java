/**
 * The two ends of the CSV import: {@link io.sluice.examples.csvimport.CsvLines} reads a file line by line, and
 * {@link io.sluice.examples.csvimport.RowStore} keeps the imported rows, each once.
 *
 * <p>What lies between them, jobs and the workers that run them, is not here: nothing in this package knows the
 * scheduler, Kafka or the command line, so both ends can be read and tested alone.
 */
package io.sluice.examples.csvimport;
