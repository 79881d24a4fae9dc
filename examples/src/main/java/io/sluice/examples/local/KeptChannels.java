package io.sluice.examples.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The channel text that was given last for some data, so that the next start needs none. Lies beside the data. */
final class KeptChannels {

    private final Path file;

    KeptChannels(Path folder) {
        this.file = folder.resolve("channels.txt");
    }

    /** Empty if none was ever given. */
    String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void keep(String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
