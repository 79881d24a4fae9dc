package io.sluice.app;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time as people type it: a span from now or an instant. */
final class Moment {

    private Moment() {}

    /** In the time to come: {@code 6h} is in six hours. */
    static final class Reader implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return Span.parse(text)
                    .map(span -> Instant.now().plus(span).truncatedTo(ChronoUnit.MILLIS))
                    .orElseGet(() -> instant(text));
        }
    }

    /** In the past: {@code 6h} was six hours ago. */
    static final class PastReader implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return Span.parse(text).map(span -> Instant.now().minus(span)).orElseGet(() -> instant(text));
        }
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "\"" + text
                            + "\" is no time; expected is a span such as 90s, 5m, 6h, 2d or an instant such as 2030-01-31T08:00:00Z");
        }
    }
}
