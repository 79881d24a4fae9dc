package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.log.EndedJobs.Flag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Goes through a window and what came after it: which jobs came to such an end, and which of them were run again since. */
final class ReplayScan {

    private static final int SAMPLE = 10;
    /** Some of those that were kept as a sample come to another end. */
    private static final int SAMPLE_KEPT = 200;

    private final ReplayFilter filter;
    private final EndedJobs jobs = new EndedJobs();
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<Kind, Integer> kindNumbers = new HashMap<>();
    private final Map<UUID, ReplayFound.Sample> sample = new LinkedHashMap<>();

    ReplayScan(ReplayFilter filter) {
        this.filter = filter;
    }

    /** Jobs of one type in one channel. */
    record Kind(String type, ChannelPath channel) {}

    EndedJobs jobs() {
        return jobs;
    }

    /** Where a job ended. */
    ChannelPath channel(int slot) {
        return kinds.get(jobs.kind(slot)).channel;
    }

    /** Takes the next event of the tree; always wants more. */
    boolean take(Recorded recorded) {
        switch (recorded.event()) {
            case Event.JobDone e -> ended(recorded, e, JobState.DONE, Optional.empty(), "");
            case Event.JobFailed e ->
                ended(
                        recorded,
                        e,
                        JobState.FAILED,
                        Optional.of(e.error().type()),
                        e.error().type() + ": " + e.error().message());
            case Event.JobCancelled e -> ended(recorded, e, JobState.CANCELLED, Optional.empty(), e.reason());
            case Event.JobRequeued e -> changed(recorded, e.job());
            case Event.JobSubmitted e -> {
                changed(recorded, e.job());
                e.submitted().asked().replayOf().ifPresent(old -> replayed(old, e.job()));
            }
            // Nothing else ends a job, or brings one back.
            default -> {}
        }
        return true;
    }

    private void ended(Recorded recorded, Event.OfJob event, JobState end, Optional<String> error, String words) {
        if (!filter.isInWindow(recorded.at())) {
            return;
        }
        UUID job = event.job().uuid();
        undo(job);
        if (filter.letsThrough(event, end, error)) {
            jobs.end(jobs.put(job), recorded.number(), kind(event));
            if (sample.size() < SAMPLE_KEPT) {
                sample.put(
                        job, new ReplayFound.Sample(event.job(), event.type(), event.channel(), recorded.at(), words));
            }
        }
    }

    private void undo(UUID job) {
        int slot = jobs.find(job);
        if (slot != EndedJobs.NONE) {
            jobs.undo(slot);
            sample.remove(job);
        }
    }

    private int kind(Event.OfJob event) {
        return kindNumbers.computeIfAbsent(new Kind(event.type(), event.channel()), kind -> {
            kinds.add(kind);
            return kinds.size() - 1;
        });
    }

    private void changed(Recorded recorded, JobId job) {
        if (filter.isInWindow(recorded.at())) {
            undo(job.uuid());
            return;
        }
        int slot = jobs.find(job.uuid());
        if (slot != EndedJobs.NONE) {
            jobs.mark(slot, Flag.CHANGED_SINCE);
        }
    }

    /** Since its last end: an end forgets what was before it. */
    private void replayed(UUID old, JobId by) {
        int slot = jobs.find(old);
        if (slot == EndedJobs.NONE || jobs.end(slot) == 0) {
            return;
        }
        jobs.mark(slot, Flag.REPLAYED);
        if (filter.again().isEmpty() || by.equals(id(slot))) {
            jobs.mark(slot, Flag.SKIPPED);
        }
    }

    /** The id of the job that runs this one again. */
    JobId id(int slot) {
        return ReplayIds.of(new JobId(filter.tree(), jobs.job(slot)), jobs.end(slot), filter.again());
    }

    ReplayFound found(boolean complete) {
        int[] slots = jobs.slots();
        long[] ofKind = new long[kinds.size()];
        long replayed = 0;
        long due = 0;
        long changed = 0;
        for (int slot : slots) {
            ofKind[jobs.kind(slot)]++;
            replayed += jobs.is(slot, Flag.REPLAYED) ? 1 : 0;
            due += jobs.isDue(slot) ? 1 : 0;
            changed += jobs.isDue(slot) && jobs.is(slot, Flag.CHANGED_SINCE) ? 1 : 0;
        }
        return new ReplayFound(
                slots.length,
                replayed,
                due,
                changed,
                byCount(ofKind),
                sample.values().stream().limit(SAMPLE).toList(),
                complete);
    }

    private List<ReplayFound.Kind> byCount(long[] ofKind) {
        List<ReplayFound.Kind> all = new ArrayList<>();
        for (int i = 0; i < ofKind.length; i++) {
            if (ofKind[i] > 0) {
                all.add(new ReplayFound.Kind(kinds.get(i).type, kinds.get(i).channel, ofKind[i]));
            }
        }
        all.sort(Comparator.comparingLong(ReplayFound.Kind::jobs)
                .reversed()
                .thenComparing(ReplayFound.Kind::channel)
                .thenComparing(ReplayFound.Kind::type));
        return all;
    }
}
