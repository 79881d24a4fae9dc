package io.sluice.sdk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;

/** What a job may be, as the client checks it before it sends anything. The scheduler checks the same again. */
final class Limits {

    static final int MAX_PAYLOAD_BYTES = 512 * 1024;
    static final int MAX_HEADER_BYTES = 16 * 1024;
    static final int MAX_RESULT_BYTES = 64 * 1024;
    static final int MAX_TRACE_BYTES = 32 * 1024;
    static final int MAX_LOG_BYTES = 32 * 1024;
    static final int MAX_FAN_OUT_BYTES = 1024 * 1024;
    static final int MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
    static final int MAX_FLOW_BYTES = 4 * 1024 * 1024;
    static final int MAX_FLOW_JOBS = 10_000;
    static final int LONGEST_DESCRIPTION = 1024;
    static final int MAX_DEPTH = 8;
    static final int MAX_YEARS = 10;
    static final Duration MAX_DELAY = Duration.ofDays(3652);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Limits() {}

    static String checkName(String what, String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " \"" + name
                    + "\" is no name: 1 to 64 letters, digits, hyphens and underscores are allowed, nothing else");
        }
        return name;
    }

    static String checkChannel(String path) {
        if (path == null) {
            throw new IllegalArgumentException("a channel is a path such as root.shop.import, it cannot be null");
        }
        String[] segments = path.split("\\.", -1);
        if (!segments[0].equals("root")) {
            throw new IllegalArgumentException(
                    "channel \"" + path + "\" does not begin with root; write root." + path + " if that is meant");
        }
        if (segments.length > MAX_DEPTH) {
            throw new IllegalArgumentException("channel \"" + path + "\" has " + segments.length + " segments; at most "
                    + MAX_DEPTH + " are allowed, root included");
        }
        for (String segment : segments) {
            if (!NAME.matcher(segment).matches()) {
                throw new IllegalArgumentException("channel \"" + path + "\" has the segment \"" + segment
                        + "\": 1 to 64 letters, digits, hyphens and underscores are allowed, nothing else");
            }
        }
        return path;
    }

    static Duration checkDelay(String what, Duration delay) {
        if (delay == null || delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + delay + "; it must be from 0 to " + MAX_YEARS + " years (" + MAX_DELAY + ")");
        }
        return delay;
    }

    static void checkEta(Instant eta, Instant now) {
        Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS).toInstant();
        if (eta.isAfter(latest)) {
            throw new IllegalArgumentException(
                    "ETA " + eta + " is more than " + MAX_YEARS + " years ahead; the latest allowed is " + latest);
        }
    }

    static String checkDescription(String description) {
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("the description has " + description.length() + " characters; at most "
                    + LONGEST_DESCRIPTION + " are allowed, it is one line for people");
        }
        return description;
    }

    static void checkExpiry(Instant expires, Instant now) {
        Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS).toInstant();
        if (expires.isAfter(latest)) {
            throw new IllegalArgumentException("expiry " + expires + " is more than " + MAX_YEARS
                    + " years ahead; leave it out if the job shall never expire, the latest allowed is " + latest);
        }
    }

    static void checkPayload(String type, int bytes) {
        if (bytes > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("the payload of a " + type + " job has " + bytes + " bytes; at most "
                    + MAX_PAYLOAD_BYTES + " (512 KiB) are allowed. Store it elsewhere and send where it is");
        }
    }

    static void checkHeaders(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey() == null || header.getValue() == null) {
                throw new IllegalArgumentException("header \"" + header.getKey() + "\" is \"" + header.getValue()
                        + "\"; neither its name nor its value can be null");
            }
        }
        int bytes = headerBytes(headers);
        if (bytes > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("the headers " + headers.keySet() + " have " + bytes
                    + " bytes together; at most " + MAX_HEADER_BYTES + " (16 KiB) are allowed");
        }
    }

    static Map<String, String> checked(Map<String, String> headers) {
        checkHeaders(headers);
        return headers;
    }

    static int headerBytes(Map<String, String> headers) {
        int bytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += utf8(header.getKey()) + utf8(header.getValue());
        }
        return bytes;
    }

    static void checkFanOut(JobId parent, int jobs, int bytes) {
        if (bytes > MAX_FAN_OUT_BYTES) {
            throw new IllegalArgumentException("job " + parent + " submits " + jobs + " jobs of " + bytes
                    + " bytes through its context; at most " + MAX_FAN_OUT_BYTES
                    + " (1 MiB) ride in its outcome. Submit more with a JobClient, with id(JobIds.derived(parent, n))");
        }
    }

    static void checkOutput(JobId job, int records, long bytes) {
        if (bytes > MAX_OUTPUT_BYTES) {
            throw new IllegalArgumentException("job " + job + " hands over " + records + " output records of " + bytes
                    + " bytes together; at most " + MAX_OUTPUT_BYTES
                    + " (4 MiB) are written with its outcome. Split the work into more jobs, or write with a producer of your own,"
                    + " which a second run of the job does again");
        }
    }

    static void checkFlow(String flow, int bytes) {
        if (bytes > MAX_FLOW_BYTES) {
            throw new IllegalArgumentException("flow " + flow + " has " + bytes + " bytes; at most " + MAX_FLOW_BYTES
                    + " (4 MiB) are allowed. Store the payloads elsewhere and send where they are");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
