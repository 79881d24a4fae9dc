package io.sluice.testing;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a job is expected to be.
 *
 * @param name such as {@code priority}
 * @param expected in words
 * @param holds whether a job is that
 * @param actual what a job is instead, in words
 */
record Condition(String name, String expected, Predicate<TestJob> holds, Function<TestJob, String> actual) {

    /** That what a job has equals a value. */
    static Condition is(String name, Object expected, Function<TestJob, Object> actual) {
        return new Condition(
                name,
                expected.toString(),
                job -> expected.equals(actual.apply(job)),
                job -> String.valueOf(actual.apply(job)));
    }
}
