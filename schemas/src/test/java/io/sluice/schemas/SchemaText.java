package io.sluice.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;

/** A schema's text with changes made to it, and without the properties that only the generated classes need. */
final class SchemaText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private SchemaText(JsonNode root) {
        this.root = root;
    }

    static SchemaText of(Schema schema) {
        return new SchemaText(withoutJava(json(schema.toString())));
    }

    Schema parse() {
        return new Schema.Parser().parse(root.toString());
    }

    String pretty() {
        return root.toPrettyString() + "\n";
    }

    SchemaText without(String record, String field) {
        ArrayNode fields = fields(record);
        fields.remove(position(fields, field));
        return this;
    }

    /** Adds a field, in JSON; apostrophes stand for quotes. */
    SchemaText with(String record, String field) {
        fields(record).add(json(field.replace('\'', '"')));
        return this;
    }

    SchemaText set(String record, String field, String property, String value) {
        ArrayNode fields = fields(record);
        ((ObjectNode) fields.get(position(fields, field))).set(property, json(value));
        return this;
    }

    SchemaText withoutBranch(String record, String field, int branch) {
        ArrayNode fields = fields(record);
        ((ArrayNode) fields.get(position(fields, field)).get("type")).remove(branch);
        return this;
    }

    private ArrayNode fields(String record) {
        return (ArrayNode) find(root, record).orElseThrow().get("fields");
    }

    private static Optional<JsonNode> find(JsonNode node, String record) {
        if (node.has("fields") && node.get("name").asText().equals(record)) {
            return Optional.of(node);
        }
        return StreamSupport.stream(node.spliterator(), false)
                .flatMap(child -> find(child, record).stream())
                .findFirst();
    }

    private static int position(ArrayNode fields, String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).get("name").asText().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no field " + field + " in " + fields);
    }

    private static JsonNode withoutJava(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean marked = object.remove("avro.java.string") != null;
            if (marked && object.size() == 1) {
                return object.get("type");
            }
            object.properties().forEach(entry -> entry.setValue(withoutJava(entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutJava(array.get(i)));
            }
        }
        return node;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
