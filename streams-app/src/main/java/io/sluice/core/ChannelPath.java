package io.sluice.core;

import java.util.Optional;

/**
 * Where a channel stands in its tree: {@code root} or a dotted path under it, at most 8 names deep.
 *
 * @param text the whole path, always beginning with {@code root}
 * @since 0.1
 */
public record ChannelPath(String text) implements Comparable<ChannelPath> {

    /** The top of every tree. */
    public static final ChannelPath ROOT = new ChannelPath("root");

    private static final int DEEPEST = 8;

    /** @throws IllegalArgumentException with the path and what is allowed */
    public ChannelPath {
        String[] names = text.split("\\.", -1);
        if (!names[0].equals("root")) {
            throw new IllegalArgumentException("channel \"" + text + "\" does not begin with root");
        }
        if (names.length > DEEPEST) {
            throw new IllegalArgumentException(
                    "channel \"" + text + "\" is " + names.length + " names deep; " + DEEPEST + " are allowed");
        }
        for (String name : names) {
            Names.check("in channel \"" + text + "\" the part", name);
        }
    }

    /**
     * Reads a path; {@code root.} may be left out, and nothing means {@code root}.
     *
     * @throws IllegalArgumentException with the path and what is allowed
     */
    public static ChannelPath parse(String text) {
        if (text.isEmpty() || text.equals("root")) {
            return ROOT;
        }
        return new ChannelPath(text.startsWith("root.") ? text : "root." + text);
    }

    /** The channel above; none for {@code root}. */
    public Optional<ChannelPath> parent() {
        int dot = text.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new ChannelPath(text.substring(0, dot)));
    }

    @Override
    public int compareTo(ChannelPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
