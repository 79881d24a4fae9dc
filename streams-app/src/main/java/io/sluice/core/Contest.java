package io.sluice.core;

import io.sluice.core.Standing.Offer;
import io.sluice.core.Standing.Rank;
import io.sluice.core.Standing.Waiting;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who of a tree goes next. Each channel keeps its open children that have READY jobs ordered by what they bid, or by whose turn
 * it is, and bids the best of these and of its own first jobs to its parent: one bid for each channel topic. A change touches
 * a channel and what is above it, never the other channels; choosing follows one line down.
 *
 * <p>A sequential subtree is a queue: its only bid is its very first job, and only while nothing keeps that one.
 *
 * <p>It is built step by step, so that no step is long, and chooses nobody before it is complete.
 */
final class Contest {

    private final String tree;
    private final StateView state;
    private final Surroundings around;
    private final OptionalLong aging;
    private final Map<ChannelPath, Standing> channels = new HashMap<>();
    private final Deque<Line> unseen = new ArrayDeque<>();
    private ChannelTree limits;

    /** What a contest needs to know of the world outside its tree. */
    interface Surroundings {

        /** Whether a type can be released to a channel topic at all now. */
        boolean canRun(String tree, String topic, String type);

        /** The partition's time. */
        long now();

        /** Asks for a look at a channel when its time has come. */
        void lookAgain(String tree, ChannelPath channel, long at);
    }

    /** A channel's READY jobs of a type; an empty type: its SCHEDULED jobs. */
    private record Line(ChannelPath channel, String type) {}

