package io.sluice.schemas;

import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ids that a registry gave, and before there was one: the bundled ids are understood where the registry means something else. */
final class RegisteredIds implements SchemaIds {

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredIds.class);
    private static final long ASK_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);
    /** Asking somebody who is away takes long, and whoever asks is one of those who should go on. */
    private static final long AFTER_SILENCE_NS = TimeUnit.MINUTES.toNanos(10);

    private final SchemaRegistry registry;
    private final Use use;
    private final Subject subject;
    /** What this version knows, by bundled id. */
    private final Map<Integer, Schema> bundled = new LinkedHashMap<>();

    private final LongSupplier nanos;
    /** Bundled ids that the registry did not know when it was asked last, and when it is asked again. */
    private final Map<Integer, Long> unknown = new ConcurrentHashMap<>();

    private volatile int written;

    /**
     * How a registry is used.
     *
     * @param register whether what is missing is registered
     * @param write whether its ids are written
     */
    record Use(boolean register, boolean write) {}

    /** @param nanos a clock such as {@link System#nanoTime} */
    RegisteredIds(SchemaRegistry registry, Use use, Subject subject, LongSupplier nanos) {
        this.nanos = nanos;
        this.registry = registry;
        this.use = use;
        this.subject = subject;
        subject.versions().forEach(version -> bundled.put(version.id(), version.schema()));
    }

    @Override
    public int written() {
        if (!use.write()) {
            return subject.newest().id();
        }
        if (written == 0) {
            written = subject.id(registry).orElseGet(this::register);
        }
        return written;
    }

    private int register() {
        if (!use.register()) {
            throw new SchemaRegistryException("the schema of " + subject.record()
                    + " is not registered under the subject "
                    + subject.name() + ", and this process may not register it. Run \"sluice schemas register\" of this"
                    + " version first, or set schema.registry.auto.register to true");
        }
        return subject.register(registry);
    }

    /** Those that will most likely be met, so that they are understood while the registry is away. */
    @Override
    public Map<Integer, Schema> expected() {
        Map<Integer, Schema> expected = new LinkedHashMap<>();
        bundled.forEach((id, schema) -> {
            OptionalInt given = registry.idOf(subject.name(), schema);
            given.ifPresent(registered -> expected.put(registered, schema));
        });
        bundled.forEach((id, ours) -> schema(id).ifPresent(schema -> {
            warnIfOther(id, ours, schema);
            expected.putIfAbsent(id, schema);
        }));
        unknown.keySet().forEach(expected::remove);
        return expected;
    }

    /** What was written before there was a registry would be read by the wrong version. */
    private void warnIfOther(int id, Schema ours, Schema theirs) {
        if (!SchemaNormalization.toParsingForm(ours).equals(SchemaNormalization.toParsingForm(theirs))) {
            LOG.warn(
                    "schema {} is one version of {} in the registry and another one in what was written without a registry:"
                            + " do not use the registry while such records are on the topics",
                    id,
                    subject.record());
        }
    }

    @Override
    public Optional<Schema> schema(int id) {
        Schema ours = bundled.get(id);
        if (ours == null) {
            return registry.byId(id).filter(this::isOurs);
        }
        Long again = unknown.get(id);
        return again != null && !isTimeToAsk(id, again) ? Optional.of(ours) : asked(id, ours, again != null);
    }

    /** True for one thread at a time; the others go on with what is known. */
    private boolean isTimeToAsk(int id, long again) {
        long now = nanos.getAsLong();
        return now - again >= 0 && unknown.replace(id, again, now + AFTER_SILENCE_NS);
    }

    private Optional<Schema> asked(int id, Schema ours, boolean wasUnknown) {
        try {
            Optional<Schema> found = registry.byId(id);
            if (found.isPresent()) {
                unknown.remove(id);
            } else {
                unknown.put(id, nanos.getAsLong() + ASK_AGAIN_NS);
            }
            return found.filter(this::isOurs).or(() -> Optional.of(ours));
        } catch (SchemaRegistryException e) {
            if (!wasUnknown) {
                throw e;
            }
            LOG.debug("what schema {} is could not be asked again; it is taken for what it was", id, e);
            return Optional.of(ours);
        }
    }

    /** An id that nobody has yet can be given to somebody. */
    @Override
    public boolean isFinal(int id) {
        return !unknown.containsKey(id);
    }

    private boolean isOurs(Schema schema) {
        return schema.getType() == Schema.Type.RECORD && schema.getFullName().equals(subject.record());
    }
}
