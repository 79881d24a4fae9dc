package io.sluice.it;

import io.sluice.devcluster.JavaProcess;
import io.sluice.devcluster.JavaProgram;
import io.sluice.sdk.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that runs {@link WorkerMain}, and what its handlers wrote down. */
final class WorkerProcess implements AutoCloseable {

    private final JavaProcess process;
    private final Path executions;
    private String id;
    private boolean frozen;

    private WorkerProcess(JavaProcess process, Path executions) {
        this.process = process;
        this.executions = executions;
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param folder where its output and the list of executions go
     * @param types job types that it knows, by the names of {@link WorkerMain}
     */
    static WorkerProcess launch(String bootstrapServers, Path folder, int slots, String... types) {
        Path executions = folder.resolve("executions");
        JavaProgram program = JavaProgram.of(
                        WorkerMain.class,
                        bootstrapServers,
                        Integer.toString(slots),
                        executions.toString(),
                        String.join(",", types))
                .option("-Xmx192m")
                .option("-XX:+UseSerialGC")
                .option("-XX:TieredStopAtLevel=1");
        return new WorkerProcess(JavaProcess.start(program, folder.resolve("worker.log")), executions);
    }

    WorkerProcess awaitReady() {
        String line = process.awaitLine(WorkerMain.READY, Duration.ofSeconds(60));
        id = line.substring(line.indexOf(WorkerMain.READY) + WorkerMain.READY.length())
                .trim();
        return this;
    }

    /** Its id, once it is ready. */
    String id() {
        return id;
    }

    /**
     * What a handler did.
     *
     * @param what {@code start}, or how it ended: {@code done}, {@code failed}, {@code stopped}
     */
    record Note(String what, JobId job, int run) {

        static Note read(String line) {
            String[] words = line.split(" ");
            return new Note(words[0], JobId.parse(words[1]), Integer.parseInt(words[2]));
        }
    }

    /** All that its handlers wrote down so far. */
    List<Note> notes() {
        if (!Files.exists(executions)) {
            return List.of();
        }
        try {
            return Files.readAllLines(executions).stream().map(Note::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As by a power cut. */
    void kill() {
        process.kill();
    }

    /** As by SIGTERM. */
    void stop() {
        process.stop(Duration.ofSeconds(30));
    }

    /** Halts it, as a machine does that was put to sleep. */
    void freeze() {
        signal("-STOP");
        frozen = true;
    }

    /** Lets it go on where it was. */
    void thaw() {
        signal("-CONT");
        frozen = false;
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " " + process.pid() + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to stop and does not wait. */
    void requestStop() {
        if (frozen) {
            thaw();
        }
        process.requestStop();
    }

    @Override
    public void close() {
        requestStop();
        process.close();
    }
}
