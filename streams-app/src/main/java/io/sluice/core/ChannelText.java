package io.sluice.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The one-line language of channels.
 *
 * <pre>
 * root:4, root.import:1:topic, shop:2:max-attempts=3   # "root." may be left out
 * entry  := path [":" capacity (":" option ["=" value])*]
 * </pre>
 *
 * Entries are split by comma or newline; commas and colons inside parentheses belong to the value; {@code #} starts a comment
 * to the end of the line. No capacity means 1, {@code *} no limit.
 *
 * @since 0.1
 */
public final class ChannelText {

    private static final String OPTIONS = "topic, max-attempts=<number>, retry=fixed(<wait>) or"
            + " retry=exponential(<first>,<factor>,<longest>,<jitter>)";
    private static final int LONGEST_TOPIC = 249 - "sluice.channel.".length();

    private ChannelText() {}

    /**
     * The channels that a text declares, in its order.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    public static Map<ChannelPath, Limits> parse(String text) {
        Map<ChannelPath, Limits> channels = new LinkedHashMap<>();
        for (String entry : entries(text)) {
            try {
                List<String> parts = split(entry, ':');
                ChannelPath channel = path(parts.getFirst());
                if (channels.putIfAbsent(channel, limits(parts)) != null) {
                    throw new IllegalArgumentException("the channel " + channel + " stands there twice");
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException("channel entry \"" + entry + "\": " + e.getMessage(), e);
            }
        }
        checkTopics(channels);
        return channels;
    }

    /** One entry as text: what {@link #parse} reads back. */
    public static String entry(ChannelPath channel, Limits limits) {
        StringBuilder text = new StringBuilder(channel.text()).append(':');
        text.append(
                limits.capacity().isPresent() ? String.valueOf(limits.capacity().getAsInt()) : "*");
        if (limits.topic()) {
            text.append(":topic");
        }
        limits.maxAttempts().ifPresent(most -> text.append(":max-attempts=").append(most));
        limits.retry().ifPresent(retry -> text.append(":retry=").append(retryText(retry)));
        return text.toString();
    }

    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            int comment = line.indexOf('#');
            String said = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (said.startsWith("[")) {
                checkSection(said);
                continue;
            }
            for (String entry : split(said, ',')) {
                entries.add(entry.strip());
            }
            // A comma at the end of a line, or an empty line, is no entry; an empty one between two commas is an error.
            if (entries.getLast().isEmpty()) {
                entries.removeLast();
            }
        }
        return entries;
    }

    private static void checkSection(String line) {
        if (!line.equals("[default]")) {
            throw new IllegalArgumentException(
                    "channel section \"" + line + "\": only [default], which holds for every tree, is known");
        }
    }

    /** Splits where the character stands outside parentheses. */
    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == at && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static ChannelPath path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the name is missing; expected path:capacity, such as root.shop:2");
        }
        return ChannelPath.parse(text);
    }

    private static Limits limits(List<String> parts) {
        OptionalInt capacity = parts.size() > 1 ? capacity(parts.get(1)) : OptionalInt.of(1);
        Map<String, String> options = new HashMap<>();
        for (String option : parts.subList(Math.min(2, parts.size()), parts.size())) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals).strip();
            if (options.put(name, equals < 0 ? "" : option.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("the option " + name + " stands there twice");
            }
        }
        boolean topic = flag("topic", options);
        OptionalInt maxAttempts = number("max-attempts", options);
        Optional<RetryPolicy> retry =
                Optional.ofNullable(options.remove("retry")).map(ChannelText::retry);
        for (String unknown : options.keySet()) {
            throw new IllegalArgumentException("unknown option \"" + unknown + "\"; known are " + OPTIONS);
        }
        return new Limits(capacity, topic, maxAttempts, retry);
    }

    private static OptionalInt capacity(String text) {
        if (text.equals("*")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(wholeNumber("the capacity", text, "a whole number from 0, or * for no limit"));
    }

    private static OptionalInt number(String name, Map<String, String> options) {
        String value = options.remove(name);
        return value == null
                ? OptionalInt.empty()
                : OptionalInt.of(wholeNumber("the option " + name, value, "a whole number, 0 for no limit"));
    }

    private static int wholeNumber(String what, String text, String allowed) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(what + " is \"" + text + "\"; allowed is " + allowed);
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String name, Map<String, String> options) {
        String value = options.remove(name);
        if (value != null && !value.isEmpty()) {
            throw new IllegalArgumentException("the option " + name + " takes no value, but has \"" + value + "\"");
        }
        return value != null;
    }

    private static RetryPolicy retry(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw badRetry(text);
        }
        List<String> arguments = split(text.substring(open + 1, text.length() - 1), ',');
        String kind = text.substring(0, open).strip();
        if (kind.equals("fixed") && arguments.size() == 1) {
            return new RetryPolicy.Fixed(Durations.parse(arguments.getFirst()));
        }
        if (kind.equals("exponential") && arguments.size() == 4) {
            return new RetryPolicy.Exponential(
                    Durations.parse(arguments.get(0)),
                    decimal(arguments.get(1)),
                    Durations.parse(arguments.get(2)),
                    decimal(arguments.get(3)));
        }
        throw badRetry(text);
    }

    private static IllegalArgumentException badRetry(String text) {
        return new IllegalArgumentException("the option retry is \"" + text
                + "\"; allowed are fixed(10s) and exponential(10s,2,1h,0.1): first wait, factor, longest wait, jitter");
    }

    private static double decimal(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a decimal number such as 0.1");
        }
        return Double.parseDouble(text);
    }

    private static String retryText(RetryPolicy policy) {
        return switch (policy) {
            case RetryPolicy.Fixed fixed -> "fixed(" + Durations.text(fixed.delayMs()) + ")";
            case RetryPolicy.Exponential grows ->
                "exponential(" + Durations.text(grows.firstMs()) + "," + plain(grows.factor()) + ","
                        + Durations.text(grows.maxMs()) + "," + plain(grows.jitter()) + ")";
        };
    }

    private static String plain(double number) {
        return java.math.BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Kafka takes topics that differ only in {@code .} and {@code _} for the same in its metrics, and refuses long ones. */
    private static void checkTopics(Map<ChannelPath, Limits> channels) {
        Map<String, ChannelPath> seen = new HashMap<>();
        channels.forEach((channel, limits) -> {
            if (!limits.topic() && !channel.equals(ChannelPath.ROOT)) {
                return;
            }
            if (channel.text().length() > LONGEST_TOPIC) {
                throw new IllegalArgumentException(
                        "channel entry \"" + channel + "\": its topic's name would be longer than"
                                + " 249 characters; at most " + LONGEST_TOPIC + " are allowed for the path");
            }
            ChannelPath twin = seen.put(channel.text().replace('.', '_'), channel);
            if (twin != null) {
                throw new IllegalArgumentException("channel entry \"" + channel + "\": its topic differs from that of "
                        + twin + " only in . and _, which Kafka does not allow");
            }
        });
    }
}
