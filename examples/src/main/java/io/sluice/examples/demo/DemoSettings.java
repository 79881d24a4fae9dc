package io.sluice.examples.demo;

import java.nio.file.Path;

/**
 * What a demo is told.
 *
 * @param file the file to import, as somebody named it
 * @param shown the file's name for people
 * @param lines records in it, counted before anything starts
 * @param folder where the data are kept
 * @param keep whether the data stay
 */
record DemoSettings(Path file, String shown, long lines, RunFolder folder, boolean keep) {}
