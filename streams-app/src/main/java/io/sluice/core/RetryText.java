package io.sluice.core;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Retry policies as text: {@code fixed(10s)}, {@code exponential(10s,2,1h,0.1)}, {@code steps{1: 10s, 5: 1m..2m}}. */
final class RetryText {

    private RetryText() {}

    /** @throws IllegalArgumentException with what is allowed */
    static RetryPolicy parse(String said) {
        String text = said.strip();
        int open = text.indexOf(text.endsWith("}") ? '{' : '(');
        if (open < 0 || !text.endsWith(")") && !text.endsWith("}")) {
            throw bad(text);
        }
        String kind = text.substring(0, open).strip() + text.charAt(open);
        List<String> arguments = TextParts.split(text.substring(open + 1, text.length() - 1), ',');
        if (kind.equals("fixed(") && arguments.size() == 1) {
            return new RetryPolicy.Fixed(Durations.parse(arguments.getFirst()));
        }
        if (kind.equals("exponential(") && arguments.size() == 4) {
            return new RetryPolicy.Exponential(
                    Durations.parse(arguments.get(0)),
                    decimal(arguments.get(1)),
                    Durations.parse(arguments.get(2)),
                    decimal(arguments.get(3)));
        }
        if (kind.equals("steps{")) {
            return steps(arguments, text);
        }
        throw bad(text);
    }

    private static RetryPolicy steps(List<String> arguments, String text) {
        TreeMap<Integer, RetryPolicy.Wait> steps = new TreeMap<>();
        for (String argument : arguments) {
            List<String> parts = TextParts.split(argument, ':');
            if (parts.size() != 2 || !parts.getFirst().matches("[0-9]{1,9}")) {
                throw bad(text);
            }
            if (steps.put(Integer.parseInt(parts.getFirst()), wait(parts.getLast())) != null) {
                throw new IllegalArgumentException(
                        "the option retry is \"" + text + "\": the step " + parts.getFirst() + " stands there twice");
            }
        }
        return new RetryPolicy.Steps(steps);
    }

    private static RetryPolicy.Wait wait(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return new RetryPolicy.Wait(Durations.parse(text), Durations.parse(text));
        }
        return new RetryPolicy.Wait(
                Durations.parse(text.substring(0, dots).strip()),
                Durations.parse(text.substring(dots + 2).strip()));
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("the option retry is \"" + text
                + "\"; allowed are fixed(10s), exponential(10s,2,1h,0.1): first wait, factor, longest wait, jitter, and"
                + " steps{1: 10s, 5: 1m..2m}: by attempts made");
    }

    private static double decimal(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a decimal number such as 0.1");
        }
        return Double.parseDouble(text);
    }

    /** What {@link #parse} reads back. */
    static String text(RetryPolicy policy) {
        return switch (policy) {
            case RetryPolicy.Fixed fixed -> "fixed(" + Durations.text(fixed.delayMs()) + ")";
            case RetryPolicy.Exponential grows ->
                "exponential(" + Durations.text(grows.firstMs()) + "," + plain(grows.factor()) + ","
                        + Durations.text(grows.maxMs()) + "," + plain(grows.jitter()) + ")";
            case RetryPolicy.Steps steps ->
                steps.steps().entrySet().stream()
                        .map(step -> step.getKey() + ":" + text(step.getValue()))
                        .collect(Collectors.joining(",", "steps{", "}"));
        };
    }

    private static String text(RetryPolicy.Wait wait) {
        String least = Durations.text(wait.minMs());
        return wait.minMs() == wait.maxMs() ? least : least + ".." + Durations.text(wait.maxMs());
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
