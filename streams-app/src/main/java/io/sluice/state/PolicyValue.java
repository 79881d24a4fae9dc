package io.sluice.state;

import io.sluice.core.RetryPolicy;
import java.util.TreeMap;

/** {@link RetryPolicy} as a block inside other values. */
final class PolicyValue {

    private static final int FIXED = 1;
    private static final int EXPONENTIAL = 2;
    private static final int STEPS = 3;

    private PolicyValue() {}

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
            case RetryPolicy.Steps steps ->
                block.number(STEPS)
                        .list(
                                steps.steps().entrySet(),
                                (each, step) -> each.number(step.getKey())
                                        .number(step.getValue().minMs())
                                        .number(step.getValue().maxMs()));
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
        if (kind == STEPS) {
            return steps(block);
        }
        throw new IllegalStateException("a stored retry policy has kind " + kind + ", which this build does not know");
    }

    private static RetryPolicy steps(ValueReader block) {
        TreeMap<Integer, RetryPolicy.Wait> steps = new TreeMap<>();
        int count = block.smallNumber();
        for (int i = 0; i < count; i++) {
            int attempts = block.smallNumber();
            steps.put(attempts, new RetryPolicy.Wait(block.number(), block.number()));
        }
        return new RetryPolicy.Steps(steps);
    }
}
