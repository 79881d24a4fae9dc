package io.sluice.examples.local;

import io.sluice.app.CommandFailed;
import io.sluice.app.ExitCode;
import io.sluice.core.ChannelFile;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.examples.embedded.LogFile;
import io.sluice.examples.embedded.OrderlyEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice local}: all that is needed to try things, until Ctrl-C.
 *
 * @since 0.1
 */
@Command(
        name = "local",
        description = {
            "Run a broker, a scheduler and a worker in this process until Ctrl-C, to try things.",
            "The worker knows the types " + TryOutTypes.NAMES + ". Started again on the same data it goes on."
        },
        footer = {
            "",
            "Example:",
            "  sluice local --channels root:4,root.import:1,root.shop:2",
            "  sluice submit flaky '{\"failures\":2}' --channel root.shop       (in another terminal)"
        })
public final class LocalCommand implements Callable<Integer> {

    private static final int MOST_PARTITIONS = 1000;
    private static final int MOST_SLOTS = 1000;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Channels channels = new Channels();

    private static final class Channels {
        @Option(
                names = "--channels",
                paramLabel = "TEXT",
                description =
                        "Channels of every tree. Default: what was given for the same data before, else only root.")
        private String text;

        @Option(names = "--channels-file", paramLabel = "FILE", description = "A file with the channels of every tree.")
        private Path file;
    }

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the broker. Default: " + Doors.BROKER + ", or a free one if that is taken.")
    private Integer port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the query API. Default: " + Doors.HTTP + ", or a free one if that is taken.")
    private Integer httpPort;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder for the data. Default: ~/.sluice/local.")
    private Path data;

    @Option(
            names = "--partitions",
            defaultValue = "4",
            paramLabel = "N",
            description =
                    "How many partitions trees are spread over; chosen once for a folder. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--slots",
            defaultValue = "8",
            paramLabel = "N",
            description = "How many jobs the worker runs at once. Default: ${DEFAULT-VALUE}.")
    private int slots;

    @Option(names = "--no-worker", description = "Leave the jobs to workers of your own.")
    private boolean noWorker;

    @Override
    public Integer call() throws IOException {
        LocalSettings settings = settings();
        Path folder = settings.embedded().folder();
        PrintWriter err = spec.commandLine().getErr();
        Files.createDirectories(folder);
        LogFile.in(folder);
        err.println("Starting on the data in " + folder + " …");
        err.flush();
        OrderlyEnd end = OrderlyEnd.ofThisThread();
        try (LocalSluice local = LocalSluice.start(settings)) {
            welcome(local, folder);
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            err.println("Stopped. The data stay in " + folder + ".");
            err.flush();
        } catch (IllegalStateException e) {
            throw CommandFailed.unreachable(e.getMessage());
        } finally {
            end.reached();
        }
        return ExitCode.OK;
    }

    /** Checked before anything starts. */
    private LocalSettings settings() {
        within("--partitions", partitions, 1, MOST_PARTITIONS);
        within("--slots", slots, 1, MOST_SLOTS);
        Path folder = data == null ? Path.of(System.getProperty("user.home"), ".sluice", "local") : data;
        String text = channelText(new KeptChannels(folder));
        EmbeddedSettings embedded = new EmbeddedSettings(
                folder,
                port("--port", port, Doors.BROKER),
                port("--http-port", httpPort, Doors.HTTP),
                partitions,
                text);
        return new LocalSettings(embedded, noWorker ? 0 : slots);
    }

    private String channelText(KeptChannels kept) {
        try {
            String text = channels.file != null ? Files.readString(channels.file) : channels.text;
            if (text == null) {
                return kept.text();
            }
            ChannelFile.parse(text);
            kept.keep(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.badUsage("cannot read the channels file " + channels.file + ": " + e.getMessage());
        }
    }

    private static int port(String option, Integer asked, int preferred) {
        if (asked == null) {
            return Doors.preferred(preferred);
        }
        within(option, asked, 0, 65535);
        if (asked != 0 && !Doors.isFree(asked)) {
            throw CommandFailed.badUsage(option + ": port " + asked
                    + " is taken by another program; name another one, or leave it out to get a free one");
        }
        return asked;
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw CommandFailed.badUsage(option + " is " + value + "; it must be from " + least + " to " + most);
        }
    }

    private void welcome(LocalSluice local, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        String url = local.url().getPort() == Doors.HTTP ? "" : " --url " + local.url();
        out.println("""
                broker     %s
                scheduler  %s
                worker     %s
                data       %s (log: sluice.log)

                In another terminal:
                  ./sluice submit echo '{"hello":"world"}'%5$s
                  ./sluice submit flaky '{"failures":2}' --priority 1%5$s
                  ./sluice jobs --state done%5$s
                  ./sluice channels%5$s
                  ./sluice events --follow%5$s

                Ctrl-C ends it; started again on the same data it goes on.""".formatted(
                        local.bootstrapServers(),
                        local.url(),
                        noWorker ? "none (--no-worker)" : slots + " slots; types " + TryOutTypes.NAMES,
                        folder,
                        url));
        out.flush();
    }
}
