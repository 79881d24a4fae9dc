package io.sluice.app;

import io.sluice.core.ChannelPath;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A channel as people write it: {@code root.shop}, {@code shop} or, in another tree than main, {@code acme/root.shop}.
 *
 * @param tree the tree; empty: it was not named
 * @param path its path
 */
record ChannelName(String tree, ChannelPath path) {

    static ChannelName parse(String text) {
        int slash = text.indexOf('/');
        String tree = slash < 0 ? "" : text.substring(0, slash);
        return new ChannelName(tree, ChannelPath.parse(text.substring(slash + 1)));
    }

    /** The tree of the name, or that of the option, or main; they must not contradict each other. */
    String treeOr(String option) {
        if (!tree.isEmpty() && option != null && !option.equals(tree)) {
            throw CommandFailed.badUsage(
                    "the channel says tree " + tree + " and --tree says " + option + "; leave one of them out");
        }
        if (!tree.isEmpty()) {
            return tree;
        }
        return option == null ? "main" : option;
    }

    /** For picocli. */
    static final class Reader implements ITypeConverter<ChannelName> {
        @Override
        public ChannelName convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
