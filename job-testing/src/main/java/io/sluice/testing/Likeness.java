package io.sluice.testing;

import io.sluice.core.Dedup;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a job is compared with what of a request: all that the request says that is not the default. */
final class Likeness {

    private Likeness() {}

    static List<Condition> of(Submission wanted, Payloads payloads) {
        List<Condition> all = new ArrayList<>();
        all.add(Condition.is("type", wanted.type(), TestJob::type));
        all.add(payload(wanted.payload().bytes(), Payloads.text(wanted.payload()), payloads));
        if (!wanted.id().tree().equals("main")) {
            all.add(Condition.is("tree", wanted.id().tree(), job -> job.id().tree()));
        }
        if (!wanted.channel().isEmpty()) {
            all.add(Condition.is("channel", wanted.channel(), TestJob::channel));
        }
        if (!wanted.description().isEmpty()) {
            all.add(Condition.is("description", wanted.description(), TestJob::description));
        }
        wanted.headers().forEach((name, value) -> all.add(header(name, value)));
        all.addAll(of(wanted.options(), wanted.submittedAt()));
        return all;
    }

    private static List<Condition> of(Submission.Options wanted, long now) {
        List<Condition> all = new ArrayList<>();
        if (wanted.priority() != Submission.Options.NONE.priority()) {
            all.add(Condition.is("priority", wanted.priority(), TestJob::priority));
        }
        wanted.eta().ifPresent(eta -> all.add(etaOrDelay(eta, now)));
        wanted.maxAttempts().ifPresent(most -> all.add(maxAttempts(most)));
        wanted.timeoutMs().ifPresent(millis -> all.add(timeout(Duration.ofMillis(millis))));
        wanted.expires().ifPresent(expires -> all.add(expiry(expires, now)));
        wanted.dedup().ifPresent(dedup -> all.addAll(of(dedup)));
        wanted.retry()
                .ifPresent(policy -> all.add(Condition.is(
                        "retry",
                        policy.text(),
                        job -> job.job().retry().map(RetryPolicy::text).orElse("not said"))));
        return all;
    }

    private static List<Condition> of(Dedup wanted) {
        return howHeld(wanted).isEmpty()
                ? List.of(dedupKey(wanted.key()))
                : List.of(
                        dedupKey(wanted.key()),
                        Condition.is(
                                "dedup",
                                howHeld(wanted),
                                job -> job.job()
                                        .dedup()
                                        .map(Likeness::howHeld)
                                        .filter(words -> !words.isEmpty())
                                        .orElse("not so")));
    }

    /** Such as {@code replace, for 1h}; empty where it is as it is by default. */
    private static String howHeld(Dedup dedup) {
        List<String> words = new ArrayList<>();
        if (dedup.mode() == Dedup.Mode.REPLACE) {
            words.add("replace");
        }
        if (dedup.untilFinished()) {
            words.add("until finished");
        }
        if (dedup.windowMs() > 0) {
            words.add("for " + words(Duration.ofMillis(dedup.windowMs())));
        }
        return String.join(", ", words);
    }

    static Condition payload(byte[] wanted, String words, Payloads payloads) {
        return new Condition(
                "payload",
                words,
                job -> payloads.isSame(wanted, job.job().payload()),
                job -> payloads.text(job.job().payload(), wanted, false));
    }

    /** The request may be made long after the job was, and say how far ahead from now. */
    private static Condition etaOrDelay(long eta, long now) {
        Instant at = Instant.ofEpochMilli(eta);
        Duration delay = Duration.ofMillis(eta - now);
        return new Condition(
                "ETA",
                at + ", or " + words(delay) + " after it was submitted",
                job -> job.eta().equals(Optional.of(at)) || delay(job).equals(Optional.of(delay)),
                job -> job.eta().map(Instant::toString).orElse("none"));
    }

    /** As {@link #etaOrDelay}. */
    private static Condition expiry(long expires, long now) {
        Instant at = Instant.ofEpochMilli(expires);
        Duration after = Duration.ofMillis(expires - now);
        return new Condition(
                "expires",
                at + ", or " + words(after) + " after it was submitted",
                job -> job.expires()
                        .filter(its ->
                                its.equals(at) || its.equals(job.submittedAt().plus(after)))
                        .isPresent(),
                job -> job.expires().map(Instant::toString).orElse("not said"));
    }

    static Condition eta(Instant eta) {
        return new Condition(
                "ETA",
                eta.toString(),
                job -> job.eta().equals(Optional.of(eta)),
                job -> job.eta().map(Instant::toString).orElse("none"));
    }

    /** How far ahead the ETA lay when the job was submitted. */
    static Optional<Duration> delay(TestJob job) {
        return job.eta().map(eta -> Duration.between(job.submittedAt(), eta));
    }

    static Condition maxAttempts(int most) {
        return new Condition(
                "maxAttempts",
                Integer.toString(most),
                job -> job.maxAttempts().orElse(-1) == most,
                job -> job.maxAttempts().isPresent()
                        ? Integer.toString(job.maxAttempts().getAsInt())
                        : "not said");
    }

    static Condition timeout(Duration timeout) {
        return new Condition(
                "timeout",
                words(timeout),
                job -> job.timeout().equals(Optional.of(timeout)),
                job -> job.timeout().map(Likeness::words).orElse("not said"));
    }

    static Condition header(String name, String value) {
        return new Condition(
                "header " + name,
                value,
                job -> value.equals(job.headers().get(name)),
                job -> job.headers().getOrDefault(name, "not there"));
    }

    static Condition dedupKey(String key) {
        return new Condition(
                "dedup key",
                key,
                job -> job.dedupKey().equals(Optional.of(key)),
                job -> job.dedupKey().orElse("none"));
    }

    /** Such as {@code 1h30m}. */
    static String words(Duration duration) {
        return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
