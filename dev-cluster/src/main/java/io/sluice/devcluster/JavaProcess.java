package io.sluice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child JVM that runs a main class, with this JVM's Java and class path. It dies with this JVM, even if this one is killed.
 *
 * <p>It can be ended in two ways: {@link #stop} as by a signal, with its shutdown hooks, and {@link #kill} as by a power cut. To
 * run the program again, start another one. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class JavaProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JavaProcess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;
    private static final int LINES_IN_ERRORS = 20;

    private final JavaProgram program;
    private final Path output;
    private final long outputStart;
    private final Process process;

    private JavaProcess(JavaProgram program, Path output, long outputStart, Process process) {
        this.program = program;
        this.output = output;
        this.outputStart = outputStart;
        this.process = process;
    }

    /**
     * Starts a program. Returns as soon as the process exists; see {@link #awaitLine} for when it is ready.
     *
     * @param program what to run
     * @param output file that gets what it prints, both streams; created with its folders when absent, else appended to
     * @return the process
     * @throws UncheckedIOException when the file cannot be written or the operating system refuses the process
     * @since 0.1
     */
    public static JavaProcess start(JavaProgram program, Path output) {
        Path file = output.toAbsolutePath().normalize();
        try {
            Files.createDirectories(file.getParent());
            long end = Files.exists(file) ? Files.size(file) : 0;
            Process process = new ProcessBuilder(program.command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
                    .start();
            return new JavaProcess(program, file, end, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + program.mainClass() + " with output to " + file, e);
        }
    }

    /**
     * Waits until the program has printed a line. Lines it printed before the call count, those of earlier programs in the same
     * file do not.
     *
     * @param text part of the line
     * @param timeout how long to wait
     * @return the first whole line with that text
     * @throws IllegalStateException when the time is over or the program ended before; says how, where its output is, and its
     *     last lines
     * @throws UncheckedIOException when the output cannot be read
     * @since 0.1
     */
    public String awaitLine(String text, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (LineTail lines = new LineTail(output, outputStart)) {
            while (true) {
                boolean last = awaitExit(Duration.ofMillis(POLL_MILLIS)) || System.nanoTime() - deadline > 0;
                for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().contains(text)) {
                        return line.get();
                    }
                }
                if (last) {
                    throw new IllegalStateException(missing(text, timeout));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + output, e);
        }
    }

    private String missing(String text, Duration timeout) throws IOException {
        String how = isAlive()
                ? "did not print '" + text + "' within " + timeout.toMillis() + " ms"
                : "ended with exit code " + process.exitValue() + " before it printed '" + text + "'";
        return program.mainClass() + " (process " + pid() + ") " + how + ". Its output is in " + output
                + ", at the end:\n" + LineTail.last(output, outputStart, LINES_IN_ERRORS);
    }

    /**
     * Asks the program to end, by closing its standard input, and does not wait. Its shutdown hooks run. No effect on one that
     * ended.
     *
     * @since 0.1
     */
    public void requestStop() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            LOG.debug("The standard input of process {} was closed already", pid(), alreadyGone);
        }
    }

    /**
     * Waits for the end of the program, whoever causes it.
     *
     * @param timeout how long to wait; zero looks only
     * @return whether it has ended
     * @throws IllegalStateException when this thread is interrupted; it stays so
     * @since 0.1
     */
    public boolean awaitExit(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of process " + pid(), e);
        }
    }

    /**
     * Ends the program in order: its shutdown hooks run. No effect on one that ended.
     *
     * @param timeout how long to wait for its end
     * @throws IllegalStateException when it has not ended by then; it is killed before this is thrown
     * @since 0.1
     */
    public void stop(Duration timeout) {
        requestStop();
        if (!awaitExit(timeout)) {
            kill();
            throw new IllegalStateException(program.mainClass() + " (process " + pid() + ") did not stop within "
                    + timeout.toMillis() + " ms and was killed. Its output is in " + output);
        }
    }

    /**
     * Ends the program at once (SIGKILL) and waits until the operating system has removed it. No effect on one that ended.
     *
     * @throws IllegalStateException when it is still there after 30 seconds
     * @since 0.1
     */
    public void kill() {
        process.destroyForcibly();
        if (!awaitExit(PATIENCE)) {
            throw new IllegalStateException(
                    "Process " + pid() + " is there " + PATIENCE.toSeconds() + " s after it was killed");
        }
    }

    /**
     * Whether the program runs.
     *
     * @return false from its end on
     * @since 0.1
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * The operating system's number of the process, for signals that this class does not send.
     *
     * @return the process id; may belong to another process after the end of this one
     * @since 0.1
     */
    public long pid() {
        return process.pid();
    }

    /**
     * The file with what the program prints.
     *
     * @return an absolute path
     * @since 0.1
     */
    public Path output() {
        return output;
    }

    /**
     * Stops the program in order; one that has not ended after 30 seconds is killed, and a warning logged.
     *
     * @since 0.1
     */
    @Override
    public void close() {
        requestStop();
        if (!awaitExit(PATIENCE)) {
            LOG.warn(
                    "{} (process {}) did not stop within {} s and is killed",
                    program.mainClass(),
                    pid(),
                    PATIENCE.toSeconds());
            kill();
        }
    }
}
