package io.sluice.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who of a tree goes next. Each channel keeps its open children that have READY jobs ordered by what they bid, and bids the
 * best of these and of its own first jobs to its parent: one bid for each channel topic. A change touches a channel and what
 * is above it, never the other channels; choosing follows one line down.
 */
final class Contest {

    private final String tree;
    private final StateView state;
    private final Open open;
    private final ChannelTree channels;
    private final Map<ChannelPath, Node> nodes = new HashMap<>();

    /** Whether a type can be released to a channel topic at all now. */
    interface Open {
        boolean canRun(String topic, String type);
    }

    /**
     * A channel's first job of a type.
     *
     * @param channel the channel
     * @param type the type
     * @param topic the channel topic that it goes to
     * @param ready the job and its place
     */
    record Candidate(ChannelPath channel, String type, String topic, StateView.Ready ready)
            implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            return ready.place().compareTo(other.ready.place());
        }
    }

    Contest(String tree, StateView state, Open open) {
        this.tree = tree;
        this.state = state;
        this.open = open;
        this.channels = state.channels(tree);
        for (ChannelPath channel : state.channelsWithReadyJobs(tree)) {
            for (String type : state.readyTypes(tree, channel)) {
                headChanged(channel, type);
            }
        }
    }

    /** The best of the tree for a channel topic; none: nothing can be released to it. */
    Optional<Candidate> best(String topic) {
        Node root = nodes.get(ChannelPath.ROOT);
        return root == null ? Optional.empty() : Optional.ofNullable(root.bids.get(topic));
    }

    /** The channel topics to which something can be released. */
    List<String> topics() {
        Node root = nodes.get(ChannelPath.ROOT);
        return root == null ? List.of() : List.copyOf(root.bids.keySet());
    }

    /** The first job of a channel and type may be another one now. */
    void headChanged(ChannelPath channel, String type) {
        Node node = node(channel);
        Candidate before = node.heads.get(type);
        Candidate head = head(node, type);
        if (Objects.equals(before, head)) {
            return;
        }
        if (before != null) {
            node.heads.remove(type);
            node.own.remove(before);
        }
        if (head != null) {
            node.heads.put(type, head);
            node.own.add(head);
        }
        bid(node);
    }

    private Candidate head(Node node, String type) {
        if (!open.canRun(node.topic, type)) {
            return null;
        }
        return state.firstReady(tree, node.path, type)
                .map(ready -> new Candidate(node.path, type, node.topic, ready))
                .orElse(null);
    }

    /** A seat was taken or freed in the channel, and so in every ancestor. */
    void seatsChanged(ChannelPath channel) {
        for (Node node = node(channel); node != null; node = node.parent) {
            bid(node);
        }
    }

    /** Forgets channels that have nothing to release, so that what was used once does not stay for ever. */
    void prune(ChannelPath channel) {
        Node node = nodes.get(channel);
        while (node != null && node.isIdle()) {
            nodes.remove(node.path);
            node = node.parent;
            if (node != null) {
                node.children--;
            }
        }
    }

    /** Renews what a channel bids to its parent, and goes up as long as that changes something. */
    private void bid(Node node) {
        Map<String, Candidate> bids = isOpen(node) ? node.best() : Map.of();
        Map<String, Candidate> before = node.bids;
        if (Objects.equals(bids, before)) {
            return;
        }
        node.bids = bids;
        if (node.parent == null) {
            return;
        }
        before.values().forEach(old -> node.parent.offers(old.topic()).remove(old));
        bids.values().forEach(now -> node.parent.offers(now.topic()).add(now));
        bid(node.parent);
    }

    private boolean isOpen(Node node) {
        return Gate.firstShut(new Gate.Situation(
                        node.path,
                        channels.limits(node.path),
                        state.pause(tree, node.path),
                        state.seats(tree, node.path)))
                .isEmpty();
    }

    private Node node(ChannelPath path) {
        Node known = nodes.get(path);
        if (known != null) {
            return known;
        }
        Node parent = path.parent().map(this::node).orElse(null);
        String topic = "sluice.channel." + channels.topicOf(path).text();
        Node node = new Node(path, parent, topic);
        nodes.put(path, node);
        if (parent != null) {
            parent.children++;
        }
        return node;
    }

    /** A channel in the contest. */
    private static final class Node {
        private final ChannelPath path;
        private final Node parent;
        private final String topic;
        private final Map<String, Candidate> heads = new HashMap<>();
        private final NavigableSet<Candidate> own = new TreeSet<>();
        private final Map<String, NavigableSet<Candidate>> offers = new HashMap<>();
        private Map<String, Candidate> bids = Map.of();
        private int children;

        Node(ChannelPath path, Node parent, String topic) {
            this.path = path;
            this.parent = parent;
            this.topic = topic;
        }

        NavigableSet<Candidate> offers(String ofTopic) {
            return offers.computeIfAbsent(ofTopic, any -> new TreeSet<>());
        }

        /** The best by channel topic among its own first jobs and its children's bids. */
        Map<String, Candidate> best() {
            Map<String, Candidate> best = new HashMap<>();
            List<NavigableSet<Candidate>> all = new ArrayList<>(offers.values());
            all.add(own);
            for (NavigableSet<Candidate> some : all) {
                if (!some.isEmpty()) {
                    Candidate first = some.first();
                    best.merge(first.topic(), first, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
            }
            return best;
        }

        boolean isIdle() {
            return children == 0 && heads.isEmpty();
        }
    }
}
