package io.sluice.sdk;

import java.util.ArrayList;
import java.util.List;

/** Looks at a running worker's parts: whether they do what they are there for, and whether a restart would mend them. */
final class Vitals {

    private final String worker;
    private final int slots;
    private final List<Poller> pollers;
    private final TailReader control;
    private final Heartbeats heartbeats;
    private final Claims claims;
    private final Listeners listeners;
    private boolean toldReady;
    private boolean toldAway;

    Vitals(Runner runner, List<Poller> pollers, TailReader control, Heartbeats heartbeats, Claims claims) {
        this.worker = runner.tools().worker();
        this.slots = runner.tools().settings().slots();
        this.listeners = runner.tools().listeners();
        this.pollers = pollers;
        this.control = control;
        this.heartbeats = heartbeats;
        this.claims = claims;
    }

    boolean isReady() {
        return heartbeats.first().getCount() == 0 && pollers.stream().allMatch(Poller::isReading) && !isBrokerAway();
    }

    private boolean isBrokerAway() {
        return heartbeats.unheardMs() * 3 > heartbeats.leaseMs() * 2;
    }

    WorkerHealth health() {
        List<String> fatal = new ArrayList<>();
        List<String> words = new ArrayList<>();
        pollers.stream()
                .filter(Poller::hasDied)
                .forEach(poller -> fatal.add("the thread that reads " + poller.topic()
                        + " has ended by an error, which is in the log; restart the process"));
        if (control.hasDied()) {
            fatal.add(
                    "the thread that hears the scheduler's word has ended by an error, which is in the log; restart the"
                            + " process");
        }
        List<String> deaf = claims.stuck();
        String ignoring = String.join(", ", deaf) + " ignore their interrupt";
        if (deaf.size() >= slots) {
            fatal.add("all slots are taken: " + ignoring + "; restart the process, and mend these handlers");
        } else if (!deaf.isEmpty()) {
            words.add(ignoring + "; each takes a slot until it ends");
        }
        if (isBrokerAway()) {
            words.add("the broker has confirmed no heartbeat for " + heartbeats.unheardMs()
                    + " ms; the worker goes on by itself when it is back");
        } else if (!isReady()) {
            words.add(whatIsMissing());
        }
        words.addAll(0, fatal);
        return new WorkerHealth(fatal.isEmpty(), fatal.isEmpty() && isReady(), words);
    }

    private String whatIsMissing() {
        List<String> unread = pollers.stream()
                .filter(poller -> !poller.isReading())
                .map(Poller::topic)
                .toList();
        return unread.isEmpty()
                ? "the broker has confirmed no heartbeat yet"
                : "it does not read " + String.join(", ", unread) + " now; if that lasts, the log says why";
    }

    /** Now and then, by one thread: tells the listeners what has changed. */
    void look() {
        if (!toldReady && isReady()) {
            toldReady = true;
            listeners.tellSoon("the worker is ready", listener -> listener.ready(worker));
        }
        boolean away = isBrokerAway();
        if (away != toldAway) {
            toldAway = away;
            listeners.tellSoon(away ? "the broker is away" : "the broker is back", listener -> {
                if (away) {
                    listener.brokerAway(worker);
                } else {
                    listener.brokerBack(worker);
                }
            });
        }
    }
}
