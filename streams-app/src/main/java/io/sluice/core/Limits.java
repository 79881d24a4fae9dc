package io.sluice.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one entry of the channel text says about a channel. An absent option says nothing: the entry below it (the tree's over
 * the file's) or, for defaults of jobs, the nearest ancestor decides.
 *
 * @param capacity how many bundles may be open at once in the channel and below; none = {@code *}, no limit of its own
 * @param options what else is said; each value has the type that its {@link ChannelOption} names, or is false where the option
 *     is taken away
 * @since 0.1
 */
public record Limits(OptionalInt capacity, Map<ChannelOption, Object> options) {

    /** Nothing said at all. */
    public static final Limits NONE = new Limits(OptionalInt.empty(), Map.of());

    /** Keeps the options in their own order. */
    public Limits {
        EnumMap<ChannelOption, Object> ordered = new EnumMap<>(ChannelOption.class);
        ordered.putAll(options);
        options = Collections.unmodifiableMap(ordered);
    }

    /** A capacity and nothing more. */
    public static Limits capacity(int capacity) {
        return new Limits(OptionalInt.of(capacity), Map.of());
    }

    /** With one more option, in place of what was said about it. */
    public Limits with(ChannelOption option, Object value) {
        EnumMap<ChannelOption, Object> more = new EnumMap<>(ChannelOption.class);
        more.putAll(options);
        more.put(option, value);
        return new Limits(capacity, more);
    }

    /** These limits where they say something, else the other's. A capacity is always said. */
    Limits over(Limits other) {
        EnumMap<ChannelOption, Object> both = new EnumMap<>(ChannelOption.class);
        both.putAll(other.options);
        both.putAll(options);
        return new Limits(capacity, both);
    }

    /** Whether the channel and its subtree are released to a channel topic of their own. */
    public boolean topic() {
        return has(ChannelOption.TOPIC);
    }

    /** Whether nothing overtakes in the subtree. */
    public boolean sequential() {
        return has(ChannelOption.SEQUENTIAL);
    }

    /** At most so many releases in a time. */
    public Optional<Throttle> throttle() {
        return said(ChannelOption.THROTTLE, Throttle.class);
    }

    /** How many releases of the throttle may go at once; 1 by default: evenly spaced. */
    public int burst() {
        return said(ChannelOption.BURST, Integer.class).orElse(1);
    }

    /** Whether children take turns. */
    public boolean fair() {
        return has(ChannelOption.FAIR);
    }

    /** The share among the children of a fair channel; 1 by default. */
    public int weight() {
        return said(ChannelOption.WEIGHT, Integer.class).orElse(1);
    }

    /** The waiting time that is worth one point of priority. */
    public OptionalLong aging() {
        return number(ChannelOption.AGING);
    }

    /** Longest execution of jobs of the subtree that do not say, in milliseconds. */
    public OptionalLong timeout() {
        return number(ChannelOption.TIMEOUT);
    }

    /** Most executions of jobs of the subtree that do not say; 0 = unlimited. */
    public OptionalInt maxAttempts() {
        return said(ChannelOption.MAX_ATTEMPTS, Integer.class)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** Wait between attempts of jobs of the subtree that do not say. */
    public Optional<RetryPolicy> retry() {
        return said(ChannelOption.RETRY, RetryPolicy.class);
    }

    /** How long closed jobs of the subtree are kept, in milliseconds. */
    public OptionalLong retention() {
        return number(ChannelOption.RETENTION);
    }

    /** How long FAILED jobs of the subtree are kept, in milliseconds; none: until somebody handles them. */
    public OptionalLong retentionFailed() {
        return number(ChannelOption.RETENTION_FAILED);
    }

    /** Whether jobs are released alone. */
    public boolean alone() {
        return has(ChannelOption.BUNDLE);
    }

    /** The type of a job that is submitted for each final failure in the subtree. */
    public Optional<String> onFailure() {
        return said(ChannelOption.ON_FAILURE, String.class);
    }

    /** Whether the option is set: named, and not taken away. */
    boolean has(ChannelOption option) {
        return !options.getOrDefault(option, ChannelOption.NO).equals(ChannelOption.NO);
    }

    private <T> Optional<T> said(ChannelOption option, Class<T> type) {
        return has(option) ? Optional.of(type.cast(options.get(option))) : Optional.empty();
    }

    private OptionalLong number(ChannelOption option) {
        return said(option, Long.class).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
