package io.sluice.app;

import io.sluice.simulate.BadLineException;
import io.sluice.simulate.Script;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a script through the rules alone. */
@Command(
        name = "simulate",
        description = {
            "Runs a script of JSON lines through the rules alone: in memory, in virtual time, without a broker.",
            "Prints one event a line as JSON. docs/simulate.md tells what a line can say."
        },
        footer = {"", "Example:", "  echo '{\"submit\":{\"id\":\"j1\",\"type\":\"t\"}}' | sluice simulate -"})
final class SimulateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The script; - is standard input.")
    private String file;

    @Option(names = "--effects", description = "Print as well what would be sent to workers.")
    private boolean effects;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        // Not the screen's own writer: it flushes each line.
        PrintWriter out = new PrintWriter(screen.out(), false);
        try (InputStream script = open()) {
            Script.run(script, out::println, effects);
            return ExitCode.OK;
        } catch (BadLineException e) {
            throw CommandFailed.badUsage((file.equals("-") ? "standard input" : file) + ", " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw CommandFailed.badUsage("there is no file " + file);
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailed.badUsage("cannot read " + file + ": " + e.getMessage());
        } finally {
            out.flush();
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
    }
}
