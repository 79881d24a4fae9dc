package io.sluice.web;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time as people write it: {@code 15s}, {@code 6h}; and the points in time that it leads to.
 *
 * @since 0.1
 */
public final class Span {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Span() {}

    /** The span; none: it is not written like one. */
    public static Optional<Duration> parse(String text) {
        Matcher span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /**
     * A point in time: {@code 6h} is in six hours.
     *
     * @throws IllegalArgumentException if the text is neither a span nor an instant
     */
    public static Instant fromNow(String text) {
        return parse(text)
                .map(span -> Instant.now().plus(span).truncatedTo(ChronoUnit.MILLIS))
                .orElseGet(() -> instant(text));
    }

    /**
     * A point in time: {@code 6h} was six hours ago.
     *
     * @throws IllegalArgumentException if the text is neither a span nor an instant
     */
    public static Instant ago(String text) {
        return parse(text).map(span -> Instant.now().minus(span)).orElseGet(() -> instant(text));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no time; expected is a span such as 90s, 5m, 6h, 2d or an instant such as 2030-01-31T08:00:00Z",
                    e);
        }
    }
}
