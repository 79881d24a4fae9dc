package io.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command makes what is too large for memory. */
final class Scratch {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where states are made and deleted again; needs as much room as they take. Default: the"
                    + " system's directory for temporary files.")
    private Path directory;

    /** A new, empty directory; whoever has filled it empties it, and then deletes it. */
    Path make() {
        try {
            return directory == null
                    ? Files.createTempDirectory("sluice-")
                    : Files.createTempDirectory(Files.createDirectories(directory), "sluice-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for states", e);
        }
    }
}
