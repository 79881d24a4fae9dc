package io.sluice.app;

import io.opentelemetry.api.OpenTelemetry;
import io.sluice.app.meters.Meters;
import io.sluice.core.ChannelFile;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.sdk.JobClient;
import io.sluice.streams.PartitionListener;
import io.sluice.streams.StartRefusedException;
import io.sluice.streams.StreamInstance;
import io.sluice.streams.StreamSettings;
import io.sluice.web.EventTopic;
import io.sluice.web.HttpApi;
import io.sluice.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * A scheduler in this JVM, with its query API: what {@code sluice scheduler} runs, and what tests and other programs start
 * for themselves. Several may run in one JVM if their state folders and ports differ.
 *
 * @since 0.1
 */
public final class SchedulerApp implements AutoCloseable {

    private static final long LOOK_AGAIN_MS = 100;

    private final HttpApi api;
    private final StreamInstance streams;
    private final Watching watching;
    private final String host;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Who looks on. */
    private record Watching(Meters meters, TraceExport traces, RecordFormats formats) {

        PartitionListener.Opening listeners() {
            return traces.isOn() ? meters.listeners().and(traces.listeners()) : meters.listeners();
        }

        void close() {
            meters.close();
            traces.end().run();
        }
    }

    private SchedulerApp(HttpApi api, StreamInstance streams, Watching watching, String host) {
        this.api = api;
        this.streams = streams;
        this.watching = watching;
        this.host = host;
    }

    /**
     * Starts it: the query API, the topics, the channels, the stream threads. Returns before it is ready.
     *
     * @param config the settings
     * @param progress is told each step in one line
     * @throws CommandFailed if the start is refused or nobody answers at the brokers' addresses, with what to do; nothing
     *     runs on then
     */
    public static SchedulerApp start(AppConfig config, Consumer<String> progress) {
        return start(config, TraceExport.of(config), progress);
    }

    /**
     * As {@link #start(AppConfig, Consumer)}, with its spans going to where those of the caller go, whatever the setting
     * {@code tracing} says.
     *
     * @param openTelemetry stays the caller's, who closes it later
     */
    public static SchedulerApp start(AppConfig config, OpenTelemetry openTelemetry, Consumer<String> progress) {
        return start(config, TraceExport.to(openTelemetry), progress);
    }

    private static SchedulerApp start(AppConfig config, TraceExport traces, Consumer<String> progress) {
        Meters meters = new Meters(new Meters.Settings(
                Version.text(), config.applicationId(), config.lease(), config.channels(), config.metricsChannels()));
        Watching watching = new Watching(meters, traces, config.formats());
        try {
            return start(config, watching, progress);
        } catch (RuntimeException e) {
            watching.close();
            throw e;
        }
    }

