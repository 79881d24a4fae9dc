package io.sluice.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.app.CommandFailed;
import io.sluice.app.ExitCode;
import io.sluice.examples.csvimport.CsvLines;
import io.sluice.examples.csvimport.UnreadableFile;
import io.sluice.examples.embedded.LogFile;
import io.sluice.examples.embedded.OrderlyEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sluice demo}: the main job on real input, checked at the end.
 *
 * @since 0.1
 */
@Command(
        name = "demo",
        description = {
            "Import a CSV file, one job a line, with a broker, a scheduler and a worker in this process.",
            "Some lines go first, some have an ETA, some calls fail once and are tried again; a broken line fails for"
                    + " good. Small jobs of a shop come in meanwhile. At the end the database is compared with the file."
        },
        footer = {
            "",
            "Example:",
            "  sluice demo customers.csv --keep",
            "",
            "Exit codes: 0 all lines accounted for, 1 not so, 2 the file cannot be read."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final String SHIPPED = "airports.csv";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "CSV file with a header line. Default: " + SHIPPED + ", which comes with Sluice.")
    private Path file;

    @Option(names = "--keep", description = "Keep the data, to look at them with: sluice local --data DIR.")
    private boolean keep;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for the data, new or empty. Default: a new one below target/demo.")
    private Path data;

    @Option(names = "--json", description = "Print JSON for programs instead of text for people.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        long lines = file == null ? 0 : count(file);
        RunFolder folder = folder();
        OrderlyEnd end = OrderlyEnd.ofThisThread();
        try {
            return run(file == null ? shipped(folder) : settings(folder, lines));
        } catch (InterruptedException stop) {
            throw CommandFailed.refused("The demo was stopped.");
        } finally {
            delete(folder);
            end.reached();
        }
    }

    /** Reads the whole file once: one that cannot be read is refused before anything starts. */
    private static long count(Path file) {
        try (CsvLines lines = CsvLines.open(file)) {
            long count = 0;
            while (lines.hasNext()) {
                lines.next();
                count++;
            }
            return count;
        } catch (UnreadableFile e) {
            throw CommandFailed.unreachable(e.getMessage());
        }
    }

    private RunFolder folder() throws IOException {
        if (data == null) {
            return RunFolder.create();
        }
        try {
            return RunFolder.named(data);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private DemoSettings settings(RunFolder folder, long lines) {
        return new DemoSettings(file.toAbsolutePath(), file.toString(), lines, folder, keep);
    }

    private DemoSettings shipped(RunFolder folder) throws IOException {
        Path copy = folder.path().resolve(SHIPPED);
        try (InputStream in = DemoCommand.class.getResourceAsStream("/io/sluice/examples/data/" + SHIPPED)) {
            Files.copy(in, copy);
        }
        return new DemoSettings(copy, SHIPPED, count(copy), folder, keep);
    }

    private int run(DemoSettings settings) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Path log = LogFile.in(settings.folder().path());
        err.printf(
                Locale.ROOT,
                "Importing %s: %,d lines. Broker, scheduler and worker start in this process.%nData in %s (%s).%n",
                settings.shown(),
                settings.lines(),
                settings.folder().path(),
                keep ? "kept" : "deleted at the end; --keep keeps them");
        err.flush();
        DemoReport report = new Demo(settings, new Progress(err, Ansi.AUTO.enabled(), settings.lines())).run();
        print(report);
        report.problems().forEach(problem -> err.println("NOT WELL: " + problem));
        if (!report.isWell() && keep) {
            err.println("The log is " + log);
        }
        return report.isWell() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void print(DemoReport report) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(report));
        } else {
            new ReportText(report, out).print();
        }
        out.flush();
    }

    private void delete(RunFolder folder) throws IOException {
        if (!keep) {
            LogFile.close();
            folder.delete();
        }
    }
}
