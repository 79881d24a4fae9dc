package io.sluice.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.core.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** {@code GET /v1/events}: tells what happens, as it happens. Any instance can, for all of it is on one topic. */
final class Events implements AutoCloseable {

    /** What a client sends when it comes again. */
    static final String LAST = "Last-Event-ID";

    private static final int MOST_LISTENERS = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Set<String> KINDS = new TreeSet<>(kinds(Event.class).toList());

    private final EventTopic topic;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Inbox> inboxes = new HashSet<>();
    private EventTail tail;
    private boolean closed;

    Events(EventTopic topic) {
        this.topic = topic;
    }

    private static Stream<String> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Events::kinds)
                : Stream.of(type.getSimpleName());
    }

    Route route() {
        return Route.get("/v1/events", this::listen, "tree", "channel", "type", "job", "event", "from");
    }

    private void listen(Context request, Parameters given) {
        EventFilter filter = given.events(KINDS);
        EventStart start = start(request, given);
        if (request.method().equals(HandlerType.HEAD)) {
            return;
        }
        Inbox inbox = new Inbox(filter);
        enter(inbox);
        try {
            new EventStream(this, topic, filter, inbox).write(start, request);
        } finally {
            leave(inbox);
        }
    }

    private static EventStart start(Context request, Parameters given) {
        String last = request.header(LAST);
        if (last == null || last.isEmpty()) {
            return given.from();
        }
        try {
            return new EventStart.Behind(EventPosition.parse(last));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    e.getMessage(), "send the id of the last event that you got as " + LAST + ", or leave it out");
        }
    }

    private void enter(Inbox inbox) {
        lock.lock();
        try {
            if (closed || inboxes.size() >= MOST_LISTENERS) {
                throw ApiProblem.unavailable(
                        closed ? "this instance is stopping" : MOST_LISTENERS + " listen here already",
                        "ask another instance, or this one later");
            }
            inboxes.add(inbox);
        } finally {
            lock.unlock();
        }
    }

    /** The tail, to be joined. */
    EventTail tail() {
        lock.lock();
        try {
            if (tail == null || tail.isOver()) {
                tail = EventTail.start(topic);
            }
            return tail;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Inbox inbox) {
        lock.lock();
        try {
            inboxes.remove(inbox);
            left.signalAll();
            if (tail != null) {
                tail.leave(inbox);
            }
            if (inboxes.isEmpty() && tail != null) {
                tail.close("nobody listens");
                tail = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams; whoever listens comes again elsewhere. Waits a moment until they have been told. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            Inbox.closeAll(inboxes, "this instance stops: connect again, Last-Event-ID goes on where you are");
            long patience = LAST_WORDS.toNanos();
            while (!inboxes.isEmpty() && patience > 0) {
                patience = left.awaitNanos(patience);
            }
            if (tail != null) {
                tail.close("this instance stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