    /**
     * A channel's first job of a type, or of a type and priority where waiting counts.
     *
     * @param channel the channel
     * @param type the type
     * @param topic the channel topic that it goes to
     * @param ready the job and its place
     * @param age with {@code aging}: when it arrived, in milliseconds, and as much later as its priority is worth; else 0
     */
    record Candidate(ChannelPath channel, String type, String topic, StateView.Ready ready, long age)
            implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            int byAge = Long.compare(age, other.age);
            int byPlace = byAge != 0 ? byAge : ready.place().compareTo(other.ready.place());
            // A job that was moved stands in both channels until all events are followed.
            return byPlace != 0 ? byPlace : channel.compareTo(other.channel);
        }
    }

    Contest(String tree, StateView state, Surroundings around) {
        this.tree = tree;
        this.state = state;
        this.around = around;
        this.limits = state.channels(tree);
        this.aging = limits.aging();
        for (ChannelPath channel : state.channelsWithReadyJobs(tree)) {
            state.readyTypes(tree, channel).forEach(type -> unseen.add(new Line(channel, type)));
        }
        if (limits.hasSequential()) {
            state.channelsWithScheduledJobs(tree).forEach(channel -> unseen.add(new Line(channel, "")));
        }
    }

    // ---- building

    /** Whether all has been looked at. */
    boolean isComplete() {
        return unseen.isEmpty();
    }

    /** Looks at no more than so many lines that were not seen yet; answers how many those were. */
    int lookAt(int most) {
        int seen = 0;
        while (seen < most && !unseen.isEmpty()) {
            Line line = unseen.removeFirst();
            headChanged(line.channel(), line.type());
            prune(line.channel());
            seen++;
        }
        return seen;
    }

    // ---- choosing

    /** The next to go to one of the channel topics that have room; none: nothing can be released to them. */
    Optional<Candidate> best(Predicate<String> hasRoom) {
        Standing channel = channels.get(ChannelPath.ROOT);
        while (channel != null && isComplete()) {
            if (channel.isInLine()) {
                return channel.bids.values().stream()
                        .filter(first -> hasRoom.test(first.topic()))
                        .findFirst();
            }
            Optional<Offer> best = channel.best(hasRoom);
            if (best.isEmpty() || best.get().child() == null) {
                return best.map(Offer::candidate);
            }
            channel = best.get().child();
        }
        return Optional.empty();
    }

    /** The channel topics to which something can be released. */
    Set<String> topics() {
        Standing root = channels.get(ChannelPath.ROOT);
        return root == null || !isComplete() ? Set.of() : root.bids.keySet();
    }

    // ---- bundles

    /**
     * The place at which a stretch ends that begins with a candidate: that of the next job of another type in its channel. In
     * a sequential subtree nothing overtakes, so there it is the next one of all channels of that. Where waiting counts no job
     * goes along with another: places are not the order then.
     */
    Optional<Place> rival(Candidate first) {
        if (aging.isPresent()) {
            return Optional.of(new Place(Integer.MIN_VALUE, Long.MIN_VALUE));
        }
        Standing channel = channels.get(first.channel());
        Optional<Place> next = channel.nextOwn(first);
        for (Standing at = channel; channel.isInLine() && at != channel.line.parent; at = at.parent) {
            next = sooner(next, at.nextInLine(first));
        }
        return next;
    }

    private static Optional<Place> sooner(Optional<Place> a, Optional<Place> b) {
        return Stream.of(a, b).flatMap(Optional::stream).min(Place::compareTo);
    }

    /** How many jobs the throttles of a channel and above it let go at once, up to so many. */
    int tokens(ChannelPath path, int most) {
        int least = most;
        for (ChannelPath throttled : limits.throttled(path)) {
            Tokens tokens = state.tokens(tree, throttled);
            least = Math.min(least, tokens.available(around.now(), limits.limits(throttled), least));
        }
        return least;
    }

    /** How many others of a channel and its children could go next beside one of them, to channel topics that have room. */
    int rivals(ChannelPath path, Predicate<String> hasRoom) {
        Standing channel = channels.get(path);
        return channel == null ? 0 : Math.max(0, channel.offered(hasRoom) - 1);
    }

    // ---- what changed

    /** The first job of a channel and type may be another one now; an empty type: its first SCHEDULED job. */
    void headChanged(ChannelPath path, String type) {
        Standing channel = channel(path);
        boolean isChanged = !type.isEmpty() && channel.setHeads(type, heads(channel, type));
        if (channel.isInLine()) {
            channel.setScheduled(state.firstScheduled(tree, path));
            lineChanged(channel);
        } else if (isChanged) {
            bid(channel);
        }
    }

    private List<Candidate> heads(Standing channel, String type) {
        // In a queue a type that nobody can run holds the others, so it stays in.
        if (!channel.isInLine() && !around.canRun(tree, channel.topic, type)) {
            return List.of();
        }
        Collection<StateView.Ready> first = aging.isPresent() && !channel.isInLine()
                ? state.firstReadyOfEachPriority(tree, channel.path, type)
                : state.firstReady(tree, channel.path, type).stream().toList();
        List<Candidate> before = channel.heads(type);
        return first.stream()
                .map(ready -> before.stream()
                        .filter(known -> known.ready().equals(ready))
                        .findFirst()
                        .orElseGet(() -> new Candidate(channel.path, type, channel.topic, ready, age(ready))))
                .toList();
    }

    private long age(StateView.Ready ready) {
        return aging.isEmpty()
                ? 0
                : state.job(ready.job()).orElseThrow().arrivedAt()
                        + ready.place().priority() * aging.getAsLong();
    }

    /** A seat was taken or freed in the channel, and so in every ancestor, or another of its gates turned. */
    void gatesChanged(ChannelPath path) {
        for (Standing channel = channel(path); channel != null; channel = channel.parent) {
            if (!channel.isInLine() || channel.line == channel) {
                bid(channel);
            }
        }
    }

    /**
     * A channel's own limits were set live; tells whether it was enough to look at that channel. Where it changes who competes
     * with whom the contest has to be made anew.
     */
    boolean takeLimits(ChannelPath path) {
        ChannelTree before = limits;
        Limits was = before.limits(path);
        Limits is = state.channels(tree).limits(path);
        boolean sameOrder = was.sequential() == is.sequential()
                && was.fair() == is.fair()
                && was.aging().equals(is.aging());
        if (!sameOrder || path.isTemplate() || before.declared(path).isEmpty()) {
            return false;
        }
        limits = state.channels(tree);
        if (channels.containsKey(path)) {
            channels.get(path).limits = is;
            gatesChanged(path);
        }
        return true;
    }

    /** Forgets channels that have nothing to release, so that what was used once does not stay for ever. */
    void prune(ChannelPath path) {
        Standing channel = channels.get(path);
        while (channel != null && channel.isIdle()) {
            channels.remove(channel.path);
            channel = channel.parent;
            if (channel != null) {
                channel.children--;
            }
        }
    }

    /** Whether there is nothing in it. */
    boolean isIdle() {
        return isComplete() && channels.isEmpty();
    }

    // ---- bids

    /** Renews what a channel bids to its parent, and goes up as long as that changes something. */
    private void bid(Standing channel) {
        channel.offerOwn(ownRank(channel));
        Map<String, Candidate> bids = channel.isInLine() ? first(channel) : open(channel);
        Rank rank = rank(channel);
        if (bids.equals(channel.bids) && rank.equals(channel.rank)) {
            return;
        }
        channel.rebid(bids, rank);
        if (channel.parent != null) {
            bid(channel.parent);
        }
    }

    private Map<String, Candidate> open(Standing channel) {
        Map<String, Candidate> best = channel.best();
        return best.isEmpty() || !isOpen(channel) ? Map.of() : best;
    }

    private Rank rank(Standing channel) {
        return channel.parent == null || !channel.parent.limits.fair()
                ? Rank.NONE
                : new Rank(
                        state.seats(tree, channel.path),
                        channel.limits.weight(),
                        state.served(tree, channel.path).at());
    }

    private Rank ownRank(Standing channel) {
        return !channel.limits.fair()
                ? Rank.NONE
                : new Rank(
                        state.ownSeats(tree, channel.path),
                        1,
                        state.served(tree, channel.path).ownAt());
    }

    private boolean isOpen(Standing channel) {
        Optional<Gate.Shut> shut =
                Gate.firstShut(Gate.Situation.of(state, tree, channel.path, channel.limits, around.now()));
        shut.flatMap(gate -> gate.until().stream().boxed().findFirst())
                .ifPresent(until -> around.lookAgain(tree, channel.path, until));
        return shut.isEmpty();
    }

    // ---- queues

    private void lineChanged(Standing changed) {
        Standing channel = changed;
        while (channel != channel.line) {
            channel.passOn();
            channel = channel.parent;
        }
        bid(channel);
    }

    /** The first of a queue, if nothing keeps it on its whole way up. */
    private Map<String, Candidate> first(Standing top) {
        Optional<Waiting> waiting = top.firstInLine();
        if (waiting.isEmpty()) {
            return Map.of();
        }
        Optional<Candidate> ready = waiting.get().candidate();
        if (ready.isEmpty()) {
            // Its timer makes it READY, and then it is looked at.
            return Map.of();
        }
        Candidate first = ready.get();
        if (!around.canRun(tree, first.topic(), first.type())) {
            return Map.of();
        }
        for (Standing channel = channel(first.channel()); channel != top.parent; channel = channel.parent) {
            if (!isOpen(channel)) {
                return Map.of();
            }
        }
        return Map.of(first.topic(), first);
    }

    private Standing channel(ChannelPath path) {
        Standing known = channels.get(path);
        if (known != null) {
            return known;
        }
        Standing parent = path.parent().map(this::channel).orElse(null);
        String topic = limits.topicName(path);
        Limits own = limits.limits(path);
        Standing channel = new Standing(path, parent, topic, own, own.sequential());
        channels.put(path, channel);
        if (parent != null) {
            parent.children++;
        }
        return channel;
    }
}
