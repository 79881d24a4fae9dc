package io.sluice.state;

import io.sluice.core.Event;
import io.sluice.core.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What events make of schedules. */
final class ScheduleFold {

    private final OrderedStore store;

    ScheduleFold(OrderedStore store) {
        this.store = store;
    }

    Optional<Schedule.Kept> schedule(String tree, String id) {
        return store.get(Keys.schedule(tree, id)).map(bytes -> ScheduleValue.read(tree, id, bytes));
    }

    /** In the order of their ids, those behind {@code after}. */
    List<Event.ScheduleCarried> after(String tree, String after, int limit) {
        KeyRange all = Keys.of(Index.SCHEDULE, tree);
        KeyRange rest = after.isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.schedule(tree, after)));
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> new Event.ScheduleCarried(
                        ScheduleValue.read(tree, Keys.scheduleOf(entry.key()), entry.value())))
                .toList();
    }

    /** It is that, whatever was known of it. */
    void carried(String tree, Event.ScheduleCarried event) {
        store.upsert(Keys.schedule(tree, event.kept().schedule().id()), ScheduleValue.write(event.kept()));
    }

    List<String> ids(String tree, int limit) {
        KeyRange all = Keys.of(Index.SCHEDULE, tree);
        return store.scan(all.from(), all.to(), limit).stream()
                .map(entry -> Keys.scheduleOf(entry.key()))
                .toList();
    }

    /** What it fired before stays known: a changed schedule does not overlap with itself. */
    void put(String tree, Event.SchedulePut event) {
        Optional<Schedule.Kept> before = schedule(tree, event.schedule().id());
        OptionalLong last = before.map(Schedule.Kept::last).orElse(OptionalLong.empty());
        Optional<UUID> lastJob = before.flatMap(Schedule.Kept::lastJob);
        // New or not is all the same here.
        store.upsert(
                Keys.schedule(tree, event.schedule().id()),
                ScheduleValue.write(new Schedule.Kept(event.schedule(), event.next(), last, lastJob)));
    }

    void deleted(String tree, Event.ScheduleDeleted event) {
        store.delete(Keys.schedule(tree, event.schedule()));
    }

    void fired(String tree, Event.ScheduleFired event) {
        Schedule schedule = schedule(tree, event.schedule()).orElseThrow().schedule();
        update(
                tree,
                new Schedule.Kept(
                        schedule,
                        event.next(),
                        OptionalLong.of(event.slot()),
                        Optional.of(event.job().uuid())));
    }

    void skipped(String tree, Event.ScheduleSkipped event) {
        Schedule.Kept kept = schedule(tree, event.schedule()).orElseThrow();
        update(tree, new Schedule.Kept(kept.schedule(), event.next(), kept.last(), kept.lastJob()));
    }

    private void update(String tree, Schedule.Kept kept) {
        store.update(Keys.schedule(tree, kept.schedule().id()), ScheduleValue.write(kept));
    }
}
