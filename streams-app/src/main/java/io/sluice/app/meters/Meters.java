package io.sluice.app.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.core.ChannelFile;
import io.sluice.state.OrderedReads;
import io.sluice.streams.PartitionListener;
import io.sluice.streams.ShellCounts;
import io.sluice.streams.Vitals;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is measured about one instance, as Prometheus reads it. docs/metrics.md lists it.
 *
 * <p>Counters and histograms are folds of events, counted on the stream thread. Gauges of channels are read from the store when
 * somebody asks, on that thread, and what was read is given to all who ask within a second.
 *
 * @since 0.1
 */
public final class Meters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ShellCounts counts = new ShellCounts();
    private final ReentrantLock reading = new ReentrantLock();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final EventMeters events;
    private final WorkerLog workers;
    private final ChannelGauges channels;
    private final InstanceGauges instance;
    private final Counter failedReadings;
    private volatile Source source = Source.NONE;
    private volatile double secondsToRead;
    private String text = "";
    private boolean everRead;
    private long readAt;

    /**
     * What is looked at when somebody asks.
     *
     * @since 0.1
     */
    public interface Source {

        /** Nothing yet. */
        Source NONE = new Source() {
            @Override
            public boolean ready() {
                return false;
            }

            @Override
            public Vitals vitals() {
                return Vitals.NONE;
            }

            @Override
            public Collection<OrderedReads> stores() {
                return List.of();
            }
        };

        /** Whether the instance is ready. */
        boolean ready();

        /** How it is in numbers. */
        Vitals vitals();

        /** The state of each partition that is at work here. */
        Collection<OrderedReads> stores();
    }

    /**
     * Whom it is about.
     *
     * @param version of Sluice
     * @param applicationId the group that the instances form
     * @param lease how long a worker may be silent
     * @param channels text of the channels file: those declared in it get labels first
     * @param mostChannels how many channels have labels, of all trees together
     * @since 0.1
     */
    public record Settings(String version, String applicationId, Duration lease, String channels, int mostChannels) {}

    /** Meters of which nothing is counted yet. */
    public Meters(Settings settings) {
        Labels labels = new Labels(
                settings.mostChannels(),
                ChannelFile.parse(settings.channels()).defaults().keySet());
        events = new EventMeters(registry, labels);
        workers = new WorkerLog(registry, 3 * settings.lease().toMillis());
        channels = new ChannelGauges(registry, labels, events, new IgnoredCancels());
        instance = new InstanceGauges(registry, workers);
        ShellMeters.show(registry, counts);
        Gauge.builder("sluice.reading", this, meters -> meters.secondsToRead)
                .baseUnit("seconds")
                .description("How long it took to read the gauges")
                .register(registry);
        failedReadings = Counter.builder("sluice.readings.failed")
                .description("Times that gauges could not be read, such as while a partition moved")
                .register(registry);
        about(settings);
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    private void about(Settings settings) {
        Gauge.builder("sluice.info", () -> 1)
                .tag("version", settings.version())
                .tag("application", settings.applicationId())
                .description("Always 1; its labels say what runs")
                .register(registry);
    }

    /** Where the shell of this instance is to count. */
    public ShellCounts counts() {
        return counts;
    }

    /** Who is to be told what partitions decide. */
    public PartitionListener.Opening listeners() {
        return (partition, state) -> new PartitionMeters(events, workers);
    }

    /** From now on there is something to look at. */
    public void watch(Source what) {
        source = what;
    }

    /** Everything in Prometheus' text format 0.0.4, not older than a second. */
    public String text() {
        reading.lock();
        try {
            return fresh();
        } finally {
            reading.unlock();
        }
    }

    private String fresh() {
        if (!everRead || System.nanoTime() - readAt >= FRESH) {
            long begin = System.nanoTime();
            read();
            secondsToRead = (System.nanoTime() - begin) / 1e9;
            text = registry.scrape();
            readAt = System.nanoTime();
            everRead = true;
        }
        return text;
    }

    private void read() {
        long now = System.currentTimeMillis();
        try {
            instance.read(source.ready(), source.vitals(), now);
            channels.read(source.stores(), now);
        } catch (RuntimeException e) {
            // A partition may leave while it is read: what was read before is shown once more.
            failedReadings.increment();
            LOG.debug("the gauges could not be read", e);
        }
    }

    /** Ends what listens to the JVM. */
    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
