package io.sluice.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one command decides, as it decides it. Recording an event applies it at once, so a rule that goes on sees its own
 * effect.
 */
final class Journal {

    private final State state;
    private final Cause cause;
    private final long now;
    private final List<Recorded> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Journal(State state, Cause cause, long now) {
        this.state = state;
        this.cause = cause;
        this.now = now;
    }

    long now() {
        return now;
    }

    Cause cause() {
        return cause;
    }

    /** Records a change of the tree that the command is about. */
    void record(Event event) {
        record(cause.tree(), event);
    }

    /** Records a change of a tree. */
    void record(String tree, Event event) {
        boolean numbered = !tree.isEmpty() && !(event instanceof Event.Soft);
        long number = numbered ? state.nextEventNumber(tree) : 0;
        Recorded recorded = new Recorded(tree, number, now, cause.about(tree), event);
        state.apply(recorded);
        events.add(recorded);
    }

    /** Refuses: nothing changes but that the refusal is in the history. */
    void reject(RejectionCode code, JobId job, String reason) {
        record(job.tree(), new Event.CommandRejected(Optional.of(job), code, Quote.whole(reason)));
    }

    /** Refuses a command that names no job. */
    void reject(RejectionCode code, String reason) {
        record(cause.tree(), new Event.CommandRejected(Optional.empty(), code, Quote.whole(reason)));
    }

    /** Plans a command for later. */
    void schedule(long due, Command.Timed command) {
        record("", new Event.TimerSet(Timer.at(due, command)));
    }

    void send(Effect effect) {
        effects.add(effect);
    }

    /** The channel topics that something was released to. */
    Set<String> released() {
        Set<String> topics = new LinkedHashSet<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Dispatch dispatch) {
                topics.add(dispatch.topic());
            }
        }
        return topics;
    }

    /** All that was recorded, soft events too. */
    List<Recorded> recorded() {
        return events;
    }

    /** What leaves the partition. */
    Output output(boolean more) {
        return new Output(
                events.stream()
                        .filter(recorded -> !(recorded.event() instanceof Event.Soft))
                        .toList(),
                List.copyOf(effects),
                more);
    }
}
