package io.sluice.log;

import io.sluice.core.Dedup;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Runs jobs again that came to an end in a window of time. The log is gone through three times, because payloads are too many
 * to be kept: for the ends in the window, for where the payloads stand, and for the payloads.
 *
 * @since 0.1
 */
public final class Replay {

    /** The time in an id is the clock of whoever made it. */
    private static final long SLACK_MS = 10 * 60_000;

    private final Events events;
    private final ReplayFilter filter;
    private final ReplayScan scan;
    private final ReplayFound found;

    private Replay(Events events, ReplayFilter filter, ReplayScan scan, ReplayFound found) {
        this.events = events;
        this.filter = filter;
        this.scan = scan;
        this.found = found;
    }

    /**
     * Looks which jobs these are. Nothing is submitted.
     *
     * @param watch looks on
     * @throws LogException if the events cannot be read, or if more than 5 000 000 jobs match
     */
    public static Replay of(Events events, ReplayFilter filter, Watch watch) {
        ReplayScan scan = new ReplayScan(filter);
        // Behind the window as well: there stands what was run again since.
        boolean complete = events.read(Stretch.of(filter.tree(), filter.from(), Long.MAX_VALUE), watch, scan::take);
        return new Replay(events, filter, scan, scan.found(complete));
    }

    /** Which jobs match. */
    public ReplayFound found() {
        return found;
    }

    /**
     * How it went.
     *
     * @param missing how many jobs cannot be run again, because their submission is no longer on the log
     * @param complete whether it came to its end; if not, {@code watch} or the reader stopped it
     * @since 0.1
     */
    public record Outcome(long missing, boolean complete) {}

    /**
     * Makes the jobs that run the others again, in the order in which those were submitted. Each has the payload, options and
     * headers of the old one as they were at its end, the channel where that ended, and {@code replayOf}. ETA and expiry
     * remain if they lie ahead; parents and flow do not, and a dedup key never replaces what waits by now. Their ids follow
     * from the ends that they are about, so submitting them twice is safe.
     *
     * @param now milliseconds since the epoch
     * @param watch looks on
     * @param reader gets each; answers whether it wants more
     * @throws LogException if the events cannot be read
     */
    public Outcome jobs(long now, Watch watch, Predicate<Submission> reader) {
        if (found.due() == 0) {
            return new Outcome(0, true);
        }
        ReplayOrigins origins = new ReplayOrigins(scan.jobs());
        Stretch stretch = Stretch.of(filter.tree(), Math.min(earliest(), filter.to()), filter.to());
        boolean complete = events.read(stretch, watch.part(0, 0.4), origins::take);
        if (complete && origins.missing() > 0) {
            stretch = Stretch.everywhere(filter.tree(), filter.to());
            complete = events.read(stretch, watch.part(0, 0.4), origins::take);
        }
        if (!complete) {
            return new Outcome(0, false);
        }
        Maker maker = new Maker(origins, now, reader);
        complete = events.read(stretch, watch.part(0.4, 1), maker::take);
        return new Outcome(origins.missing(), complete && !maker.isRefused);
    }

    private long earliest() {
        EndedJobs jobs = scan.jobs();
        long earliest = Long.MAX_VALUE;
        for (int slot : jobs.slots()) {
            if (jobs.isDue(slot)) {
                earliest = Math.min(earliest, IdTime.of(jobs.job(slot)));
            }
        }
        return Math.max(0, earliest - SLACK_MS);
    }

    /** Makes a new job where an old one's payload comes by. */
    private final class Maker {
        private final ReplayOrigins origins;
        private final long now;
        private final Predicate<Submission> reader;
        /** Submissions without their payloads, which a twin brought later. */
        private final Map<UUID, Submission> waiting = new HashMap<>();

        private boolean isRefused;

        Maker(ReplayOrigins origins, long now, Predicate<Submission> reader) {
            this.origins = origins;
            this.now = now;
            this.reader = reader;
        }

        boolean take(Recorded recorded) {
            return switch (recorded.event()) {
                case Event.JobSubmitted e -> submitted(e, recorded.number());
                case Event.JobReplaced e -> replaced(e, recorded.number());
                // Nothing else has a payload.
                default -> true;
            };
        }

        private boolean submitted(Event.JobSubmitted event, long number) {
            JobId id = event.job();
            int slot = scan.jobs().find(id.uuid());
            if (slot == EndedJobs.NONE
                    || !scan.jobs().isDue(slot)
                    || number > scan.jobs().end(slot)) {
                return true;
            }
            if (origins.isSource(slot, event.submitted(), number)) {
                return make(slot, event.submitted().asked());
            }
            if (origins.of(id.uuid()).replaced()) {
                Payload none = new Payload(new byte[0], "");
                waiting.put(id.uuid(), event.submitted().asked().withPayload(none));
            }
            return true;
        }

        private boolean replaced(Event.JobReplaced event, long number) {
            int slot = scan.jobs().find(event.job().uuid());
            if (slot == EndedJobs.NONE || scan.jobs().source(slot) != number) {
                return true;
            }
            Submission old = waiting.remove(event.job().uuid());
            return old == null || make(slot, old.withPayload(event.payload()));
        }

        private boolean make(int slot, Submission old) {
            boolean more = reader.test(again(slot, old));
            isRefused |= !more;
            return more;
        }

        private Submission again(int slot, Submission old) {
            return new Submission(
                    scan.id(slot),
                    old.type(),
                    scan.channel(slot).text(),
                    old.payload(),
                    options(old.options(), origins.of(old.id().uuid())),
                    List.of(),
                    Optional.empty(),
                    Optional.of(old.id().uuid()),
                    old.description(),
                    old.headers(),
                    now);
        }

        private Submission.Options options(Submission.Options old, ReplayOrigins.Changed changed) {
            return new Submission.Options(
                    changed.priority().orElse(old.priority()),
                    ahead(changed.replaced() || changed.eta().isPresent() ? changed.eta() : old.eta()),
                    changed.maxAttempts().isPresent() ? changed.maxAttempts() : old.maxAttempts(),
                    old.retry(),
                    old.timeoutMs(),
                    ahead(old.expires()),
                    // What waits by now is newer than what is run again.
                    old.dedup().map(key -> new Dedup(key.key(), Dedup.Mode.KEEP, key.untilFinished(), key.windowMs())));
        }

        private OptionalLong ahead(OptionalLong time) {
            return time.isPresent() && time.getAsLong() > now ? time : OptionalLong.empty();
        }
    }
}
