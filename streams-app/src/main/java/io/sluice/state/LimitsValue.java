package io.sluice.state;

import io.sluice.core.Limits;
import io.sluice.core.RetryPolicy;

/** {@link Limits} and {@link RetryPolicy} as blocks inside other values. */
final class LimitsValue {

    private static final int FIXED = 1;
    private static final int EXPONENTIAL = 2;

    private LimitsValue() {}

    static void write(ValueWriter writer, Limits limits) {
        writer.bytes(ValueWriter.block()
                .optional(JobValue.asLong(limits.capacity()))
                .flag(limits.topic())
                .optional(JobValue.asLong(limits.maxAttempts()))
                .optional(limits.retry(), LimitsValue::writePolicy)
                .toBytes());
    }

    static Limits read(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new Limits(
                JobValue.asInt(block.optionalNumber()),
                block.flag(),
                JobValue.asInt(block.optionalNumber()),
                block.optional(LimitsValue::readPolicy));
    }

    static void writePolicy(ValueWriter writer, RetryPolicy policy) {
        ValueWriter block = ValueWriter.block();
        switch (policy) {
            case RetryPolicy.Fixed fixed -> block.number(FIXED).number(fixed.delayMs());
            case RetryPolicy.Exponential growing ->
                block.number(EXPONENTIAL)
                        .number(growing.firstMs())
                        .number(growing.maxMs())
                        .decimal(growing.factor())
                        .decimal(growing.jitter());
        }
        writer.bytes(block.toBytes());
    }

    static RetryPolicy readPolicy(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        int kind = block.smallNumber();
        if (kind == FIXED) {
            return new RetryPolicy.Fixed(block.number());
        }
        if (kind == EXPONENTIAL) {
            long first = block.number();
            long max = block.number();
            return new RetryPolicy.Exponential(first, block.decimal(), max, block.decimal());
        }
        throw new IllegalStateException("a stored retry policy has kind " + kind + ", which this build does not know");
    }
}
