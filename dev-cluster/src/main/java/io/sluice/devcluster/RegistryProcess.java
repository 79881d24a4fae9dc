package io.sluice.devcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real schema registry as a child JVM: Apicurio Registry, which speaks the API of Confluent's. It can be killed and started
 * again on the same port and data, and dies with this JVM. It is up after some five seconds and takes about 235 MB.
 *
 * <p>Its program does not come with this library: it is {@code io.apicurio:apicurio-registry-app}, classifier {@code all}, type
 * {@code tar.gz}, on Maven Central, unpacked by whoever wants it. Safe for use by several threads; one waits for the other.
 *
 * @since 0.1
 */
public final class RegistryProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String READY = "Listening on:";
    private static final String PROGRAM = "quarkus-run.jar";

    private final Path home;
    private final Path folder;
    private final int port;
    private final int managementPort;
    private JavaProcess process;

    private RegistryProcess(Path home, Path folder, int port, int managementPort) {
        this.home = home;
        this.folder = folder;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Starts a registry on a free port and waits until it answers.
     *
     * @param home where its program was unpacked to
     * @param folder for its data and its log
     * @return the running registry
     * @throws IllegalArgumentException when its program is not there
     * @throws IllegalStateException when it is not ready within 120 seconds; the text ends with its last lines
     * @since 0.1
     */
    public static RegistryProcess start(Path home, Path folder) {
        if (!Files.exists(home.resolve(PROGRAM))) {
            throw new IllegalArgumentException("There is no " + PROGRAM + " in " + home.toAbsolutePath()
                    + ": unpack io.apicurio:apicurio-registry-app:tar.gz:all there, as the build does before its"
                    + " integration tests");
        }
        RegistryProcess registry =
                new RegistryProcess(home.toAbsolutePath(), folder.toAbsolutePath(), Ports.take(0), Ports.take(0));
        registry.launch();
        return registry;
    }

    private void launch() {
        // Without a delay: what it has answered must survive a kill.
        Path data = folder.resolve("registry");
        Map<String, String> properties = Map.of(
                "quarkus.http.host",
                Ports.LOOPBACK,
                "quarkus.http.port",
                Integer.toString(port),
                "quarkus.management.host",
                Ports.LOOPBACK,
                "quarkus.management.port",
                Integer.toString(managementPort),
                "apicurio.storage.kind",
                "sql",
                "apicurio.storage.sql.kind",
                "h2",
                "apicurio.datasource.url",
                "jdbc:h2:file:" + data + ";WRITE_DELAY=0");
        JavaProgram program = new JavaProgram(
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                List.of(),
                properties,
                List.of(
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED"),
                List.of(home.resolve(PROGRAM)));
        process = JavaProcess.start(program, folder.resolve("registry.log"));
        try {
            process.awaitLine(READY, PATIENCE);
        } catch (RuntimeException e) {
            process.kill();
            throw new IllegalStateException("The schema registry at " + url() + " did not start: " + e.getMessage(), e);
        }
    }

    /**
     * The base of Confluent's API, for {@code schema.registry.url}.
     *
     * @return the same after each restart
     * @since 0.1
     */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + port + "/apis/ccompat/v7";
    }

    /**
     * Ends it at once (SIGKILL). No effect on one that does not run.
     *
     * @since 0.1
     */
    public synchronized void kill() {
        process.kill();
    }

    /**
     * Starts it again on the same port and data and waits until it answers; one that runs is stopped in order first.
     *
     * @throws IllegalStateException as {@link #start} does
     * @since 0.1
     */
    public synchronized void restart() {
        process.stop(PATIENCE);
        launch();
    }

    /**
     * Stops it in order; one that has not ended after 30 seconds is killed. Its data stay. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    public synchronized void close() {
        process.close();
    }
}
