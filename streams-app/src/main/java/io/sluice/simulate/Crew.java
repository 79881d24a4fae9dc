package io.sluice.simulate;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.core.StateView;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The workers of a simulation. Unless the script says otherwise there is one, with room for everything; it lives for ever and
 * claims each release at once. Those that the script declares do the same with the slots that they have, until they are
 * killed; one whose heartbeats are lines of the script lives by those.
 */
final class Crew {

    static final String BUILT_IN = "simulated";

    private static final long BEAT_MS = 3_000;

    private final StateView state;
    private final Known known;
    private final InHand inHand;
    private final Map<String, Hand> hands = new LinkedHashMap<>();
    private final Map<String, Set<ChannelPath>> channels = new HashMap<>();
    private final Map<BundleId, Effect.Dispatch> lying = new LinkedHashMap<>();
    private final Set<JobId> claimedByLines;
    private final Set<String> introduced = new HashSet<>(Set.of(BUILT_IN));
    private boolean byHand;

    /**
     * A worker.
     *
     * @param topics channel topics that it reads; none: all
     * @param types job types that it handles; none: all
     */
    record Facts(String id, int slots, Optional<Set<String>> topics, Optional<Set<String>> types) {

        /** One slot and everything. */
        static Facts of(String id) {
            return new Facts(id, 1, Optional.empty(), Optional.empty());
        }
    }

    /** A worker and what it said last. */
    private static final class Hand {
        private final Facts facts;
        private final boolean isByHand;
        private boolean stopping;
        private Command.Heartbeat said;
        private long saidAt;
        private int knew;

        Hand(Facts facts, boolean isByHand) {
            this.facts = facts;
            this.isByHand = isByHand;
        }
    }

    Crew(StateView state, Past past, Known known, Set<JobId> claimedByLines) {
        this.state = state;
        this.known = known;
        this.inHand = new InHand(state, past);
        this.claimedByLines = claimedByLines;
        Facts everything = new Facts(BUILT_IN, 1_000_000, Optional.empty(), Optional.empty());
        hands.put(BUILT_IN, new Hand(everything, false));
    }

    InHand inHand() {
        return inHand;
    }

    // ---- what the script says

    /** From now on these, in place of those before; whom the script gives heartbeats lives by those. */
    void declare(List<Facts> declared, Set<String> byHand) {
        hands.clear();
        declared.forEach(facts -> hands.put(facts.id(), new Hand(facts, byHand.contains(facts.id()))));
        introduced.addAll(hands.keySet());
    }

    /** Workers that are none of these and so stop: they hand back what they have not started. */
    List<String> leaving(List<Facts> declared) {
        Set<String> staying = new HashSet<>();
        declared.forEach(facts -> staying.add(facts.id()));
        return hands.values().stream()
                .filter(hand -> hand.said != null && !staying.contains(hand.facts.id()))
                .map(hand -> hand.facts.id())
                .toList();
    }

    /** Whether every claim is a line from now on. */
    void byHand(boolean all) {
        byHand = all;
    }

    /** Neither beats nor claims any more. */
    void kill(String worker) {
        if (hands.remove(worker) == null) {
            throw new IllegalArgumentException(
                    "there is no worker " + worker + " to kill; there are " + String.join(", ", hands.keySet()));
        }
        inHand.forget(worker);
    }

    /** A name that comes for the first time in a heartbeat is a slip of the script. */
    void checkIntroduced(String worker) {
        if (!introduced.contains(worker)) {
            throw new IllegalArgumentException("there is no worker " + worker + ": neither a line workers nor a claim"
                    + " has named it; there are "
                    + String.join(", ", introduced.stream().sorted().toList()));
        }
    }

    /**
     * A heartbeat by hand. Where it does not say what the worker holds, that is all that it claimed; of a worker that was not
     * declared it has one slot and everything. Whoever stops hands back what he has not started.
     */
    Command.Heartbeat said(String worker, Optional<List<BundleId>> held, boolean stopping) {
        introduced.add(worker);
        Hand hand = hands.get(worker);
        Facts facts = hand == null ? Facts.of(worker) : hand.facts;
        List<Command.Held> listed = held.map(bundles -> bundles.stream()
                        .map(bundle -> new Command.Held(0, bundle))
                        .toList())
                .orElseGet(() -> held(worker));
        Command.Heartbeat beat = beat(facts, listed, stopping);
        if (hand != null) {
            hand.stopping = stopping;
            hand.said = beat;
            if (stopping) {
                inHand.stop(worker);
            }
        }
        return beat;
    }

