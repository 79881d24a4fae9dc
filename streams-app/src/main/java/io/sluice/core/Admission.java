package io.sluice.core;

import java.util.Map;
import java.util.OptionalInt;

/** What a submission must keep to. Clients check the same before they send; nobody is relied on to. */
final class Admission {

    static final int MOST_PAYLOAD = 512 * 1024;
    static final int MOST_HEADERS = 16 * 1024;
    static final int LONGEST_DESCRIPTION = 1024;
    static final long FURTHEST_ETA = 3653L * 24 * 3600 * 1000;

    private Admission() {}

    /**
     * The job that a submission becomes.
     *
     * @throws IllegalArgumentException with what is over which limit
     */
    static Job admit(Submission asked, long seq, long now) {
        Names.check("type", asked.type());
        ChannelPath channel = asked.channel().isEmpty() ? ChannelPath.ROOT : ChannelPath.parse(asked.channel());
        atMost("the payload", asked.payload().bytes().length, MOST_PAYLOAD, "bytes");
        atMost("the headers", size(asked.headers()), MOST_HEADERS, "characters");
        atMost("the description", asked.description().length(), LONGEST_DESCRIPTION, "characters");
        if (asked.eta().isPresent() && asked.eta().getAsLong() > now + FURTHEST_ETA) {
            throw new IllegalArgumentException(
                    "the ETA is more than 10 years ahead: " + asked.eta().getAsLong() + " ms");
        }
        OptionalInt most = asked.maxAttempts();
        if (most.isPresent() && most.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "maxAttempts is " + most.getAsInt() + "; 0 (unlimited) or more is allowed");
        }
        return new Job(
                asked.id(),
                asked.type(),
                channel,
                asked.payload(),
                asked.priority(),
                asked.eta(),
                most,
                asked.retry(),
                asked.description(),
                asked.headers(),
                asked.submittedAt(),
                seq,
                now);
    }

    private static void atMost(String what, long size, long most, String unit) {
        if (size > most) {
            throw new IllegalArgumentException(
                    what + " is " + size + " " + unit + " long; at most " + most + " are allowed");
        }
    }

    private static long size(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length())
                .sum();
    }
}
