package io.sluice.app.meters;

import io.sluice.core.ChannelPath;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which names are used as labels: so many and no more, whatever comes along. Whoever comes first has one until the process ends,
 * so that a counter never changes its label; all others share {@link #OTHER}.
 *
 * <p>Safe for use by many threads.
 */
final class Labels {

    /** Stands for all that have no label of their own. */
    static final String OTHER = "_other";

    /** Trees beside {@code main} that have labels. */
    static final int TREES = 20;

    static final int TYPES = 100;

    private static final String MAIN = "main";

    private final Set<String> trees = ConcurrentHashMap.newKeySet();
    private final Names<ChannelLabel> channels;
    private final Names<String> types = new Names<>(TYPES);

    /**
     * @param channels how many channels, of all trees together, have labels
     * @param declared channels of the default tree that come first
     */
    Labels(int channels, Collection<ChannelPath> declared) {
        this.channels = new Names<>(channels);
        ofChannel(MAIN, ChannelPath.ROOT.text());
        declared.stream().filter(path -> !path.isTemplate()).forEach(path -> ofChannel(MAIN, path.text()));
    }

    /** The labels of a channel of a tree. A tree without a label has none for its channels either. */
    ChannelLabel ofChannel(String tree, String channel) {
        return isNamed(tree)
                ? channels.take(new ChannelLabel(tree, channel), wanted -> new ChannelLabel(wanted.tree(), OTHER))
                : new ChannelLabel(OTHER, OTHER);
    }

    String ofType(String type) {
        return types.take(type, any -> OTHER);
    }

    /** Whether the tree has a label; it gets one if there is one left. */
    boolean isNamed(String tree) {
        return tree.equals(MAIN) || trees.contains(tree) || trees.size() < TREES && add(tree);
    }

    private synchronized boolean add(String tree) {
        return trees.size() < TREES && trees.add(tree) || trees.contains(tree);
    }

    /** The names of one kind. */
    private static final class Names<T> {
        private final int most;
        private final Map<T, T> taken = new ConcurrentHashMap<>();

        Names(int most) {
            this.most = most;
        }

        T take(T wanted, Function<T, T> otherwise) {
            T known = taken.get(wanted);
            if (known != null) {
                return known;
            }
            return taken.size() < most ? add(wanted, otherwise) : otherwise.apply(wanted);
        }

        private synchronized T add(T wanted, Function<T, T> otherwise) {
            if (taken.size() < most) {
                taken.putIfAbsent(wanted, wanted);
            }
            return taken.containsKey(wanted) ? wanted : otherwise.apply(wanted);
        }
    }
}
