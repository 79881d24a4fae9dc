package io.sluice.testing;

import io.sluice.app.AppConfig;
import io.sluice.app.SchedulerApp;
import io.sluice.devcluster.Broker;
import io.sluice.devcluster.BrokerChoice;
import io.sluice.devcluster.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker and a scheduler for a whole test run; its folder goes with it. */
final class SharedSluice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedSluice.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Broker broker;
    private final SchedulerApp scheduler;

    private SharedSluice(Path folder, Broker broker, SchedulerApp scheduler) {
        this.folder = folder;
        this.broker = broker;
        this.scheduler = scheduler;
    }

    /** @throws IllegalStateException if the broker or the scheduler does not start, with what to do */
    static SharedSluice start() {
        Path folder = newFolder();
        Broker broker = BrokerChoice.ofThisRun()
                .start(BrokerSettings.in(folder.resolve("broker")).deletedOnClose());
        try {
            SharedSluice shared = new SharedSluice(folder, broker, scheduler(folder, broker));
            shared.awaitReady();
            return shared;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("sluice-test-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder could be made for the broker and the scheduler of the tests", e);
        }
    }

    private static SchedulerApp scheduler(Path folder, Broker broker) {
        return SchedulerApp.start(
                AppConfig.of(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "state.dir",
                        folder.resolve("state").toString(),
                        "http.port",
                        "0",
                        "create.topics",
                        "true",
                        "partitions",
                        "4")),
                LOG::info);
    }

    private void awaitReady() {
        if (!scheduler.awaitReady(PATIENCE)) {
            close();
            throw new IllegalStateException(
                    "the scheduler of the tests has not got its partitions within " + PATIENCE + "; its log says why");
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String url() {
        return scheduler.url();
    }

    @Override
    public void close() {
        try {
            scheduler.close();
        } finally {
            broker.close();
            delete();
        }
    }

    private void delete() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes any) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException none) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("the folder {} of the tests' broker and scheduler could not be deleted: {}", folder, e.toString());
        }
    }
}
