package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.log.EndedQuery.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends of jobs in a window of time, out of the events, the first one first.
 *
 * @param jobs at most as many as were asked for
 * @param next where the next page begins; none: there is no more in the window
 * @since 0.1
 */
public record Ended(List<Job> jobs, Optional<Place> next) {

    /**
     * One end. A job that ran again has come to several.
     *
     * @param id which job
     * @param at when, in the partition's time, in milliseconds since the epoch
     * @param state how: DONE, FAILED or CANCELLED
     * @param type its type
     * @param channel its channel then
     * @param run what became of which run
     * @param error why it failed; none: it did not
     * @param reason why it was cancelled; empty: it was not
     * @since 0.1
     */
    public record Job(
            JobId id,
            long at,
            JobState state,
            String type,
            ChannelPath channel,
            Event.Run run,
            Optional<Failure> error,
            String reason) {}

    /**
     * Reads a page.
     *
     * @param watch looks on; if it stops the reading, the page is what was read by then
     * @throws LogException if the events cannot be read
     */
    public static Ended read(Events events, EndedQuery query, Watch watch) {
        Page page = new Page(query);
        long from = query.after().map(Place::at).orElse(query.which().from());
        Stretch stretch = Stretch.of(
                query.which().tree(),
                Math.min(from, query.which().to()),
                query.which().to());
        boolean complete = events.read(stretch, watch, page::take);
        return page.page(complete);
    }

    private static final class Page {
        private final EndedQuery query;
        private final List<Job> jobs = new ArrayList<>();
        private Optional<Place> last;
        private boolean isFull;

        private Page(EndedQuery query) {
            this.query = query;
            this.last = query.after();
        }

        /** Whether it wants more. */
        private boolean take(Recorded recorded) {
            boolean isBefore = query.after()
                    .filter(place -> recorded.number() <= place.number())
                    .isPresent();
            Optional<Job> end = isBefore ? Optional.empty() : end(recorded);
            if (end.isPresent() && jobs.size() == query.limit()) {
                isFull = true;
                return false;
            }
            end.ifPresent(jobs::add);
            last = isBefore ? last : Optional.of(new Place(recorded.at(), recorded.number()));
            return true;
        }

        private Optional<Job> end(Recorded recorded) {
            return switch (recorded.event()) {
                case Event.JobDone e -> job(recorded, e, JobState.DONE, e.run(), Optional.empty(), "");
                case Event.JobFailed e -> job(recorded, e, JobState.FAILED, e.run(), Optional.of(e.error()), "");
                case Event.JobCancelled e ->
                    job(recorded, e, JobState.CANCELLED, e.run(), Optional.empty(), e.reason());
                // Nothing else ends a job.
                default -> Optional.empty();
            };
        }

        private Optional<Job> job(
                Recorded recorded,
                Event.OfJob event,
                JobState state,
                Event.Run run,
                Optional<Failure> error,
                String reason) {
            return query.which().letsThrough(event, state, error.map(Failure::type))
                    ? Optional.of(new Job(
                            event.job(), recorded.at(), state, event.type(), event.channel(), run, error, reason))
                    : Optional.empty();
        }

        private Ended page(boolean complete) {
            Place reached = last.orElse(new Place(query.which().from(), 0));
            return new Ended(List.copyOf(jobs), isFull || !complete ? Optional.of(reached) : Optional.empty());
        }
    }
}
