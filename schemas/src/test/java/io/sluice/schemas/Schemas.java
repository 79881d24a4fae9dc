package io.sluice.schemas;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** The current schemas, as the tests walk through them. */
final class Schemas {

    /** The one record of each topic. */
    static final List<Schema> TOP_LEVEL = List.of(
            Command.getClassSchema(),
            Report.getClassSchema(),
            Bundle.getClassSchema(),
            Control.getClassSchema(),
            Event.getClassSchema());

    private Schemas() {}

    /** Every named type that can stand on a topic, by full name. */
    static Map<String, Schema> named() {
        Map<String, Schema> found = new LinkedHashMap<>();
        TOP_LEVEL.forEach(schema -> collect(schema, found));
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM, FIXED -> found.putIfAbsent(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    /** Simple names of the records that this one contains, its own among them. */
    static Set<String> recordsIn(IndexedRecord record) {
        Set<String> names = new HashSet<>();
        add(record, names);
        return names;
    }

    private static void add(Object value, Set<String> names) {
        if (value instanceof IndexedRecord record) {
            names.add(record.getSchema().getName());
            record.getSchema().getFields().forEach(field -> add(record.get(field.pos()), names));
        } else if (value instanceof Collection<?> values) {
            values.forEach(each -> add(each, names));
        }
    }
}
