package io.sluice.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.core.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Payloads for people and for comparison: as JSON, whatever the order of fields. */
final class Payloads {

    private static final String BYTES = "application/octet-stream";
    private static final int LONGEST_TEXT = 200;
    private static final String CUT = "…";

    private final ObjectMapper mapper;

    Payloads(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** What clients and workers have where they were told nothing else. */
    static ObjectMapper standardMapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** For people: its text, cut where it is long; of what is no text, how long it is. */
    static String text(Payload payload) {
        if (payload.contentType().equals(BYTES)) {
            return payload.toString();
        }
        return shortened(new String(payload.bytes(), StandardCharsets.UTF_8));
    }

    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + CUT;
    }

    /** What a client would make of an object. */
    byte[] bytes(Object object) {
        if (object instanceof byte[] bytes) {
            return bytes;
        }
        try {
            return mapper.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the expected payload, a " + object.getClass().getName() + ", cannot be written as JSON: "
                            + e.getMessage(),
                    e);
        }
    }

    String text(Object object) {
        return object instanceof byte[] bytes
                ? text(new Payload(bytes, BYTES))
                : shortened(new String(bytes(object), StandardCharsets.UTF_8));
    }

    boolean isSame(byte[] expected, Payload actual) {
        if (Arrays.equals(expected, actual.bytes())) {
            return true;
        }
        JsonNode there = tree(actual.bytes());
        return there != null && there.equals(tree(expected));
    }

    /** Whether all that the expected one says stands in the other one as well: fields of objects, at any depth. */
    boolean isPart(byte[] expected, Payload actual) {
        JsonNode there = tree(actual.bytes());
        JsonNode wanted = tree(expected);
        return there != null && wanted != null && isPart(wanted, there);
    }

    private static boolean isPart(JsonNode wanted, JsonNode there) {
        if (!wanted.isObject()) {
            return wanted.equals(there);
        }
        return there.isObject()
                && wanted.properties().stream()
                        .allMatch(field ->
                                there.has(field.getKey()) && isPart(field.getValue(), there.get(field.getKey())));
    }

    /**
     * For people: its text; where that is cut, also the first place at which it is not as expected.
     *
     * @param part whether it may have more fields than the expected one
     */
    String text(Payload actual, byte[] expected, boolean part) {
        String text = text(actual);
        JsonNode there = tree(actual.bytes());
        JsonNode wanted = tree(expected);
        return !text.endsWith(CUT) || there == null || wanted == null
                ? text
                : text + " where " + difference(wanted, there, "", part);
    }

    private static String difference(JsonNode wanted, JsonNode there, String where, boolean part) {
        if (wanted.isObject() && there.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            wanted.fieldNames().forEachRemaining(names::add);
            there.fieldNames().forEachRemaining(part ? any -> {} : names::add);
            for (String name : names) {
                JsonNode its = wanted.path(name);
                if (part ? !isPart(its, there.path(name)) : !its.equals(there.path(name))) {
                    return difference(its, there.path(name), where + "/" + name, part);
                }
            }
        }
        if (wanted.isArray() && there.isArray()) {
            for (int n = 0; n < Math.max(wanted.size(), there.size()); n++) {
                if (!wanted.path(n).equals(there.path(n))) {
                    return difference(wanted.path(n), there.path(n), where + "/" + n, false);
                }
            }
        }
        return where + " is " + words(there, "not there") + ", expected " + words(wanted, "nothing");
    }

    private static String words(JsonNode node, String missing) {
        return node.isMissingNode() ? missing : shortened(node.toString());
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return mapper.readTree(bytes);
        } catch (IOException e) {
            return null; // no JSON
        }
    }

    <T> T read(Payload payload, TypeReference<T> type) {
        return read(payload, type.getType().getTypeName(), bytes -> mapper.readValue(bytes, type));
    }

    <T> T read(Payload payload, Class<T> type) {
        if (type == byte[].class) {
            return type.cast(payload.bytes());
        }
        return read(payload, type.getName(), bytes -> mapper.readValue(bytes, type));
    }

    private interface Reading<T> {
        T from(byte[] bytes) throws IOException;
    }

    private static <T> T read(Payload payload, String type, Reading<T> reading) {
        try {
            return reading.from(payload.bytes());
        } catch (IOException e) {
            throw new AssertionError(
                    "the payload " + text(payload) + " cannot be read as " + type + ": " + e.getMessage(), e);
        }
    }
}
