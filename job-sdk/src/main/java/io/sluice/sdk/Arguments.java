package io.sluice.sdk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sdk.JobMethodType.Argument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The arguments of a delayed call as its job's payload: a JSON array. */
final class Arguments {

    private Arguments() {}

    static byte[] write(ObjectMapper mapper, MethodCall call) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Argument> expected = call.method().arguments();
        try (JsonGenerator json = mapper.createGenerator(bytes)) {
            json.writeStartArray();
            for (int n = 0; n < expected.size(); n++) {
                write(mapper, json, expected.get(n), call.arguments().get(n));
            }
            json.writeEndArray();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the call of " + call.method() + " cannot be delayed: its arguments cannot be written as JSON: "
                            + e.getMessage(),
                    e);
        }
        return bytes.toByteArray();
    }

    private static void write(ObjectMapper mapper, JsonGenerator json, Argument expected, Object value)
            throws IOException {
        if (value == null) {
            json.writeNull();
        } else {
            mapper.writerFor(expected.type(mapper)).writeValue(json, value);
        }
    }

    /** What the method is to be called with; of a parameter that was added later its default. */
    static Object[] read(ObjectMapper mapper, JobMethodType method, ByteBuffer payload) throws IOException {
        JsonNode given = mapper.readTree(Json.bytes(payload));
        List<Argument> expected = method.arguments();
        if (given == null || !given.isArray()) {
            throw new IOException("a JSON array of its arguments is expected");
        }
        if (given.size() > expected.size()) {
            throw new IOException("the job has " + given.size() + " arguments and the method takes " + expected.size()
                    + ". Keep the parameters that were there, and let the name of a method that changed be another");
        }
        Object[] values = new Object[expected.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = n < given.size()
                    ? read(mapper, expected.get(n), given.get(n))
                    : missing(mapper, expected.get(n), given.size());
        }
        return values;
    }

    private static Object read(ObjectMapper mapper, Argument expected, JsonNode value) throws IOException {
        JavaType type = expected.type(mapper);
        if (value.isNull() && type.isPrimitive()) {
            throw new IOException(
                    "parameter " + expected.name() + " is a " + type.toCanonical() + " and cannot be null");
        }
        try {
            return mapper.readerFor(type).readValue(value);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(
                    "parameter " + expected.name() + " is a " + type.toCanonical() + ": " + e.getMessage(), e);
        }
    }

    private static Object missing(ObjectMapper mapper, Argument expected, int given) throws IOException {
        if (expected.byDefault() != null) {
            return byDefault(mapper, expected);
        }
        if (expected.type(mapper).isReferenceType()) {
            return mapper.readerFor(expected.type(mapper)).readValue(mapper.nullNode());
        }
        throw new IOException("the job has only " + given + " arguments, so it is older than parameter "
                + expected.name() + ". Give that one a default: @JobDefault(\"…\")");
    }

    /** @throws IOException if the default is none of the parameter's type */
    static Object byDefault(ObjectMapper mapper, Argument expected) throws IOException {
        String text = expected.byDefault();
        if (expected.type() == String.class) {
            return text;
        }
        JsonNode node;
        try {
            node = mapper.readTree(text);
        } catch (JsonProcessingException e) {
            node = mapper.getNodeFactory().textNode(text);
        }
        return read(mapper, expected, node);
    }
}
