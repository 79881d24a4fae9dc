package io.sluice.devcluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A broker's folder.
 *
 * <pre>
 * the caller's folder
 *   kafka/              topics and cluster metadata, Kafka's own files
 *   broker.properties   what a child process was started with
 *   broker.log          what a child process printed
 * </pre>
 */
record DataFolder(Path path) {

    Path kafka() {
        return path.resolve("kafka");
    }

    Path log() {
        return path.resolve("broker.log");
    }

    private Path properties() {
        return path.resolve("broker.properties");
    }

    /** The id of the cluster whose data are here, absent in a folder that no broker used. */
    Optional<String> clusterId() {
        Path meta = kafka().resolve("meta.properties");
        return Files.exists(meta) ? Optional.ofNullable(read(meta).getProperty("cluster.id")) : Optional.empty();
    }

    /** Creates the folder; refuses one that another broker, here or in another JVM, works in. */
    void claim() {
        try {
            Files.createDirectories(kafka());
            if (isInUse()) {
                throw new IllegalStateException("The folder " + path
                        + " is in use by another broker: close that broker, or name another folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not create the broker's folder " + path, e);
        }
    }

    /** Kafka holds this lock as long as it runs. The question costs a running broker of this JVM its lock against others. */
    private boolean isInUse() throws IOException {
        Path lockFile = kafka().resolve(".lock");
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException usedInThisJvm) {
            return true;
        }
    }

    /** Writes down a child's settings. */
    Path write(Properties config) {
        try (Writer writer = Files.newBufferedWriter(properties())) {
            config.store(writer, "Written at each start of the broker: changes here are lost");
            return properties();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + properties(), e);
        }
    }

    static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    /** Removes what brokers wrote and nothing else, so that a wrongly chosen folder costs nobody's files. */
    void delete() {
        try {
            deleteTree(kafka());
            Files.deleteIfExists(log());
            Files.deleteIfExists(properties());
            deleteIfEmpty(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete the broker's data in " + path, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(root)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException somebodyElsesFiles) {
            return;
        }
    }
}
