package io.sluice.core;

import io.sluice.core.Contest.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One channel in a {@link Contest}: what it has to offer, in its own order, and what it bids to the channel above. */
final class Standing {

    final ChannelPath path;
    final Standing parent;
    final String topic;

    /** The topmost sequential channel that this one is in or is; null: in none. */
    final Standing line;

    Limits limits;
    int children;

    /** What it bids to its parent, by channel topic, and at which rank. */
    Map<String, Candidate> bids = Map.of();

    Rank rank = Rank.NONE;

    private final Map<String, List<Candidate>> heads = new HashMap<>();
    private final NavigableSet<Candidate> own = new TreeSet<>();
    private final Map<String, NavigableSet<Offer>> offers = new TreeMap<>();
    private Optional<Offer> ownOffer = Optional.empty();

    // In a sequential subtree only: who is in the queue, here and below.
    private final NavigableSet<Waiting> queue = new TreeSet<>();
    private Optional<Waiting> scheduled = Optional.empty();
    private Optional<Waiting> passedOn = Optional.empty();

    Standing(ChannelPath path, Standing parent, String topic, Limits limits, boolean isSequential) {
        this.path = path;
        this.parent = parent;
        this.topic = topic;
        this.limits = limits;
        if (parent != null && parent.line != null) {
            line = parent.line;
        } else {
            line = isSequential ? this : null;
        }
    }

    /**
     * Whose turn it is among the children of a fair channel.
     *
     * @param seats its open bundles
     * @param weight its share
     * @param served number of the tree's event that served it last; 0: never
     */
    record Rank(int seats, int weight, long served) implements Comparable<Rank> {

        /** Where nobody takes turns. */
        static final Rank NONE = new Rank(0, 1, 0);

        @Override
        public int compareTo(Rank other) {
            int bySeats = Long.compare((long) seats * other.weight, (long) other.seats * weight);
            return bySeats != 0 ? bySeats : Long.compare(served, other.served);
        }
    }

    /**
     * What may go next in a channel: an own job, or a child's.
     *
     * @param child null: an own job
     */
    record Offer(Candidate candidate, Rank rank, Standing child) implements Comparable<Offer> {

        @Override
        public int compareTo(Offer other) {
            int byRank = rank.compareTo(other.rank);
            return byRank != 0 ? byRank : candidate.compareTo(other.candidate);
        }
    }

    /**
     * A job in the queue of a sequential subtree.
     *
     * @param channel where it stands: a job that was moved does so in both until all events are followed
     * @param candidate none: it is SCHEDULED
     */
    record Waiting(ChannelPath channel, StateView.Ready job, Optional<Candidate> candidate)
            implements Comparable<Waiting> {

        static Waiting of(Candidate head) {
            return new Waiting(head.channel(), head.ready(), Optional.of(head));
        }

        @Override
        public int compareTo(Waiting other) {
            int byPlace = job.place().compareTo(other.job.place());
            // While a job goes from SCHEDULED to READY it may stand here as both.
            int byState = byPlace != 0 ? byPlace : Boolean.compare(candidate.isPresent(), other.candidate.isPresent());
            return byState != 0 ? byState : channel.compareTo(other.channel);
        }
    }

    // ---- own jobs

    List<Candidate> heads(String type) {
        return heads.getOrDefault(type, List.of());
    }

    /** Takes other first jobs of a type; tells whether that changes something. */
    boolean setHeads(String type, List<Candidate> now) {
        List<Candidate> before = heads(type);
        if (before.equals(now)) {
            return false;
        }
        before.forEach(own::remove);
        own.addAll(now);
        if (line != null) {
            before.forEach(head -> queue.remove(Waiting.of(head)));
            now.forEach(head -> queue.add(Waiting.of(head)));
        }
        if (now.isEmpty()) {
            heads.remove(type);
        } else {
            heads.put(type, now);
        }
        return true;
    }

    /** Renews what its own jobs offer. */
    void offerOwn(Rank ownRank) {
        Optional<Offer> now = own.isEmpty() ? Optional.empty() : Optional.of(new Offer(own.first(), ownRank, null));
        if (!now.equals(ownOffer)) {
            ownOffer.ifPresent(before -> offers(topic).remove(before));
            now.ifPresent(offer -> offers(topic).add(offer));
            ownOffer = now;
        }
    }

    // ---- offers

    private NavigableSet<Offer> offers(String ofTopic) {
        return offers.computeIfAbsent(ofTopic, any -> new TreeSet<>());
    }

    /** How many of its children, and of its own jobs, could go next to topics that have room: each of them may want a seat. */
    int offered(Predicate<String> hasRoom) {
        int count = 0;
        for (Map.Entry<String, NavigableSet<Offer>> ofTopic : offers.entrySet()) {
            count += hasRoom.test(ofTopic.getKey()) ? ofTopic.getValue().size() : 0;
        }
        return count;
    }

    /** Bids something else to its parent than before. */
    void rebid(Map<String, Candidate> newBids, Rank newRank) {
        if (parent != null) {
            bids.values().forEach(old -> parent.offers(old.topic()).remove(new Offer(old, rank, this)));
            newBids.values().forEach(now -> parent.offers(now.topic()).add(new Offer(now, newRank, this)));
        }
        bids = newBids;
        rank = newRank;
    }

    /** The best by channel topic. */
    Map<String, Candidate> best() {
        Map<String, Candidate> best = new HashMap<>();
        offers.forEach((ofTopic, all) -> {
            if (!all.isEmpty()) {
                best.put(ofTopic, all.first().candidate());
            }
        });
        return best;
    }

    /** The best among the channel topics that can take more. */
    Optional<Offer> best(Predicate<String> hasRoom) {
        Offer best = null;
        for (String bid : bids.keySet()) {
            NavigableSet<Offer> all = offers.get(bid);
            if (hasRoom.test(bid) && all != null && (best == null || all.first().compareTo(best) < 0)) {
                best = all.first();
            }
        }
        return Optional.ofNullable(best);
    }

    /** The place of the own job that is next after a candidate. */
    Optional<Place> nextOwn(Candidate first) {
        return Optional.ofNullable(own.higher(first)).map(next -> next.ready().place());
    }

    // ---- the queue of a sequential subtree

    /** The place of the next in the queue after a candidate. */
    Optional<Place> nextInLine(Candidate first) {
        return Optional.ofNullable(queue.higher(Waiting.of(first)))
                .map(next -> next.job().place());
    }

    void setScheduled(Optional<StateView.Ready> first) {
        Optional<Waiting> now = first.map(job -> new Waiting(path, job, Optional.empty()));
        if (!now.equals(scheduled)) {
            scheduled.ifPresent(queue::remove);
            now.ifPresent(queue::add);
            scheduled = now;
        }
    }

    Optional<Waiting> firstInLine() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first());
    }

    /** Tells its parent who is first here. */
    void passOn() {
        Optional<Waiting> first = firstInLine();
        if (!first.equals(passedOn)) {
            passedOn.ifPresent(parent.queue::remove);
            first.ifPresent(parent.queue::add);
            passedOn = first;
        }
    }

    boolean isInLine() {
        return line != null;
    }

    boolean isIdle() {
        return children == 0 && heads.isEmpty() && scheduled.isEmpty();
    }
}
