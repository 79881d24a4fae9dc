package io.sluice.core;

import java.util.Optional;

/**
 * Where a channel stands in its tree: {@code root} or a dotted path under it, at most 8 names deep. The last name of a
 * declared one may be {@code *}: a template for the children of the channel above, in which no job ever is.
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
        for (int i = 0; i < names.length; i++) {
            boolean isStar = i > 0 && i == names.length - 1 && names[i].equals("*");
            if (!isStar) {
                Names.check("in channel \"" + text + "\" the part", names[i]);
            }
        }
    }

    /**
     * Reads a path; {@code root.} may be left out, and nothing means {@code root}.
     *
     * @throws IllegalArgumentException with the path and what is allowed; if it is a template, too
     */
    public static ChannelPath parse(String text) {
        ChannelPath path = declared(text);
        if (path.isTemplate()) {
            throw new IllegalArgumentException(
                    "channel \"" + text + "\" is a template for other channels; name one of those");
        }
        return path;
    }

    /**
     * Reads a path that is to be declared, so it may be a template.
     *
     * @throws IllegalArgumentException with the path and what is allowed
     */
    public static ChannelPath declared(String text) {
        if (text.isEmpty() || text.equals("root")) {
            return ROOT;
        }
        return new ChannelPath(text.startsWith("root.") ? text : "root." + text);
    }

    /** Whether it is a template: what holds for undeclared children of the channel above. */
    public boolean isTemplate() {
        return text.endsWith(".*");
    }

    /** The template for its children; none: they would be too deep. */
    Optional<ChannelPath> template() {
        boolean isDeepest = text.chars().filter(letter -> letter == '.').count() == DEEPEST - 1;
        return isDeepest ? Optional.empty() : Optional.of(new ChannelPath(text + ".*"));
    }

    /** The channel above; none for {@code root}. */
    public Optional<ChannelPath> parent() {
        int dot = text.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new ChannelPath(text.substring(0, dot)));
    }

    /** Whether it lies in the subtree of another, and is not that one itself. */
    boolean isBelow(ChannelPath other) {
        return text.startsWith(other.text + ".");
    }

    /** Whether this is that channel or lies below it. */
    public boolean isWithin(ChannelPath other) {
        return equals(other) || isBelow(other);
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
