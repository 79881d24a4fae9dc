package io.sluice.sdk;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.util.Objects;

/**
 * The name of the code to run and what its payload is. Client and worker should share one constant:
 *
 * <pre>{@code static final JobType<Invoice> SEND_INVOICE = JobType.of("send-invoice", Invoice.class);}</pre>
 *
 * @param <T> what the payload is read into
 * @since 0.1
 */
public final class JobType<T> {

    private final String name;
    private final JavaType payload;
    private final OptionValues defaults;

    private JobType(String name, JavaType payload, OptionValues defaults) {
        this.name = Limits.checkName("job type", name);
        this.payload = payload;
        this.defaults = defaults;
    }

    /**
     * A type whose payload is a plain class.
     *
     * @param name {@code [A-Za-z0-9_-]{1,64}}
     * @param payload class of the payload; {@code byte[].class} passes bytes through, {@code Void.class} has none
     * @throws IllegalArgumentException if the name is anything else
     * @since 0.1
     */
    public static <T> JobType<T> of(String name, Class<T> payload) {
        return new JobType<>(
                name, TypeFactory.defaultInstance().constructType(Objects.requireNonNull(payload)), new OptionValues());
    }

    /**
     * A type whose payload is generic, such as a list of invoices.
     *
     * @param name {@code [A-Za-z0-9_-]{1,64}}
     * @param payload such as {@code new TypeReference<List<Invoice>>() {}}
     * @throws IllegalArgumentException if the name is anything else
     * @since 0.1
     */
    public static <T> JobType<T> of(String name, TypeReference<T> payload) {
        return new JobType<>(name, TypeFactory.defaultInstance().constructType(payload), new OptionValues());
    }

    /**
     * The same type, whose jobs have these options where their request says nothing else: its channel, its priority, its
     * timeout.
     *
     * <pre>{@code
     * static final JobType<Invoice> SEND_INVOICE =
     *         JobType.of("send-invoice", Invoice.class).defaults(options().channel("root.mail").maxAttempts(3));
     * }</pre>
     *
     * @throws IllegalArgumentException if they have an id: only the first of the jobs would be stored
     * @since 0.1
     */
    public JobType<T> defaults(JobOptions options) {
        options.values().id().ifPresent(id -> {
            throw new IllegalArgumentException("jobs of type " + name + " cannot all have the id " + id
                    + ": only the first would be stored. Give the id to a request");
        });
        return new JobType<>(name, payload, options.values().over(defaults));
    }

    /**
     * The type's name.
     *
     * @since 0.1
     */
    public String name() {
        return name;
    }

    OptionValues defaults() {
        return defaults;
    }

    JavaType payload() {
        return payload;
    }

    /**
     * Name and payload type, for people.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return name + "(" + payload.toCanonical() + ")";
    }
}
