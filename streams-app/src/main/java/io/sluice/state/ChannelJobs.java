package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Join;
import io.sluice.core.Place;
import io.sluice.core.StateView.Ended;
import io.sluice.core.StateView.EndedPage;
import io.sluice.core.StateView.Since;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The indexes in which a job stands while it is not active, and what the channels count about them. */
final class ChannelJobs {

    private static final byte[] NOTHING = {};

    /** No record names more ended jobs: who goes over them takes a record whole. */
    private static final int A_BATCH = 100;

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

        /** Hidden: it is nobody's work, so nobody counts it. */
        boolean isJoin() {
            return Join.TYPE.equals(type);
        }

        ReadyLine line() {
            return new ReadyLine(job.tree(), channel, type);
        }

        ReadyLine later() {
            return ReadyLine.scheduled(job.tree(), channel);
        }
    }

    private record Where(String tree, ChannelPath channel, long at) {}

    private record Batch(long number, List<UUID> jobs) {}

    ChannelCounts counts(Spot spot) {
        return trees.change(spot.job().tree()).change(spot.channel()).counts;
    }

    void makeReady(Spot spot, Place place) {
        ready.arrive(spot.line(), place, spot.job());
    }

    void noLongerFresh(Spot spot, Place place) {
        ready.noLongerFresh(spot.line(), place, spot.job());
    }

    void noLongerReady(Spot spot, Place place) {
        ready.depart(spot.line(), place, spot.job());
    }

    void schedule(Spot spot, Place place, long notBefore) {
        ready.arrive(spot.later(), place, spot.job());
        store.insert(Keys.scheduled(spot.job(), spot.channel(), notBefore), NOTHING);
        counts(spot).scheduled++;
        timers.set(Timer.at(notBefore, new Command.JobDue(spot.job(), notBefore)));
    }

    /** The timer stays: timers are never called off. */
    void noLongerScheduled(Spot spot, Place place, long notBefore) {
        ready.depart(spot.later(), place, spot.job());
        store.delete(Keys.scheduled(spot.job(), spot.channel(), notBefore));
        counts(spot).scheduled--;
    }

    void await(Spot spot) {
        store.insert(Keys.waiting(spot.job(), spot.channel()), NOTHING);
        // The channel is used, so lists know it, even if by a join alone.
        counts(spot).waiting += spot.isJoin() ? 0 : 1;
    }

    void noLongerWaiting(Spot spot) {
        store.delete(Keys.waiting(spot.job(), spot.channel()));
        counts(spot).waiting -= spot.isJoin() ? 0 : 1;
    }

    void fail(Spot spot, long at) {
        failedAgain(spot, at);
        counts(spot).failed++;
    }

    void noLongerFailed(Spot spot, long at) {
        store.delete(Keys.failed(spot.job(), spot.channel(), at));
        ChannelRecord channel = trees.change(spot.job().tree()).change(spot.channel());
        channel.counts.failedNow--;
        if (channel.counts.failedNow > 0 && at <= channel.endedFrom(true)) {
            scanEnded(Index.FAILED, spot.job().tree(), spot.channel(), new Since(at, ""), 1).jobs().stream()
                    .findFirst()
                    .ifPresent(next -> channel.endedFrom(true, next.at()));
        }
    }

    /** DONE or CANCELLED; {@code number} is the event's. */
    void end(Spot spot, long at, long number) {
        // Lists know the channel then, also if an ended job was moved to where none ever was.
        trees.change(spot.job().tree()).change(spot.channel()).closedAt(at);
        Where where = new Where(spot.job().tree(), spot.channel(), at);
        Batch batch = ended.computeIfAbsent(where, first -> new Batch(number, new ArrayList<>()));
        batch.jobs().add(spot.job().uuid());
        if (batch.jobs().size() == A_BATCH) {
            write(where, ended.remove(where));
        }
    }

    /** A requeued, deleted or moved job: no batch names it any more. */
    void noLongerEnded(Spot spot, long at) {
        Where where = new Where(spot.job().tree(), spot.channel(), at);
        Batch now = ended.get(where);
        if (now != null && now.jobs().remove(spot.job().uuid())) {
            ended.computeIfPresent(where, (key, batch) -> batch.jobs().isEmpty() ? null : batch);
            return;
        }
        KeyRange channel = Keys.of(Index.ENDED, spot.job().tree(), spot.channel());
        KeyRange moment = new KeyRange(Keys.timeIn(channel.from(), at), Keys.timeIn(channel.from(), at + 1));
        store.forEach(
                moment.from(), moment.to(), entry -> leave(entry, spot.job().uuid()));
    }

    private void leave(OrderedReads.Entry batch, UUID job) {
        List<UUID> jobs = new ArrayList<>(EndedValue.read(batch.value()));
        if (!jobs.remove(job)) {
            return;
        }
        if (jobs.isEmpty()) {
            store.delete(batch.key());
        } else {
            store.update(batch.key(), EndedValue.write(jobs));
        }
    }

    /** FAILED as before, but in another place. */
    void failedAgain(Spot spot, long at) {
        trees.change(spot.job().tree()).change(spot.channel()).failedAt(at);
        store.insert(Keys.failed(spot.job(), spot.channel(), at), NOTHING);
        counts(spot).failedNow++;
    }

    void expire(JobId job, long at) {
        timers.set(Timer.at(at, new Command.ExpireDue(job, at)));
    }

    /**
     * Closed or FAILED jobs of a channel, the first to end first; the index is that of one or the other. What was walked over
     * and is gone is not walked again.
     */
    EndedPage ended(Index index, String tree, ChannelPath channel, Since since, int limit) {
        boolean failed = index == Index.FAILED;
        Optional<ChannelRecord> there = trees.tree(tree).channel(channel);
        long first = there.map(record -> record.endedFrom(failed)).orElse(0L);
        boolean fromFirst = since.after().isEmpty() && since.at() <= first;
        EndedPage page = scanEnded(index, tree, channel, fromFirst ? new Since(first, "") : since, limit);
        // What ended in this very step is not in the store yet.
        if (!failed && fromFirst && ended.isEmpty() && !page.jobs().isEmpty()) {
            there.ifPresent(
                    record -> record.endedFrom(failed, page.jobs().getFirst().at()));
        }
        return page;
    }

    private EndedPage scanEnded(Index index, String tree, ChannelPath channel, Since since, int limit) {
        KeyRange all = Keys.of(index, tree, channel);
        KeyRange rest = all.startingAt(
                since.after().isEmpty()
                        ? Keys.timeIn(all.from(), since.at())
                        : OrderedReads.justAfter(Base64.getDecoder().decode(since.after())));
        List<Ended> found = new ArrayList<>();
        Since next = since;
        for (OrderedReads.Entry entry : store.scan(rest.from(), rest.to(), limit + 1)) {
            List<UUID> batch = jobs(index, entry);
            if (!found.isEmpty() && found.size() + batch.size() > limit) {
                return new EndedPage(found, Optional.of(next));
            }
            long at = Keys.timeOf(entry.key());
            batch.forEach(job -> found.add(new Ended(new JobId(tree, job), at)));
            next = new Since(at, Base64.getEncoder().encodeToString(entry.key()));
        }
        return new EndedPage(found, Optional.empty());
    }

    private static List<UUID> jobs(Index index, OrderedReads.Entry entry) {
        return index == Index.FAILED ? List.of(Keys.jobOf(entry.key())) : EndedValue.read(entry.value());
    }

    /** Writes what ended, one record a channel, but for many jobs. */
    void write() {
        ended.forEach(this::write);
        discard();
    }

    private void write(Where where, Batch batch) {
        store.insert(
                Keys.ended(where.tree(), where.channel(), where.at(), batch.number()), EndedValue.write(batch.jobs()));
    }

    void discard() {
        ended = new LinkedHashMap<>();
    }
}
