package io.sluice.state;

import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.state.OrderedReads.Entry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** What a store says in one index, in the order of its keys, read page by page. */
final class Facts implements Iterator<Fact> {

    private final Iterator<Entry> entries;
    private final Function<Deque<Entry>, Optional<Fact>> reading;
    private final Deque<Entry> ahead = new ArrayDeque<>();
    private Optional<Fact> next = Optional.empty();

    private Facts(Iterator<Entry> entries, Function<Deque<Entry>, Optional<Fact>> reading) {
        this.entries = entries;
        this.reading = reading;
    }

    static Facts of(OrderedReads store, Index index) {
        KeyRange all = Keys.all(index);
        Iterator<Entry> entries = new InOrder(store, List.of(all));
        return switch (index) {
            case META -> each(entries, Facts::file);
            case TREE ->
                each(entries, entry -> Optional.of(TreeValue.read(entry.value()).said()));
            case STATUS -> each(entries, entry -> Optional.of(status(entry)));
            case CHANNEL ->
                each(
                        entries,
                        entry -> Optional.of(
                                ChannelRecord.read(entry.key(), entry.value()).said()));
            case ACTIVE ->
                each(
                        entries,
                        entry -> Optional.of(BundleRecords.read(store, entry).withoutProgress()));
            case JOB -> each(entries, entry -> Optional.of(new Fact.Raw(entry.value(), () -> job(entry))));
            case READY, LATER ->
                each(
                        entries,
                        entry -> Optional.of(ReadyEntry.read(entry.value()).job()));
            case DEDUP, EDGE, FLOW, SCHEDULE, SCHEDULED, FAILED, WAITING, SWEEP ->
                each(entries, entry -> Optional.of(new Fact.Raw(entry.value())));
            case ENDED -> new Facts(entries, batches -> ended(store, batches));
            case WORKER, TIMER, REST -> throw new IllegalArgumentException(index + " is not compared");
        };
    }

    private static Facts each(Iterator<Entry> entries, Function<Entry, Optional<Object>> says) {
        return new Facts(entries, one -> {
            Entry entry = one.getFirst();
            return says.apply(entry).map(said -> new Fact(entry.key(), said));
        });
    }

    private static Optional<Object> file(Entry entry) {
        return Arrays.equals(entry.key(), Keys.fileText())
                ? Optional.of(FileValue.read(Optional.of(entry.value())).text())
                : Optional.empty();
    }

    private static String job(Entry entry) {
        KeyReader columns = new KeyReader(entry.key());
        return JobValue.read(new JobId(columns.text(), columns.uuid()), entry.value())
                .toString();
    }

    private static JobStatus status(Entry entry) {
        return StatusValue.read(entry.value()).with(Optional.empty());
    }

    /** The jobs that ended in a channel in one millisecond, whatever batches they stand in; names that no longer count are left out. */
    private static Optional<Fact> ended(OrderedReads store, Deque<Entry> batches) {
        TreeSet<UUID> jobs = new TreeSet<>();
        for (Entry batch : batches) {
            String tree = Keys.treeOf(batch.key());
            EndedValue.read(batch.value()).stream()
                    .filter(job -> endedThen(store, new JobId(tree, job), Keys.timeOf(batch.key())))
                    .forEach(jobs::add);
        }
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact(Keys.momentOf(batches.getFirst().key()), List.copyOf(jobs)));
    }

    private static boolean endedThen(OrderedReads store, JobId job, long at) {
        return store.get(Keys.status(job))
                .map(StatusValue::read)
                .filter(status -> status.state() == JobState.DONE || status.state() == JobState.CANCELLED)
                .filter(status -> status.finishedAt() == at)
                .isPresent();
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && (!ahead.isEmpty() || entries.hasNext())) {
            next = reading.apply(together());
        }
        return next.isPresent();
    }

    /** The next entry, and those that belong to it. */
    private Deque<Entry> together() {
        Deque<Entry> together = new ArrayDeque<>();
        together.add(ahead.isEmpty() ? entries.next() : ahead.remove());
        if (!isEnded(together.getFirst())) {
            return together;
        }
        byte[] moment = Keys.momentOf(together.getFirst().key());
        while (ahead.isEmpty() && entries.hasNext()) {
            Entry following = entries.next();
            boolean belongs = Arrays.equals(moment, Keys.momentOf(following.key()));
            (belongs ? together : ahead).add(following);
        }
        return together;
    }

    private static boolean isEnded(Entry entry) {
        return entry.key()[0] == Index.ENDED.number();
    }

    @Override
    public Fact next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Fact fact = next.orElseThrow();
        next = Optional.empty();
        return fact;
    }
}
