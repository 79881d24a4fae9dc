package io.sluice.sdk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A key that at most one job of a tree holds. A submission that finds its key held is not stored:
 * {@link Verdict.Duplicate}. Immutable: each option gives a new one.
 *
 * <p>The key belongs to the job that took it last, as long as that is WAITING, SCHEDULED, READY or RELEASED: while it runs,
 * the next one may wait already.
 *
 * <pre>{@code
 * JobRequest.of(SEND_INVOICE, 42L).dedup(Dedup.byArguments());                 // not twice while one waits
 * JobRequest.of(REINDEX, shop).dedup(Dedup.key("reindex").replace()).eta(Duration.ofSeconds(5)); // the last one wins
 * }</pre>
 *
 * @since 0.1
 */
public final class Dedup {

    private static final int LONGEST = 512;

    /** Two numbers that differ in a digit differ, and bytes that only begin like JSON are none. */
    private static final JsonMapper PLAIN = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** None: it follows from the arguments. */
    private final String key;

    private final boolean replace;
    private final boolean untilFinished;
    private final Duration window;

    private Dedup(String key, boolean replace, boolean untilFinished, Duration window) {
        this.key = key;
        this.replace = replace;
        this.untilFinished = untilFinished;
        this.window = window;
    }

    /**
     * A key of one's own, such as {@code "invoice-42"}.
     *
     * @throws IllegalArgumentException if it is empty or longer than 512 characters
     * @since 0.1
     */
    public static Dedup key(String key) {
        Objects.requireNonNull(key, "a dedup key cannot be null");
        if (key.isEmpty() || key.length() > LONGEST || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the dedup key has " + key.length() + " characters; 1 to " + LONGEST
                    + " are allowed, and no zero character");
        }
        return new Dedup(key, false, false, Duration.ZERO);
    }

    /**
     * The same type with the same payload: the key is a hash of both, whatever the order of the fields in the JSON.
     *
     * @since 0.1
     */
    public static Dedup byArguments() {
        return new Dedup(null, false, false, Duration.ZERO);
    }

    /**
     * A twin that is WAITING, SCHEDULED or READY takes over payload, priority and ETA of this submission and keeps its own
     * id: {@link Verdict.Replaced}. Submitted again and again with an ETA a little ahead, only the last one runs. Refused in
     * flows.
     *
     * @since 0.1
     */
    public Dedup replace() {
        return new Dedup(key, true, untilFinished, window);
    }

    /**
     * The job holds its key while it runs as well.
     *
     * @since 0.1
     */
    public Dedup untilFinished() {
        return new Dedup(key, replace, true, window);
    }

    /**
     * The job that takes the key holds it that long from its submission on, finished or not.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public Dedup window(Duration length) {
        return new Dedup(key, replace, untilFinished, Limits.checkDelay("a dedup window", length));
    }

    io.sluice.schemas.Dedup record(String type, byte[] payload) {
        return new io.sluice.schemas.Dedup(
                key == null ? hash(type, payload) : key,
                replace ? "replace" : "keep",
                untilFinished,
                window.toMillis());
    }

    private static String hash(String type, byte[] payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(type.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(canonical(payload)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }

    /** JSON with the fields of every object in the order of their names; what is no JSON stays as it is. */
    private static byte[] canonical(byte[] payload) {
        try {
            JsonNode tree = PLAIN.readTree(payload);
            return PLAIN.writeValueAsBytes(sorted(tree));
        } catch (IOException e) {
            return payload;
        }
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, Object> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(Dedup::sorted)
                    .toList();
        }
        return node;
    }
}
