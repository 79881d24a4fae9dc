package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The indexes in which a job stands while it is not active, and what the channels count about them. */
final class ChannelJobs {

    private static final byte[] NOTHING = {};

    private final OrderedStore store;
    private final Trees trees;
    private final ReadyJobs ready;
    private final Timers timers;
    private Map<Where, Batch> ended = new LinkedHashMap<>();

    ChannelJobs(OrderedStore store, Trees trees, ReadyJobs ready, Timers timers) {
        this.store = store;
        this.trees = trees;
        this.ready = ready;
        this.timers = timers;
    }

    /** A job and the channel and type it stands under. */
    record Spot(JobId job, ChannelPath channel, String type) {

        static Spot of(Event.OfJob event) {
            return new Spot(event.job(), event.channel(), event.type());
        }

        static Spot of(Job job) {
            return new Spot(job.id(), job.channel(), job.type());
        }

        ReadyLine line() {
            return new ReadyLine(job.tree(), channel, type);
        }
    }

    private record Where(String tree, ChannelPath channel, long at) {}

    private record Batch(long number, List<UUID> jobs) {}

    ChannelCounts counts(Spot spot) {
        return trees.change(spot.job().tree()).change(spot.channel()).counts;
    }

    void makeReady(Spot spot, Place place) {
        ready.arrive(spot.line(), place, spot.job().uuid());
    }

    void noLongerReady(Spot spot, Place place) {
        ready.depart(spot.line(), place, spot.job());
    }

    void schedule(Spot spot, long notBefore) {
        store.insert(Keys.scheduled(spot.job(), spot.channel(), notBefore), NOTHING);
        counts(spot).scheduled++;
        timers.set(Timer.at(notBefore, new Command.JobDue(spot.job(), notBefore)));
    }

    /** The timer stays: timers are never called off. */
    void noLongerScheduled(Spot spot, long notBefore) {
        store.delete(Keys.scheduled(spot.job(), spot.channel(), notBefore));
        counts(spot).scheduled--;
    }

    void fail(Spot spot, long at) {
        store.insert(Keys.failed(spot.job(), spot.channel(), at), NOTHING);
        counts(spot).failedNow++;
        counts(spot).failed++;
    }

    void noLongerFailed(Spot spot, long at) {
        store.delete(Keys.failed(spot.job(), spot.channel(), at));
        counts(spot).failedNow--;
    }

    /** DONE or CANCELLED; {@code number} is the event's. */
    void end(Spot spot, long at, long number) {
        ended.computeIfAbsent(
                        new Where(spot.job().tree(), spot.channel(), at), first -> new Batch(number, new ArrayList<>()))
                .jobs()
                .add(spot.job().uuid());
    }

    /** Writes what ended, one record a channel. */
    void write() {
        ended.forEach((where, batch) -> store.insert(
                Keys.ended(where.tree(), where.channel(), where.at(), batch.number()), EndedValue.write(batch.jobs())));
        discard();
    }

    void discard() {
        ended = new LinkedHashMap<>();
    }
}
