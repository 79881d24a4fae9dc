package io.sluice.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Payloads and results to bytes and back. Bytes pass through as they are.
 *
 * @param sendable methods whose arguments were found fit to be sent; of an inherited one each interface has its own
 */
record Json(ObjectMapper mapper, Set<JobMethodType> sendable) {

    Json(ObjectMapper mapper) {
        this(mapper, ConcurrentHashMap.newKeySet());
    }

    static final String MEDIA_TYPE = "application/json";
    static final String BYTES = "application/octet-stream";

    /** Dates as ISO text, which keep their offset, Optional understood, fields that the reader does not know left out: producers may be newer. */
    static Json standard() {
        return new Json(JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .build());
    }

    byte[] write(JobType<?> type, Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof MethodCall call) {
            check(call.method());
            return Arguments.write(mapper, call);
        }
        try {
            return mapper.writerFor(payload == null ? null : type.payload()).writeValueAsBytes(payload);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the payload of a " + type.name() + " job, a "
                            + payload.getClass().getName() + ", cannot be written as JSON: " + e.getMessage()
                            + ". Give the JobClient an ObjectMapper that can",
                    e);
        }
    }

    String contentType(Object payload) {
        return payload instanceof byte[] ? BYTES : MEDIA_TYPE;
    }

    /** @throws IllegalArgumentException if calls of one of its methods cannot be sent: which, and why */
    void check(JobInterface<?> jobs) {
        jobs.methods().forEach(this::check);
    }

    /** Once for each method: a job that nobody can read would fail far away from who sent it. */
    private void check(JobMethodType method) {
        if (!sendable.contains(method)) {
            Sendable.check(mapper, method);
            sendable.add(method);
        }
    }

    static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    Object read(JavaType type, ByteBuffer payload) throws IOException {
        byte[] bytes = bytes(payload);
        if (type.hasRawClass(byte[].class)) {
            return bytes;
        }
        return type.hasRawClass(Void.class) || bytes.length == 0 ? null : mapper.readValue(bytes, type);
    }

    /** A kept result: text as it is where text is wanted, else JSON. */
    <R> R readResult(JobId job, String text, Class<R> type) {
        if (type == String.class) {
            return type.cast(text);
        }
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the result of job " + job + " cannot be read as " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    /** A handler's result as it is kept: text as it is, anything else as JSON. */
    String result(Object result) throws JsonProcessingException {
        return result instanceof CharSequence text ? text.toString() : mapper.writeValueAsString(result);
    }
}