    // ---- what happens

    void follow(Recorded recorded) {
        switch (recorded.event()) {
            case Event.OfJob about -> {
                known.type(about.type());
                if (channels.computeIfAbsent(recorded.tree(), tree -> new HashSet<>())
                        .add(about.channel())) {
                    known.topic(state.channels(recorded.tree()).topicOf(about.channel()));
                }
            }
            case Event.BundleClaimed claimed -> introduced.add(claimed.worker());
            // Nothing else changes who the workers are and what they have to be able to do.
            default -> {}
        }
    }

    void released(Effect.Dispatch dispatch) {
        if (!byHand
                && dispatch.jobs().stream()
                        .noneMatch(job -> claimedByLines.contains(job.job().id()))) {
            lying.put(dispatch.bundle(), dispatch);
        }
    }

    /** The heartbeats that are due: of who is new, says something else than before, or has been silent for a while. */
    List<Command.Heartbeat> beats(long now) {
        List<Command.Heartbeat> beats = new ArrayList<>();
        for (Hand hand : hands.values()) {
            if (isDue(hand, now)) {
                hand.said = beat(hand.facts, held(hand.facts.id()), hand.stopping);
                hand.saidAt = now;
                hand.knew = known.version();
                beats.add(hand.said);
            }
        }
        return beats;
    }

    /** News is also that its last slot was taken or got free: who is said to have room is expected to claim. */
    private boolean isDue(Hand hand, long now) {
        if (hand.isByHand || hand.said == null) {
            return hand.said == null;
        }
        boolean isFull = state.claimedBy(hand.facts.id()).size() >= hand.facts.slots();
        boolean wasFull = hand.said.held().size() >= hand.facts.slots();
        return now - hand.saidAt >= BEAT_MS || hand.knew != known.version() || isFull != wasFull;
    }

    private Command.Heartbeat beat(Facts facts, List<Command.Held> held, boolean stopping) {
        return new Command.Heartbeat(
                facts.id(),
                facts.slots(),
                facts.topics().orElseGet(known::topics),
                facts.types().orElseGet(known::types),
                held,
                stopping);
    }

    /** A worker's last word, in which it still lists all that it has claimed. */
    Command.Heartbeat farewell(String worker) {
        Hand hand = hands.get(worker);
        return beat(hand.facts, held(worker), true);
    }

    private List<Command.Held> held(String worker) {
        return state.claimedBy(worker).stream()
                .map(bundle -> new Command.Held(0, bundle.id()))
                .toList();
    }

    /** The next claim, if something lies there and somebody has room for it. */
    Optional<Command.Claimed> claim() {
        lying.keySet()
                .removeIf(bundle -> state.bundle(bundle).isEmpty()
                        || state.bundle(bundle).get().isClaimed());
        for (Map.Entry<BundleId, Effect.Dispatch> one : lying.entrySet()) {
            ActiveBundle bundle = state.bundle(one.getKey()).orElseThrow();
            for (Hand hand : hands.values()) {
                if (takes(hand, bundle)) {
                    lying.remove(bundle.id());
                    return Optional.of(claim(hand.facts.id(), one.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    private Command.Claimed claim(String worker, Effect.Dispatch dispatch) {
        if (dispatch.jobs().size() > 1) {
            inHand.take(dispatch, worker);
        }
        return new Command.Claimed(worker, List.of(new Command.Claim(dispatch.bundle(), false)));
    }

    private boolean takes(Hand hand, ActiveBundle bundle) {
        return !hand.stopping
                && state.workers().containsKey(hand.facts.id())
                && hand.said.topics().contains(bundle.topic())
                && hand.said.types().contains(bundle.type())
                && state.claimedBy(hand.facts.id()).size() < hand.facts.slots();
    }

    // ---- time

    /** A look after a worker that beats by itself finds it alive: time need not stop there. */
    boolean isOwnAlarm(Timer timer) {
        return timer.command() instanceof Command.WorkerDue due
                && hands.containsKey(due.worker())
                && !hands.get(due.worker()).isByHand;
    }

    int size() {
        return hands.size();
    }
}
