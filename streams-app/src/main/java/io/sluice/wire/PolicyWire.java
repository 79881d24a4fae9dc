package io.sluice.wire;

import io.sluice.core.RetryPolicy;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.RetryStep;
import io.sluice.schemas.StepsRetry;
import java.util.Optional;
import java.util.TreeMap;

/** Retry policies, both ways. */
final class PolicyWire {

    private PolicyWire() {}

    /** @throws BadRecordException if a number is out of its range */
    static Optional<RetryPolicy> policy(Object retry) {
        try {
            return Optional.ofNullable(retry).map(PolicyWire::read);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(e.getMessage());
        }
    }

    /** None where it does not read: an outcome counts whatever its handler's policy looks like. */
    static Optional<RetryPolicy> policyIfRight(Object retry) {
        try {
            return policy(retry);
        } catch (BadRecordException e) {
            return Optional.empty();
        }
    }

    private static RetryPolicy read(Object retry) {
        return switch (retry) {
            case FixedRetry fixed -> new RetryPolicy.Fixed(fixed.getDelayMs());
            case ExponentialRetry growing ->
                new RetryPolicy.Exponential(
                        growing.getFirstMs(), growing.getFactor(), growing.getMaxMs(), growing.getJitter());
            case StepsRetry steps -> {
                TreeMap<Integer, RetryPolicy.Wait> waits = new TreeMap<>();
                for (RetryStep step : steps.getSteps()) {
                    waits.put(step.getAttempts(), new RetryPolicy.Wait(step.getMinMs(), step.getMaxMs()));
                }
                yield new RetryPolicy.Steps(waits);
            }
            default -> throw new BadRecordException("a retry policy of an unknown kind: " + retry);
        };
    }

    /** As Avro has it: one of several generated classes that share nothing. */
    static Object policy(RetryPolicy retry) {
        return switch (retry) {
            case RetryPolicy.Fixed fixed -> new FixedRetry(fixed.delayMs());
            case RetryPolicy.Exponential growing ->
                new ExponentialRetry(growing.firstMs(), growing.factor(), growing.maxMs(), growing.jitter());
            case RetryPolicy.Steps steps ->
                new StepsRetry(steps.steps().entrySet().stream()
                        .map(step -> new RetryStep(
                                step.getKey(),
                                step.getValue().minMs(),
                                step.getValue().maxMs()))
                        .toList());
        };
    }
}
