package io.sluice.core;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the channel text can say about a channel beside its capacity. Each option has one form in text and one type of value;
 * {@link Limits} reads them. With {@code =no} an entry takes away what the entries under it say about that channel.
 *
 * @since 0.1
 */
public enum ChannelOption {
    /** The channel and its subtree are released to a channel topic of their own. Flag. */
    TOPIC("topic", OptionForm.FLAG),
    /** Nothing overtakes in the subtree. Flag. */
    SEQUENTIAL("sequential", OptionForm.FLAG),
    /** At most so many releases in a time. {@link Throttle}. */
    THROTTLE("throttle", OptionForm.THROTTLE),
    /** How many releases of a throttle may go at once. Whole number from 1. */
    BURST("burst", OptionForm.COUNT),
    /** Children take turns. Flag. */
    FAIR("fair", OptionForm.FLAG),
    /** Its share of the turns among the children of a fair channel. Whole number from 1. */
    WEIGHT("weight", OptionForm.COUNT),
    /** The waiting time that is worth one point of priority, for the whole tree. Milliseconds. */
    AGING("aging", OptionForm.DURATION),
    /** Longest execution of jobs that do not say. Milliseconds. */
    TIMEOUT("timeout", OptionForm.DURATION),
    /** Most executions of jobs that do not say, 0 = unlimited. Whole number. */
    MAX_ATTEMPTS("max-attempts", OptionForm.NUMBER),
    /** Wait between attempts of jobs that do not say. {@link RetryPolicy}. */
    RETRY("retry", OptionForm.RETRY),
    /** How long closed jobs are kept. Milliseconds. */
    RETENTION("retention", OptionForm.DURATION),
    /** How long FAILED jobs are kept; without it until somebody handles them. Milliseconds. */
    RETENTION_FAILED("retention.failed", OptionForm.DURATION),
    /** Jobs are released alone. Only the value 1 is allowed. */
    BUNDLE("bundle", OptionForm.ONE),
    /** The type of a job that is submitted for each final failure. A type's name. */
    ON_FAILURE("on-failure", OptionForm.TYPE);

    private final String text;
    private final OptionForm form;

    ChannelOption(String text, OptionForm form) {
        this.text = text;
        this.form = form;
    }

    /** Its name in the channel text. */
    public String text() {
        return text;
    }

    /** The option of that name. */
    static Optional<ChannelOption> named(String name) {
        return Arrays.stream(values())
                .filter(option -> option.text.equals(name))
                .findFirst();
    }

    /** What stands in place of a value where an entry takes the option away: as if those under it did not say it. */
    static final Object NO = false;

    private static final String NO_TEXT = "no";

    /** What stands behind its name, for people. */
    String example() {
        return form.example();
    }

    /** All of them with the form of their values, for people. */
    static String known() {
        return Arrays.stream(values())
                .map(option -> option.text + option.form.example())
                .collect(Collectors.joining(", "));
    }

    /**
     * What a text says: a value of the option's type, or {@link #NO}.
     *
     * @param value what stands behind the equals sign; none: there was no sign
     * @throws IllegalArgumentException with what is allowed
     */
    Object parse(Optional<String> value) {
        if (value.equals(Optional.of(NO_TEXT))) {
            return NO;
        }
        try {
            return form.parse(text, value);
        } catch (IllegalArgumentException e) {
            String words = "the option " + text;
            throw e.getMessage().startsWith(words)
                    ? e
                    : new IllegalArgumentException(words + " is \"" + value.orElse("") + "\": " + e.getMessage(), e);
        }
    }

    /** As it is written: {@code name}, {@code name=value} or {@code name=no}. */
    String written(Object value) {
        if (value.equals(NO)) {
            return text + "=" + NO_TEXT;
        }
        String said = form.written(value);
        return said.isEmpty() ? text : text + "=" + said;
    }
}
