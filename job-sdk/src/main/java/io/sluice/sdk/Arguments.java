package io.sluice.sdk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
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
        List<Argument> expected = method.arguments();
        Object[] values = new Object[expected.size()];
        // Not as a tree: that keeps no more digits of a number than a double has.
        try (JsonParser json = mapper.createParser(Json.bytes(payload))) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("a JSON array of its arguments is expected");
            }
            int given = 0;
            for (; json.nextToken() != JsonToken.END_ARRAY; given++) {
                if (given < values.length) {
                    values[given] = read(mapper, expected.get(given), json);
                } else {
                    json.skipChildren();
                }
            }
            checkNotMore(given, values.length);
            for (int n = given; n < values.length; n++) {
                values[n] = missing(mapper, expected.get(n), given);
            }
        }
        return values;
    }

    private static void checkNotMore(int given, int expected) throws IOException {
        if (given > expected) {
            throw new IOException("the job has " + given + " arguments and the method takes " + expected
                    + ". Keep the parameters that were there, and let the name of a method that changed be another");
        }
    }

    private static Object read(ObjectMapper mapper, Argument expected, JsonParser value) throws IOException {
        JavaType type = expected.type(mapper);
        if (value.hasToken(JsonToken.VALUE_NULL) && type.isPrimitive()) {
            throw new IOException(
                    "parameter " + expected.name() + " is a " + type.toCanonical() + " and cannot be null");
        }
        try {
            return mapper.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // the next argument
                    .readValue(value);
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
        String json = isJson(mapper, text) ? text : mapper.writeValueAsString(text);
        try (JsonParser parser = mapper.createParser(json)) {
            parser.nextToken();
            return read(mapper, expected, parser);
        }
    }

    /** All of it: {@code 3 days} only begins like JSON. */
    private static boolean isJson(ObjectMapper mapper, String text) {
        try {
            mapper.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .without(DeserializationFeature.UNWRAP_ROOT_VALUE)
                    .readTree(text);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
