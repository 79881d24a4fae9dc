package io.sluice.simulate;

import io.sluice.core.RetryPolicy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Retry policies: a text such as {@code fixed(10s)}, or an object with the fields that the schema has for them. */
final class Policies {

    private static final RetryPolicy.Exponential GROWING = (RetryPolicy.Exponential) RetryPolicy.DEFAULT;

    private Policies() {}

    static RetryPolicy policy(Object json, String name) {
        if (!(json instanceof Map)) {
            return RetryPolicy.parse(Fields.text(json, name));
        }
        Fields fields = Fields.of(json, name);
        RetryPolicy policy = fields.has("steps")
                ? steps(fields)
                : fields.has("delayMs") || fields.has("delay") ? fixed(fields) : growing(fields);
        fields.nothingElse();
        return policy;
    }

    private static RetryPolicy fixed(Fields fields) {
        long delay = fields.duration("delay").orElseThrow();
        return checked(() -> new RetryPolicy.Fixed(delay));
    }

    private static RetryPolicy growing(Fields fields) {
        long first = fields.duration("first").orElse(GROWING.firstMs());
        double factor = number(fields, "factor", GROWING.factor());
        long max = fields.duration("max").orElse(GROWING.maxMs());
        double jitter = number(fields, "jitter", GROWING.jitter());
        return checked(() -> new RetryPolicy.Exponential(first, factor, max, jitter));
    }

    private static double number(Fields fields, String name, double unsaid) {
        Object value = fields.get(name).orElse(unsaid);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + " is " + JsonText.text(value) + "; expected is a number");
    }

    private static RetryPolicy steps(Fields fields) {
        TreeMap<Integer, RetryPolicy.Wait> steps = new TreeMap<>();
        for (Object json : fields.list("steps")) {
            Fields step = Fields.of(json, "a step");
            int attempts = Fields.smallNumber(step.there("attempts"), "attempts");
            long min = Fields.duration(step.eitherThere("minMs", "min"), "min");
            long max = step.duration("max").orElse(min);
            step.nothingElse();
            steps.put(attempts, checked(() -> new RetryPolicy.Wait(min, max)));
        }
        return checked(() -> new RetryPolicy.Steps(steps));
    }

    /** What the rules refuse is for them to refuse. */
    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new UnfitException(e);
        }
    }
}
