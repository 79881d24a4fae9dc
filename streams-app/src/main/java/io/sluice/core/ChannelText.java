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
 * Entries are split by comma or newline; commas and colons inside parentheses and braces belong to the value; {@code #} starts
 * a comment to the end of the line. No capacity means 1, {@code *} no limit. A path that ends in {@code .*} is a template for
 * children made on first use. A line {@code [acme]} begins a section of that tree, see {@link ChannelFile}.
 *
 * @since 0.1
 */
public final class ChannelText {

    private static final int LONGEST_TOPIC = 249 - "sluice.channel.".length();

    private ChannelText() {}

    /**
     * The channels that a text without other sections than {@code [default]} declares, in its order.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    public static Map<ChannelPath, Limits> parse(String text) {
        Map<String, List<String>> sections = sections(text);
        for (String section : sections.keySet()) {
            if (!section.equals(ChannelFile.DEFAULT)) {
                throw new IllegalArgumentException("channel section \"[" + section
                        + "]\": a section of a tree can stand in the channels file only");
            }
        }
        return channels(sections.getOrDefault(ChannelFile.DEFAULT, List.of()));
    }

    /** The channels that entries declare, in their order. */
    static Map<ChannelPath, Limits> channels(List<String> entries) {
        Map<ChannelPath, Limits> channels = new LinkedHashMap<>();
        for (String entry : entries) {
            try {
                List<String> parts = TextParts.split(entry, ':');
                ChannelPath channel = path(parts.getFirst());
                Limits limits = limits(parts);
                ChannelChecks.alone(channel, limits);
                if (channels.putIfAbsent(channel, limits) != null) {
                    throw new IllegalArgumentException("the channel " + channel + " stands there twice");
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException("channel entry \"" + entry + "\": " + e.getMessage(), e);
            }
        }
        checkTopics(channels);
        return channels;
    }

    /** Entries as a text, one a line: what {@link #parse} reads back. */
    public static String text(Map<ChannelPath, Limits> channels) {
        StringBuilder text = new StringBuilder();
        channels.forEach(
                (channel, limits) -> text.append(entry(channel, limits)).append('\n'));
        return text.toString();
    }

    /** One entry as text: what {@link #parse} reads back. */
    public static String entry(ChannelPath channel, Limits limits) {
        StringBuilder text = new StringBuilder(channel.text()).append(':');
        text.append(
                limits.capacity().isPresent() ? String.valueOf(limits.capacity().getAsInt()) : "*");
        options(limits).forEach(option -> text.append(':').append(option));
        return text.toString();
    }

    /** What an entry says beside the capacity, each option as it is written. */
    public static List<String> options(Limits limits) {
        return limits.options().entrySet().stream()
                .map(option -> option.getKey().written(option.getValue()))
                .toList();
    }

    /** The entries by section; those before the first one belong to {@code default}. */
    static Map<String, List<String>> sections(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> entries = sections.computeIfAbsent(ChannelFile.DEFAULT, first -> new ArrayList<>());
        for (String line : text.split("\\R", -1)) {
            int comment = line.indexOf('#');
            String said = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (said.startsWith("[")) {
                entries = section(said, sections);
                continue;
            }
            for (String entry : TextParts.split(said, ',')) {
                entries.add(entry.strip());
            }
            // A comma at the end of a line, or an empty line, is no entry; an empty one between two commas is an error.
            if (entries.getLast().isEmpty()) {
                entries.removeLast();
            }
        }
        return sections;
    }

    private static List<String> section(String line, Map<String, List<String>> sections) {
        if (!line.endsWith("]")) {
            throw new IllegalArgumentException("channel section \"" + line
                    + "\": a section stands alone in its line, such as [default] or [acme]");
        }
        String name = line.substring(1, line.length() - 1).strip();
        try {
            Names.check("the tree", name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("channel section \"" + line + "\": " + e.getMessage(), e);
        }
        List<String> begun = sections.get(name);
        if (begun != null && !begun.isEmpty()) {
            throw new IllegalArgumentException("channel section \"" + line + "\" stands there twice");
        }
        return sections.computeIfAbsent(name, first -> new ArrayList<>());
    }

    private static ChannelPath path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the name is missing; expected path:capacity, such as root.shop:2");
        }
        return ChannelPath.declared(text);
    }

    private static Limits limits(List<String> parts) {
        Limits limits = new Limits(parts.size() > 1 ? capacity(parts.get(1)) : OptionalInt.of(1), Map.of());
        for (String said : parts.subList(Math.min(2, parts.size()), parts.size())) {
            int equals = said.indexOf('=');
            String name = equals < 0 ? said : said.substring(0, equals).strip();
            ChannelOption option = ChannelOption.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "unknown option \"" + name + "\"; known are " + ChannelOption.known()));
            if (limits.options().containsKey(option)) {
                throw new IllegalArgumentException("the option " + name + " stands there twice");
            }
            limits = limits.with(
                    option,
                    option.parse(
                            equals < 0
                                    ? Optional.empty()
                                    : Optional.of(said.substring(equals + 1).strip())));
        }
        return limits;
    }

    private static OptionalInt capacity(String text) {
        if (text.equals("*")) {
            return OptionalInt.empty();
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "the capacity is \"" + text + "\"; allowed is a whole number from 0, or * for no limit");
        }
        return OptionalInt.of(Integer.parseInt(text));
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