    private static SchedulerApp start(AppConfig config, Watching watching, Consumer<String> progress) {
        LiveInstances instances = new LiveInstances(config, watching.meters());
        HttpApi api = listen(config, watching.formats(), instances);
        try {
            return join(new Joining(config, watching, instances), api, progress);
        } catch (StartRefusedException | IllegalStateException | IllegalArgumentException e) {
            api.close();
            throw CommandFailed.refused(e.getMessage());
        } catch (SchemaRegistryException e) {
            api.close();
            throw CommandFailed.of(e);
        } catch (KafkaException e) {
            api.close();
            throw CommandFailed.unreachable("cannot work with Kafka at " + config.bootstrapServers() + ": "
                    + Reason.of(e) + ". Is it running, and are the kafka.* settings right?");
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private static HttpApi listen(AppConfig config, RecordFormats formats, LiveInstances instances) {
        try {
            return HttpApi.start(config.http().door(), instances, log(config, formats));
        } catch (IllegalStateException e) {
            throw CommandFailed.refused(e.getMessage());
        }
    }

    private static HttpApi.Log log(AppConfig config, RecordFormats formats) {
        return new HttpApi.Log(
                LogCommands.over(config.clientSettings(), formats),
                new EventTopic(() -> EventLog.consumer(Map.copyOf(config.clientSettings())), Wire.of(formats)));
    }

    private record Joining(AppConfig config, Watching watching, LiveInstances instances) {}

    private static SchedulerApp join(Joining joining, HttpApi api, Consumer<String> progress) {
        AppConfig config = joining.config();
        Watching watching = joining.watching();
        String server = config.http().server(api.port());
        StreamSettings settings = config.streams(server, Wire.of(watching.formats()));
        List<String> topics = channelTopics(config.channels());
        progress.accept("query API at http://" + config.http().host() + ":" + api.port());
        prepare(watching.formats(), progress);
        if (config.topics().create()) {
            progress.accept("making the topics that are missing at " + config.bootstrapServers());
            StreamInstance.createTopics(
                    settings, topics, OptionalInt.of(config.topics().partitions()), (short) -1);
        }
        progress.accept("looking at the topics at " + config.bootstrapServers());
        StreamInstance streams =
                StreamInstance.prepare(settings, topics, watching.meters().counts(), watching.listeners());
        SchedulerApp app =
                new SchedulerApp(api, streams, watching, config.http().host());
        try {
            joining.instances().joined(server, streams);
            sendChannels(config, watching.formats(), progress);
            progress.accept("joining the group " + config.applicationId() + " with " + streams.partitions()
                    + " partitions, state in " + config.stateDir());
            streams.start();
            return app;
        } catch (RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    /** Before anything is read: once this is done the registry may go away. */
    private static void prepare(RecordFormats formats, Consumer<String> progress) {
        if (formats.isRegistered()) {
            progress.accept("asking the schema registry for the ids of the records");
            formats.prepare(formats.command(), formats.report(), formats.bundle(), formats.control(), formats.event());
        }
    }

    private static List<String> channelTopics(String channels) {
        return ChannelFile.parse(channels).defaults().entrySet().stream()
                .filter(entry -> entry.getValue().topic())
                .map(entry -> entry.getKey().text())
                .toList();
    }

    private static void sendChannels(AppConfig config, RecordFormats formats, Consumer<String> progress) {
        if (config.channels().isEmpty()) {
            return;
        }
        progress.accept("sending the channels to every partition");
        try (JobClient client = JobClient.builder()
                .properties(config.clientSettings())
                .formats(formats)
                .name(config.applicationId() + "-channels")
                .build()) {
            client.configureFile(config.channels());
        }
    }

    /**
     * Waits until it is ready: all partitions that it was given are restored and at work.
     *
     * @return whether it is; false: the time is over
     * @throws CommandFailed if it stopped for good, with the reason
     */
    public boolean awaitReady(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!streams.ready()) {
            stopped().ifPresent(why -> {
                throw CommandFailed.refused(why);
            });
            if (System.nanoTime() > end || closesWithin(LOOK_AGAIN_MS)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until it is closed or stops for good.
     *
     * @return why it stopped; none: it was closed
     */
    public Optional<String> awaitEnd() {
        while (!closesWithin(LOOK_AGAIN_MS)) {
            Optional<String> why = stopped();
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private boolean closesWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Why it stopped for good; none: it runs, or was closed. */
    public Optional<String> stopped() {
        if (streams.healthy() || isClosed()) {
            return Optional.empty();
        }
        return Optional.of(streams.refusal()
                .map(StartRefusedException::getMessage)
                .orElse("the stream threads ended; the log says why"));
    }

    /** Whether somebody has closed it. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** The port that the query API listens on. */
    public int httpPort() {
        return api.port();
    }

    /** Where the query API answers, for {@code --url}. */
    public String url() {
        return "http://" + host + ":" + api.port();
    }

    /** Stops in order: what is done is committed and other instances go on at once. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (!isClosed()) {
            closed.countDown();
            api.close();
            streams.close();
            watching.close();
        }
    }
}
