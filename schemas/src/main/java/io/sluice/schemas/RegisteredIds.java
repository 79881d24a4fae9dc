package io.sluice.schemas;

import io.sluice.schemas.Topics.SchemaVersion;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/** Ids that a registry gave, and before there was one: the bundled ids are understood where the registry means something else. */
final class RegisteredIds implements SchemaIds {

    private static final long ASK_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

    private final SchemaRegistry registry;
    private final Use use;
    private final String record;
    private final String subject;
    /** What this version knows, by bundled id, the oldest first. */
    private final Map<Integer, Schema> bundled = new LinkedHashMap<>();

    private final Schema newest;
    private final int newestBundled;
    /** Bundled ids that the registry did not know when it was asked last, and when that was. */
    private final Map<Integer, Long> unknown = new ConcurrentHashMap<>();

    private volatile int written;

    /**
     * How a registry is used.
     *
     * @param register whether what is missing is registered
     * @param write whether its ids are written
     */
    record Use(boolean register, boolean write) {}

    RegisteredIds(SchemaRegistry registry, Use use, String record) {
        this.registry = registry;
        this.use = use;
        this.record = record;
        this.subject = Topics.bundled().subject(record);
        List<SchemaVersion> versions = Topics.bundled().versions(record);
        versions.stream()
                .sorted(Comparator.comparingInt(SchemaVersion::version))
                .forEach(version -> bundled.put(version.id(), version.schema()));
        this.newestBundled = versions.get(0).id();
        this.newest = bundled.get(newestBundled);
    }

    @Override
    public int written() {
        if (!use.write()) {
            return newestBundled;
        }
        if (written == 0) {
            written = registry.idOf(subject, newest).orElseGet(this::register);
        }
        return written;
    }

    /** All versions in their order, so that whoever still runs an older one finds his; a registry without any others gives the bundled ids. */
    private int register() {
        if (!use.register()) {
            throw new SchemaRegistryException(
                    "the schema of " + record + " is not registered under the subject " + subject
                            + ", and this process may not register it. Run \"sluice schemas register\" for this version first,"
                            + " or set schema.registry.auto.register to true");
        }
        int id = 0;
        for (Schema version : bundled.values()) {
            id = registry.register(subject, version);
        }
        return id;
    }

    /** Those that will most likely be met, so that they are understood while the registry is away. */
    @Override
    public Map<Integer, Schema> expected() {
        Map<Integer, Schema> expected = new LinkedHashMap<>();
        bundled.forEach((id, schema) -> {
            OptionalInt given = registry.idOf(subject, schema);
            given.ifPresent(registered -> expected.put(registered, schema));
        });
        bundled.keySet().forEach(id -> schema(id).ifPresent(schema -> expected.putIfAbsent(id, schema)));
        unknown.keySet().forEach(expected::remove);
        return expected;
    }

    @Override
    public Optional<Schema> schema(int id) {
        Schema ours = bundled.get(id);
        if (ours == null) {
            return registry.byId(id).filter(this::isOurs);
        }
        Long asked = unknown.get(id);
        if (asked != null && System.nanoTime() - asked < ASK_AGAIN_NS) {
            return Optional.of(ours);
        }
        try {
            Optional<Schema> found = registry.byId(id);
            if (found.isPresent()) {
                unknown.remove(id);
            } else {
                unknown.put(id, System.nanoTime());
            }
            return found.filter(this::isOurs).or(() -> Optional.of(ours));
        } catch (SchemaRegistryUnavailableException e) {
            if (asked == null) {
                throw e;
            }
            return Optional.of(ours);
        }
    }

    /** An id that nobody has yet can be given to somebody. */
    @Override
    public boolean isFinal(int id) {
        return !unknown.containsKey(id);
    }

    private boolean isOurs(Schema schema) {
        return schema.getType() == Schema.Type.RECORD && schema.getFullName().equals(record);
    }
}
