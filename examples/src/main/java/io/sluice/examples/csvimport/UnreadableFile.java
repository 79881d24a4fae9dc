package io.sluice.examples.csvimport;

import java.nio.file.Path;

/**
 * A CSV file cannot be read at all: it is missing, a folder, not permitted, its header line is broken, or the disk
 * failed. The message is one line that names the path and what is wrong. A single broken line never leads here.
 */
public final class UnreadableFile extends RuntimeException {

    UnreadableFile(Path file, String problem) {
        super(message(file, problem));
    }

    UnreadableFile(Path file, String problem, Throwable cause) {
        super(message(file, problem), cause);
    }

    private static String message(Path file, String problem) {
        return ("cannot read " + file + ": " + problem).replaceAll("\\p{Cntrl}", "?");
    }
}
