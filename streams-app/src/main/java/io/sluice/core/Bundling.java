package io.sluice.core;

import io.sluice.core.Contest.Candidate;
import io.sluice.core.StateView.Ready;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * How many jobs the next release takes. Jobs go together only where they are so short that a round trip for each would cost
 * more than the work, and only as many as leave no free seat without one.
 */
final class Bundling {

    static final int MOST_JOBS = 1024;

    /** Of payloads and what goes with them; one job may be larger. */
    static final int MOST_BYTES = 512 * 1024;

    /** As much work, in milliseconds, as one bundle is filled with: what the order may be bent by. */
    static final double MOST_WORK_MS = 15;

    /**
     * As much work, in milliseconds, as one bundle is given before a further seat is used: what a bundle costs beside its jobs (a
     * claim, two commits) is more than that, so short jobs are done sooner one behind the other than side by side.
     */
    static final double LEAST_WORK_MS = 1;

    /** So many jobs are announced at least, and at most, before they are read: see {@link StateView#readAhead}. */
    private static final int FEWEST_READ_AHEAD = 8;

    private static final int MOST_READ_AHEAD = 64;

    /** What a job takes beside its texts and its payload. */
    private static final int FRAME_BYTES = 100;

    private final StateView state;
    private final ParentResults results;
    private final RunTimes runTimes;
    private final boolean isOn;

    /** @param isOn whether there are bundles of more than one job at all */
    Bundling(StateView state, RunTimes runTimes, boolean isOn) {
        this.state = state;
        this.results = new ParentResults(state);
        this.runTimes = runTimes;
        this.isOn = isOn;
    }

    /**
     * What bounds a release from outside.
     *
     * @param tree the tree
     * @param first the job that it begins with
     * @param room how many more bundles find a slot of their own; none: it lies behind another, and is filled with a part of the
     *     work only
     * @param otherTrees how many other trees want one
     * @param rivals how many others of exactly this channel, or of its children, could go next as well
     * @param tokens how many jobs the throttles let go now
     * @param rival the place of the next job of another type in the channel's order: a stretch ends before it
     */
    record Offer(
            String tree,
            Candidate first,
            int room,
            int otherTrees,
            ToIntFunction<ChannelPath> rivals,
            int tokens,
            Optional<Place> rival) {}

    /** Begins a bundle; {@link Stretch#take} says of one job after the other whether it goes along. */
    Stretch begin(Offer offer) {
        return new Stretch(offer);
    }

    /** A bundle that is being filled. */
    final class Stretch {
        private final Offer offer;
        private final ChannelTree channels;
        private int count;
        private int most = 1;
        private long bytes;

        /** So many, from the first one, were announced as read next. */
        private int readAhead;

        private Stretch(Offer offer) {
            this.offer = offer;
            this.channels = state.channels(offer.tree());
        }

        /** The job with its next run, if it goes along: the first one always does. */
        Optional<Effect.DispatchedJob> take(Ready ready) {
            boolean isFirst = count == 0;
            if (!isFirst && (count >= most || isBehindRival(ready))) {
                return Optional.empty();
            }
            if (count == readAhead) {
                readAhead();
            }
            Job job = state.job(ready.job()).orElseThrow();
            JobStatus status = state.status(ready.job()).orElseThrow();
            int maxAttempts = maxAttempts(job);
            boolean goesAlone = status.alone() || maxAttempts == 1;
            Effect.Results parents = results.of(job);
            long more = size(job) + parents.size();
            if (!isFirst && (goesAlone || status.state() != JobState.READY || bytes + more > MOST_BYTES)) {
                return Optional.empty();
            }
            if (isFirst && !goesAlone) {
                most = most();
            }
            count++;
            bytes += more;
            return Optional.of(new Effect.DispatchedJob(
                    job, status.run() + 1, status.attempt() + 1, maxAttempts, parents, timeout(job)));
        }

        /**
         * The next ones, as far as they will probably go along: no more than did already, for what ends a stretch is known only
         * when it comes.
         */
        private void readAhead() {
            long next = 1;
            if (count > 0) {
                long fit = (MOST_BYTES - bytes) / (bytes / count);
                next = Math.clamp(
                        Math.min(most - count, fit), 1, Math.clamp(count, FEWEST_READ_AHEAD, MOST_READ_AHEAD));
            }
            state.readAhead(offer.tree(), offer.first().channel(), offer.first().type(), (int) next);
            readAhead = count + (int) next;
        }

        private boolean isBehindRival(Ready ready) {
            return offer.rival().isPresent()
                    && ready.place().compareTo(offer.rival().get()) > 0;
        }

        private int maxAttempts(Job job) {
            return job.maxAttempts().orElseGet(() -> channels.maxAttempts(job.channel()));
        }

        private long timeout(Job job) {
            return job.timeoutMs().orElseGet(() -> channels.timeout(job.channel()));
        }

        private int most() {
            Candidate first = offer.first();
            List<ChannelPath> line = ChannelTree.upwards(first.channel());
            var mean = runTimes.mean(new RunTimes.Line(offer.tree(), first.channel(), first.type()));
            if (!isOn || mean.isEmpty() || channels.isAlone(first.channel())) {
                return 1;
            }
            long ready = state.readyCount(offer.tree(), first.channel(), first.type());
            long share = Math.ceilDiv(ready, Math.max(1, freeSeats(line)));
            long wanted = Math.max(share, jobsIn(LEAST_WORK_MS, Math.max(RunTimes.SHORTEST_MS, mean.getAsDouble())));
            long work = offer.room() > 0
                    ? jobsIn(MOST_WORK_MS, mean.getAsDouble())
                    : jobsIn(MOST_WORK_MS / RunTimes.MOST_AHEAD, Math.max(RunTimes.SHORTEST_MS, mean.getAsDouble()));
            return Math.clamp(Math.min(Math.min(wanted, work), offer.tokens()), 1, MOST_JOBS);
        }

        private static long jobsIn(double workMs, double meanMs) {
            return meanMs <= 0 ? MOST_JOBS : (long) (workMs / meanMs);
        }

        /**
         * Bundles of this line that may still be opened, with a seat left for each other line that wants one: what WORKERS or
         * others keep from it is no reason for smaller ones.
         */
        private int freeSeats(List<ChannelPath> line) {
            int free = Integer.MAX_VALUE;
            int others = 0;
            for (ChannelPath path : line) {
                others += offer.rivals().applyAsInt(path);
                OptionalInt capacity = channels.limits(path).capacity();
                if (capacity.isPresent()) {
                    int seats = capacity.getAsInt() - state.seats(offer.tree(), path);
                    free = Math.min(free, seats - others);
                }
            }
            return Math.min(free, offer.room() - offer.otherTrees() - others);
        }
    }

    private static long size(Job job) {
        // A character takes three bytes at most.
        return FRAME_BYTES + job.payload().bytes().length + 3 * job.characters();
    }
}
