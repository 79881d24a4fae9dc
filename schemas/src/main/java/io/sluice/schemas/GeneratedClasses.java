package io.sluice.schemas;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Finds the class of a schema in this package and nowhere else. Avro itself refuses to load any class that the JVM's
 * owner has not declared trusted, the generated ones among them. That list is global to the JVM and not ours to change:
 * we may be a guest in somebody's service. A schema that comes from a registry can name no class outside this package, so
 * there is nothing to guard against.
 */
final class GeneratedClasses extends SpecificData {

    static final GeneratedClasses INSTANCE = new GeneratedClasses();

    private final Map<String, Class<?>> byName = new ConcurrentHashMap<>();

    private GeneratedClasses() {
        super(GeneratedClasses.class.getClassLoader());
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared by Avro
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, FIXED, ENUM -> byName.computeIfAbsent(schema.getFullName(), this::load);
            default -> super.getClass(schema);
        };
    }

    private Class<?> load(String name) {
        if (!name.startsWith(GeneratedClasses.class.getPackageName() + ".")) {
            throw new IllegalArgumentException(name + " is none of the records on Sluice's topics");
        }
        try {
            return Class.forName(name, true, getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no class for the schema " + name, e);
        }
    }
}
