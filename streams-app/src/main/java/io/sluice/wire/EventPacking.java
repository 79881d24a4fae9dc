package io.sluice.wire;

import io.sluice.core.Recorded;
import io.sluice.schemas.Event;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UuidFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events into as few records as their readers can take. */
final class EventPacking {

    /** Far below the topic's limit, so that readers get pieces that they can hold. */
    static final int LARGEST = 1024 * 1024;

    private EventPacking() {}

    static List<Message> pack(List<Recorded> events, RecordFormat<Event> format) {
        List<Message> messages = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= events.size(); end++) {
            if (end == events.size() || !follows(events.get(end - 1), events.get(end))) {
                add(events.subList(start, end), format, messages);
                start = end;
            }
        }
        return messages;
    }

    /** Whether the second can stand behind the first in one record, which names tree, cause, time and first number once. */
    private static boolean follows(Recorded first, Recorded second) {
        return first.number() > 0
                && second.number() == first.number() + 1
                && second.at() == first.at()
                && second.tree().equals(first.tree())
                && second.cause().equals(first.cause());
    }

    /** Adds one record, or halves as often as it takes: only the record itself knows how long it is. */
    private static void add(List<Recorded> events, RecordFormat<Event> format, List<Message> messages) {
        byte[] value = format.encode(event(events));
        if (value.length <= LARGEST || events.size() == 1) {
            Optional<String> tree = Optional.of(events.getFirst().tree()).filter(name -> !name.isEmpty());
            messages.add(new Message(Topics.EVENTS, tree, value));
            return;
        }
        int half = events.size() / 2;
        add(events.subList(0, half), format, messages);
        add(events.subList(half, events.size()), format, messages);
    }

    private static Event event(List<Recorded> events) {
        Recorded first = events.getFirst();
        return new Event(
                first.number(),
                first.at(),
                first.cause().command().map(UuidFormat::encode).orElse(null),
                first.cause().by(),
                ReleaseWire.changes(events));
    }
}
