package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.app.Main;
import io.sluice.devcluster.JavaProcess;
import io.sluice.devcluster.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scheduler as an operator runs it: a process that can be killed and started again on the same state folder. */
final class SchedulerProcess implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String URL = "query API at ";

    private final String bootstrapServers;
    private final Path folder;
    private JavaProcess process;
    private Api api;

    /** @param folder where its state and its output go */
    SchedulerProcess(String bootstrapServers, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
    }

    /** Starts it and waits until it says that it is ready. */
    SchedulerProcess start() {
        launch();
        awaitReady();
        return this;
    }

    /** Starts it and waits for nothing but its address. */
    void launch(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "scheduler",
                "--bootstrap-servers",
                bootstrapServers,
                "--state-dir",
                folder.resolve("state").toString(),
                "--http-port",
                "0",
                "--create-topics",
                "--partitions",
                Integer.toString(PARTITIONS),
                "--channels",
                "root:64",
                "--lease",
                LEASE.toSeconds() + "s"));
        arguments.addAll(List.of(more));
        JavaProgram program = JavaProgram.of(Main.class, arguments.toArray(String[]::new))
                .option("-Xmx384m")
                .option("-XX:+UseSerialGC")
                .option("-XX:TieredStopAtLevel=1");
        process = JavaProcess.start(program, folder.resolve("scheduler.log"));
        String line = process.awaitLine(URL, PATIENCE);
        api = new Api(line.substring(line.indexOf(URL) + URL.length()).trim());
    }

    void awaitReady() {
        await("a scheduler that is ready, output in " + process.output())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(api::isReady);
    }

    Api api() {
        return api;
    }

    JavaProcess process() {
        return process;
    }

    /** As by a power cut. */
    void kill() {
        process.kill();
    }

    /** As by SIGTERM. */
    void stop() {
        process.stop(PATIENCE);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
