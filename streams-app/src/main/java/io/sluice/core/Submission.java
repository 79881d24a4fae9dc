package io.sluice.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A job as someone asks for it: not checked yet. Times are milliseconds since the epoch.
 *
 * @param id the id that the client made
 * @param type name of the code to run
 * @param channel path under root; empty: root
 * @param payload what the handler gets
 * @param options what it says about itself; all of it may be left out
 * @param parents jobs that it waits for
 * @param flow the flow that it belongs to
 * @param replayOf the job that this one runs again
 * @param description one line for people
 * @param headers trace context, tenant, user…
 * @param submittedAt the client's clock, for show
 * @since 0.1
 */
public record Submission(
        JobId id,
        String type,
        String channel,
        Payload payload,
        Options options,
        List<Parent> parents,
        Optional<UUID> flow,
        Optional<UUID> replayOf,
        String description,
        Map<String, String> headers,
        long submittedAt) {

    /**
     * How a job is to be treated.
     *
     * @param priority smaller is sooner; 10 by default
     * @param eta earliest start; none: as soon as the channel allows
     * @param maxAttempts at most that many executions, 0 = unlimited; none: the channel's default, else 5
     * @param retry wait between attempts; none: the handler's, else the channel's, else {@link RetryPolicy#DEFAULT}
     * @param timeoutMs longest execution, in milliseconds, 0 = no limit; none: the channel's default, else no limit
     * @param expires not started by then: CANCELLED
     * @param dedup its dedup key
     * @since 0.1
     */
    public record Options(
            int priority,
            OptionalLong eta,
            OptionalInt maxAttempts,
            Optional<RetryPolicy> retry,
            OptionalLong timeoutMs,
            OptionalLong expires,
            Optional<Dedup> dedup) {

        /** What holds for a job that says nothing. */
        public static final Options NONE = new Options(
                10,
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());

        /** With that priority. */
        public Options withPriority(int value) {
            return new Options(value, eta, maxAttempts, retry, timeoutMs, expires, dedup);
        }

        /** With that earliest start. */
        public Options withEta(long at) {
            return new Options(priority, OptionalLong.of(at), maxAttempts, retry, timeoutMs, expires, dedup);
        }

        /** With that bound on executions. */
        public Options withMaxAttempts(int most) {
            return new Options(priority, eta, OptionalInt.of(most), retry, timeoutMs, expires, dedup);
        }

        /** With that wait between attempts. */
        public Options withRetry(RetryPolicy policy) {
            return new Options(priority, eta, maxAttempts, Optional.of(policy), timeoutMs, expires, dedup);
        }

        /** With that longest execution. */
        public Options withTimeout(long millis) {
            return new Options(priority, eta, maxAttempts, retry, OptionalLong.of(millis), expires, dedup);
        }

        /** To be cancelled if not started by then. */
        public Options withExpires(long at) {
            return new Options(priority, eta, maxAttempts, retry, timeoutMs, OptionalLong.of(at), dedup);
        }

        /** With that dedup key. */
        public Options withDedup(Dedup key) {
            return new Options(priority, eta, maxAttempts, retry, timeoutMs, expires, Optional.of(key));
        }
    }

    /** A job that says nothing but what to run. */
    public static Submission of(JobId id, String type, String channel, Payload payload) {
        return new Submission(
                id,
                type,
                channel,
                payload,
                Options.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "",
                Map.of(),
                0);
    }

    /** In that channel. */
    public Submission withChannel(String path) {
        return new Submission(
                id, type, path, payload, options, parents, flow, replayOf, description, headers, submittedAt);
    }

    /** To be treated so. */
    public Submission with(Options treated) {
        return new Submission(
                id, type, channel, payload, treated, parents, flow, replayOf, description, headers, submittedAt);
    }

    /** Waiting for those jobs. */
    public Submission after(List<Parent> those) {
        return new Submission(
                id, type, channel, payload, options, those, flow, replayOf, description, headers, submittedAt);
    }

    /** As a part of that flow. */
    public Submission in(UUID itsFlow) {
        return new Submission(
                id,
                type,
                channel,
                payload,
                options,
                parents,
                Optional.of(itsFlow),
                replayOf,
                description,
                headers,
                submittedAt);
    }

    /** With another payload. */
    public Submission withPayload(Payload other) {
        return new Submission(
                id, type, channel, other, options, parents, flow, replayOf, description, headers, submittedAt);
    }

    /** With words for people and what else goes along. */
    public Submission described(String words, Map<String, String> more, long at) {
        return new Submission(id, type, channel, payload, options, parents, flow, replayOf, words, more, at);
    }
}
