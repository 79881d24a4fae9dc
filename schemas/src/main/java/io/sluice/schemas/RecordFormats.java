package io.sluice.schemas;

import io.sluice.schemas.Topics.SchemaVersion;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The formats of all records on the topics, with schema ids from one place: fixed numbers that ship with this version, or
 * a schema registry.
 *
 * <pre>{@code
 * RecordFormats formats = RecordFormats.configured(Map.of("schema.registry.url", "http://registry:8081"));
 * formats.prepare(formats.command());
 * byte[] bytes = formats.command().encode(command);
 * }</pre>
 *
 * <p>Safe for use by many threads. What a registry has said once is kept for the life of this object.
 *
 * @since 0.1
 */
public final class RecordFormats {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFormats.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final RecordFormats BUNDLED = new RecordFormats(RecordFormats::bundledIds, Optional.empty());

    private final RecordFormat<Command> command;
    private final RecordFormat<Report> report;
    private final RecordFormat<Bundle> bundle;
    private final RecordFormat<Control> control;
    private final RecordFormat<Event> event;
    private final Optional<Registered> registered;

    /**
     * A registry behind the formats.
     *
     * @param where for people to read
     * @param patience how long a start waits for it
     */
    private record Registered(String where, Duration patience) {}

    private RecordFormats(Function<Class<?>, SchemaIds> ids, Optional<Registered> registered) {
        this.command = format(Command.class, ids);
        this.report = format(Report.class, ids);
        this.bundle = format(Bundle.class, ids);
        this.control = format(Control.class, ids);
        this.event = format(Event.class, ids);
        this.registered = registered;
        if (registered.isEmpty()) {
            all().forEach(RecordFormat::learnToRead);
        }
    }

    private static <T extends SpecificRecordBase> RecordFormat<T> format(
            Class<T> type, Function<Class<?>, SchemaIds> ids) {
        return new RecordFormat<>(type, ids.apply(type));
    }

    private static SchemaIds bundledIds(Class<?> type) {
        List<SchemaVersion> versions = Topics.bundled().versions(type.getName());
        int newest = versions.get(0).id();
        Map<Integer, Schema> schemas = new HashMap<>();
        schemas.put(newest, GeneratedClasses.INSTANCE.getSchema(type));
        versions.stream().skip(1).forEach(older -> schemas.put(older.id(), older.schema()));
        return new SchemaIds.Fixed(newest, Map.copyOf(schemas));
    }

    /**
     * With the fixed ids of {@code topics.json}: no registry is needed.
     *
     * @since 0.1
     */
    public static RecordFormats bundled() {
        return BUNDLED;
    }

    /**
     * With the ids of a registry, which are asked for when they are needed and registered where they are missing.
     *
     * @since 0.1
     */
    public static RecordFormats over(SchemaRegistry registry) {
        return over(registry, new RegisteredIds.Use(true, true), new Registered("the registry", START_PATIENCE));
    }

    /**
     * With the ids of the registry that these settings name ({@link RegistrySettings}); without one, the fixed ones. The
     * registry is asked nothing yet.
     *
     * @param settings may hold others, such as those of a Kafka client
     * @throws IllegalArgumentException if a setting is wrong
     * @since 0.1
     */
    public static RecordFormats configured(Map<String, ?> settings) {
        return RegistrySettings.of(settings).map(RecordFormats::over).orElse(BUNDLED);
    }

    private static RecordFormats over(RegistrySettings settings) {
        return over(
                settings.open(),
                new RegisteredIds.Use(
                        settings.flag(RegistrySettings.AUTO_REGISTER, true),
                        settings.flag(RegistrySettings.WRITE, true)),
                new Registered(settings.where(), settings.millis(RegistrySettings.START_TIMEOUT, START_PATIENCE)));
    }

    private static RecordFormats over(SchemaRegistry registry, RegisteredIds.Use use, Registered registered) {
        return new RecordFormats(
                type -> new RegisteredIds(registry, use, Subject.of(type.getName()), System::nanoTime),
                Optional.of(registered));
    }

    /**
     * Learns from the registry what is needed to go on without it: the ids of the records that will be written, which are
     * registered where that is allowed, and those that will be read most likely. A registry that does not answer is waited
     * for, a minute unless {@code schema.registry.start.timeout.ms} says otherwise. Without a registry there is nothing to do.
     *
     * @param written the formats in which the caller will write
     * @throws SchemaRegistryUnavailableException if the registry does not answer for so long
     * @throws SchemaRegistryException if it refuses, or a schema is missing that may not be registered: with what to do
     * @since 0.1
     */
    public void prepare(RecordFormat<?>... written) {
        registered.ifPresent(registry -> prepare(registry, List.of(written)));
    }

    private void prepare(Registered registry, List<RecordFormat<?>> written) {
        long until = System.nanoTime() + registry.patience().toNanos();
        while (true) {
            try {
                written.forEach(RecordFormat::learnToWrite);
                all().forEach(RecordFormat::learnToRead);
                return;
            } catch (SchemaRegistryUnavailableException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new SchemaRegistryUnavailableException(
                            "cannot start without the schema registry at " + registry.where()
                                    + ": interrupted while it was waited for",
                            e);
                }
                if (System.nanoTime() - until > 0) {
                    throw new SchemaRegistryUnavailableException(
                            "cannot start without the schema registry at " + registry.where()
                                    + ", which did not answer for "
                                    + registry.patience().toSeconds() + " s: " + e.getMessage() + ". Is it up, and is "
                                    + RegistrySettings.URL + " right? Once started, its absence does no harm",
                            e);
                }
                LOG.warn("the start waits for the schema registry: {}", e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether a registry stands behind them.
     *
     * @since 0.1
     */
    public boolean isRegistered() {
        return registered.isPresent();
    }

    private List<RecordFormat<?>> all() {
        return List.of(command, report, bundle, control, event);
    }

    /** Commands on {@code sluice.jobs}. */
    public RecordFormat<Command> command() {
        return command;
    }

    /** Reports on {@code sluice.reports}. */
    public RecordFormat<Report> report() {
        return report;
    }

    /** Bundles on the channel topics. */
    public RecordFormat<Bundle> bundle() {
        return bundle;
    }

    /** Words to workers on {@code sluice.control}. */
    public RecordFormat<Control> control() {
        return control;
    }

    /** Events on {@code sluice.events}. */
    public RecordFormat<Event> event() {
        return event;
    }
}
