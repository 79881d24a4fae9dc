package io.sluice.examples.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one demo. A new one each time, so that no demo counts what another one has left.
 *
 * @param path where it is, absolute
 */
record RunFolder(Path path) {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A new folder below the build's {@code target/demo}, or the current directory's if this was not built here. */
    static RunFolder create() throws IOException {
        Path parent = Files.createDirectories(buildFolder().resolve("demo"));
        String name = NAME.format(LocalDateTime.now());
        for (int i = 1; ; i++) {
            try {
                return new RunFolder(Files.createDirectory(parent.resolve(i == 1 ? name : name + "-" + i)));
            } catch (FileAlreadyExistsException another) {
                // Two within a second: the next number.
            }
        }
    }

    /**
     * A folder that somebody named.
     *
     * @throws IllegalArgumentException if there is something in it
     */
    static RunFolder named(Path folder) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        Files.createDirectories(path);
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException("the folder " + path
                        + " is not empty; a demo counts what it finds, so give it a new folder or an empty one");
            }
        }
        return new RunFolder(path);
    }

    private static Path buildFolder() {
        try {
            Path code = Path.of(RunFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = code; folder != null; folder = folder.getParent()) {
                if (folder.endsWith("target")) {
                    return folder;
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this program is no path", e);
        }
        return Path.of("target").toAbsolutePath();
    }

    /** Deletes the folder and all that is in it. */
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
