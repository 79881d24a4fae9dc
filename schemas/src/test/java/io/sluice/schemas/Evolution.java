package io.sluice.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * What a schema's new version may not do to an older one. Avro's own check asks only whether the new one can read what the
 * old one wrote, and so lets a field vanish, which loses data that is on the topics. Here a version may only add: fields
 * with a default, union branches, enum symbols. Not even a type that Avro would promote may change, since readers of the
 * old version could not follow.
 */
final class Evolution {

    private final List<String> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private Evolution() {}

    /** What is wrong, each with the path of the field; empty if nothing is. */
    static List<String> problems(Schema released, Schema current) {
        Evolution evolution = new Evolution();
        evolution.compare(released.getName(), released, current);
        if (evolution.problems.isEmpty()) {
            evolution.askAvro(released, current);
        }
        return evolution.problems;
    }

    private void askAvro(Schema released, Schema current) {
        SchemaCompatibility.SchemaPairCompatibility answer =
                SchemaCompatibility.checkReaderWriterCompatibility(current, released);
        if (answer.getType() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
            problems.add(answer.getDescription());
        }
    }

    private void compare(String path, Schema released, Schema current) {
        if (!identity(released).equals(identity(current))) {
            problems.add(path + " was " + identity(released) + " and is now " + identity(current)
                    + "; add a field of the new type instead");
            return;
        }
        switch (released.getType()) {
            case RECORD -> compareRecord(released, current);
            case UNION -> compareUnion(path, released, current);
            case ARRAY -> compare(path + "[]", released.getElementType(), current.getElementType());
            case MAP -> compare(path + "{}", released.getValueType(), current.getValueType());
            case ENUM -> compareSymbols(path, released, current);
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private void compareRecord(Schema released, Schema current) {
        if (!seen.add(released.getFullName())) {
            return;
        }
        for (Schema.Field field : released.getFields()) {
            compareField(released.getName() + "." + field.name(), field, current.getField(field.name()));
        }
        for (Schema.Field field : current.getFields()) {
            if (released.getField(field.name()) == null && !field.hasDefaultValue()) {
                problems.add(released.getName() + "." + field.name()
                        + " was added without a default: records of the released version do not have it");
            }
        }
    }

    private void compareField(String path, Schema.Field released, Schema.Field current) {
        if (current == null) {
            problems.add(path + " was removed or renamed; keep it and stop using it");
            return;
        }
        if (released.hasDefaultValue() && !Objects.deepEquals(released.defaultVal(), current.defaultVal())) {
            problems.add(path + " had the default " + released.defaultVal() + " and now has " + current.defaultVal()
                    + "; the same bytes would mean something else");
        }
        compare(path, released.schema(), current.schema());
    }

    private void compareUnion(String path, Schema released, Schema current) {
        for (Schema branch : released.getTypes()) {
            Integer index = current.getIndexNamed(branch.getFullName());
            if (index == null) {
                problems.add(path + " lost its union branch " + branch.getFullName());
            } else {
                compare(path, branch, current.getTypes().get(index));
            }
        }
    }

    private void compareSymbols(String path, Schema released, Schema current) {
        for (String symbol : released.getEnumSymbols()) {
            if (!current.hasEnumSymbol(symbol)) {
                problems.add(path + " lost its enum symbol " + symbol);
            }
        }
    }

    private static String identity(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> schema.getFullName();
            case FIXED -> schema.getFullName() + " of " + schema.getFixedSize() + " bytes";
            case UNION -> "a union";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }
}
