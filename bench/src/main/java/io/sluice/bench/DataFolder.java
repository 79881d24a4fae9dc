package io.sluice.bench;

import io.sluice.app.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a bench keeps its data and logs: one that was named, or a new one in the build's own folder. */
final class DataFolder {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private DataFolder() {}

    /**
     * The folder, made if it is not there.
     *
     * @param named by a person; null: a new one below {@code target/bench}
     * @throws CommandFailed if something is in it
     */
    static Path of(Path named) {
        Path folder = (named == null ? build().resolve("bench").resolve(NAME.format(LocalDateTime.now())) : named)
                .toAbsolutePath()
                .normalize();
        try {
            Files.createDirectories(folder);
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw CommandFailed.badUsage(
                            "The folder " + folder
                                    + " is not empty. A bench counts what it finds, so give --data-dir a new folder or an empty one");
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }

    /** Deletes what can be large: topics and states. The logs stay. */
    static void deleteData(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            for (Path data : content.filter(Files::isDirectory).toList()) {
                delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data in " + folder + " cannot be deleted", e);
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** The {@code target} that this code was built into, else that of the current directory. */
    private static Path build() {
        try {
            Path code = Path.of(DataFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = code; folder != null; folder = folder.getParent()) {
                if (folder.endsWith("target")) {
                    return folder;
                }
            }
            return Path.of("target");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this program is no path", e);
        }
    }
}
