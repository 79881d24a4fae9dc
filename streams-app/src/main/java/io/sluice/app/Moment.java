package io.sluice.app;

import io.sluice.web.Span;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time as people type it: a span from now or an instant. */
final class Moment {

    private Moment() {}

    /** In the time to come: {@code 6h} is in six hours. */
    static final class Reader implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Span.fromNow(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** In the past: {@code 6h} was six hours ago. */
    static final class PastReader implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Span.ago(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
