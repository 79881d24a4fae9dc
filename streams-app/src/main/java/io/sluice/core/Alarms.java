package io.sluice.core;

import io.sluice.core.Command.Timed;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one timer a subject going. Which one is the current is known in memory only: after a start the first that comes is
 * taken for it, and a second one of the same subject then dies out.
 */
final class Alarms {

    private final Map<String, Long> armed = new HashMap<>();

    /** Sets a timer unless one of the same subject is on its way. */
    void arm(long due, Timed command, Journal journal) {
        Timer timer = Timer.at(due, command);
        if (armed.putIfAbsent(timer.subject(), due) == null) {
            journal.record("", new Event.TimerSet(timer));
        }
    }

    /** Sees to it that a timer comes by then: sets one unless one of the same subject is on its way that is not later. */
    void armBy(long due, Timed command, Journal journal) {
        Timer timer = Timer.at(due, command);
        Long current = armed.get(timer.subject());
        if (current == null || current > due) {
            armed.put(timer.subject(), due);
            journal.record("", new Event.TimerSet(timer));
        }
    }

    /** Whether a timer that has come is the current one of its subject, which then has none until it is armed again. */
    boolean isCurrent(Timer timer) {
        Long current = armed.get(timer.subject());
        if (current != null && current != timer.due()) {
            return false;
        }
        armed.remove(timer.subject());
        return true;
    }

    /** After a step that did not land nobody knows which timers are on their way. */
    void forget() {
        armed.clear();
    }
}
