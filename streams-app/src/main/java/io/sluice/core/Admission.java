package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a submission must keep to. Clients check the same before they send; nobody is relied on to. */
final class Admission {

    static final int MOST_PAYLOAD = 512 * 1024;
    static final int MOST_HEADERS = 16 * 1024;
    static final int LONGEST_DESCRIPTION = 1024;
    static final int LONGEST_CONTENT_TYPE = 256;
    static final long FURTHEST_ETA = 3653L * 24 * 3600 * 1000;

    private Admission() {}

    /**
     * The job that a submission becomes.
     *
     * @throws IllegalArgumentException with what is over which limit
     */
    static Job admit(Submission asked, long seq, long now) {
        Names.check("type", asked.type());
        return checked(asked, seq, now);
    }

    /**
     * The same for a job that comes with others: there it may be a {@link Join}.
     *
     * @throws IllegalArgumentException with what is over which limit
     */
    static Job admitInFlow(Submission asked, long seq, long now) {
        if (!asked.type().equals(Join.TYPE)) {
            return admit(asked, seq, now);
        }
        if (asked.parents().isEmpty()) {
            throw new IllegalArgumentException(
                    "a join waits for nobody; it needs at least one parent: an empty group?");
        }
        if (asked.options().expires().isPresent() || asked.options().dedup().isPresent()) {
            throw new IllegalArgumentException(
                    "a join has an expiry or a dedup key; it runs nothing and follows from the jobs before it alone");
        }
        return checked(asked, seq, now);
    }

    private static Job checked(Submission asked, long seq, long now) {
        ChannelPath channel = asked.channel().isEmpty() ? ChannelPath.ROOT : ChannelPath.parse(asked.channel());
        atMost("the payload", asked.payload().bytes().length, MOST_PAYLOAD, "bytes");
        atMost("the headers", size(asked.headers()), MOST_HEADERS, "bytes");
        atMost("the content type", asked.payload().contentType().length(), LONGEST_CONTENT_TYPE, "characters");
        checkDescription(asked.description());
        if (asked.options().eta().isPresent() && asked.options().eta().getAsLong() > now + FURTHEST_ETA) {
            throw new IllegalArgumentException("the ETA is more than 10 years ahead: "
                    + asked.options().eta().getAsLong() + " ms");
        }
        OptionalInt most = asked.options().maxAttempts();
        if (most.isPresent() && most.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "maxAttempts is " + most.getAsInt() + "; 0 (unlimited) or more is allowed");
        }
        checkTimes(asked.options());
        if (asked.options().dedup().map(Dedup::key).orElse("").indexOf('\0') >= 0) {
            throw new IllegalArgumentException("its dedup key has a zero character, which no key may have");
        }
        if (asked.flow().isPresent()
                && asked.options().dedup().map(Dedup::mode).equals(Optional.of(Dedup.Mode.REPLACE))) {
            throw new IllegalArgumentException("its dedup mode is replace, which no job of a flow can have: others wait"
                    + " for the twin already. Use the mode keep");
        }
        return new Job(asked, channel, seq, now);
    }

    static void checkDescription(String description) {
        atMost("the description", description.length(), LONGEST_DESCRIPTION, "characters");
    }

    /** About as much as it takes in a record. */
    static long size(Submission asked) {
        return asked.payload().bytes().length
                + size(asked.headers())
                + asked.description().length()
                + 16L * asked.parents().size();
    }

    private static void checkTimes(Submission.Options options) {
        if (options.timeoutMs().isPresent() && options.timeoutMs().getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "the timeout is " + options.timeoutMs().getAsLong() + " ms; 0 (no limit) or more is allowed");
        }
    }

    private static void atMost(String what, long size, long most, String unit) {
        if (size > most) {
            throw new IllegalArgumentException(
                    what + " is " + size + " " + unit + " long; at most " + most + " are allowed");
        }
    }

    private static long size(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToLong(header -> utf8(header.getKey()) + utf8(header.getValue()))
                .sum();
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
