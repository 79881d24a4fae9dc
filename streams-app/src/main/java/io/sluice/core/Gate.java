package io.sluice.core;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may keep a channel from releasing, in the order in which it is asked. The dispatcher asks in order to choose, and
 * "why is my job not running" asks the very same.
 *
 * @since 0.1
 */
public enum Gate {
    /** The channel is paused, or the job's type is. */
    PAUSED {
        @Override
        Optional<Shut> shut(Situation channel) {
            return channel.pause()
                    .map(pause -> channel.path() + " is paused" + said(" by ", pause.by()) + said(": ", pause.reason()))
                    .or(() -> channel.asking().flatMap(Gate::pausedType))
                    .map(reason -> new Shut(this, reason, OptionalLong.empty()));
        }
    },
    /** Every seat is taken. */
    CAPACITY {
        @Override
        Optional<Shut> shut(Situation channel) {
            if (channel.limits().capacity().isEmpty()) {
                return Optional.empty();
            }
            int capacity = channel.limits().capacity().getAsInt();
            if (channel.seats() < capacity) {
                return Optional.empty();
            }
            if (capacity == 0) {
                return shut(channel.path() + " has capacity 0, so nothing of it is released");
            }
            return shut(channel.path() + " is full (" + channel.seats() + "/" + capacity + ")");
        }
    },
    /** Nothing overtakes in the channel, and it is not the job's turn. */
    SEQUENTIAL {
        @Override
        Optional<Shut> shut(Situation channel) {
            if (!channel.limits().sequential()) {
                return Optional.empty();
            }
            if (channel.failed() > 0) {
                return shut(channel.path() + " is sequential and " + channel.failed() + " of its jobs "
                        + (channel.failed() == 1 ? "is" : "are")
                        + " FAILED; nothing is released until requeued, set done, cancelled or deleted");
            }
            return channel.first().flatMap(first -> behind(channel, first));
        }

        private Optional<Shut> behind(Situation channel, First first) {
            String words = channel.path() + " is sequential and " + first.job() + " is first";
            if (first.isScheduled()) {
                return Optional.of(new Shut(this, words + ", which waits for its time", first.notBefore()));
            }
            return shut(words);
        }
    },
    /** Released often enough lately, or told by a job to wait. */
    THROTTLE {
        @Override
        Optional<Shut> shut(Situation channel) {
            if (channel.shutUntil() > channel.now()) {
                return until(channel.path() + " was told to wait by a job that is rate limited", channel.shutUntil());
            }
            if (channel.limits().throttle().isEmpty()) {
                return Optional.empty();
            }
            long next = channel.tokens().next(channel.now(), channel.limits());
            return next <= channel.now()
                    ? Optional.empty()
                    : until(
                            channel.path() + " is throttled to "
                                    + channel.limits().throttle().get(),
                            next);
        }

        private Optional<Shut> until(String reason, long time) {
            return Optional.of(new Shut(this, reason, OptionalLong.of(time)));
        }
    },
    /** The workers have no room for it now. */
    WORKERS {
        @Override
        Optional<Shut> shut(Situation channel) {
            if (channel.limits().throttle().isPresent() && channel.unclaimed() > 0) {
                return shut(channel.path() + " is throttled, and a bundle of it waits for a worker already");
            }
            return channel.asking().flatMap(this::workers);
        }

        private Optional<Shut> workers(Asking job) {
            if (!job.workers().read()) {
                return shut("no worker reads " + job.topic());
            }
            if (!job.workers().handled()) {
                return shut("no worker of " + job.topic() + " handles the type " + job.type());
            }
            if (job.workers().unknownUntil().isPresent()) {
                return Optional.of(new Shut(
                        this,
                        "a worker of " + job.topic() + " handed the type " + job.type()
                                + " back because it does not know it; another one may get it",
                        job.workers().unknownUntil()));
            }
            return job.workers().room() > 0
                    ? Optional.empty()
                    : shut("the workers of " + job.topic() + " have no free slot");
        }
    };

    /**
     * Why nothing may be released into the channel or below it; none: it is open.
     *
     * @param channel the channel as it is now
     */
    abstract Optional<Shut> shut(Situation channel);

    /** The first shut gate and its reason; none: the channel is open. */
    public static Optional<Shut> firstShut(Situation channel) {
        for (Gate gate : values()) {
            Optional<Shut> shut = gate.shut(channel);
            if (shut.isPresent()) {
                return shut;
            }
        }
        return Optional.empty();
    }

    Optional<Shut> shut(String reason) {
        return Optional.of(new Shut(this, reason, OptionalLong.empty()));
    }

    private static Optional<String> pausedType(Asking job) {
        return job.pause()
                .map(pause -> "the type " + job.type() + " is paused" + said(" by ", pause.by())
                        + said(": ", pause.reason()));
    }

    private static String said(String before, String words) {
        return words.isEmpty() ? "" : before + words;
    }

    /**
     * What the gates look at.
     *
     * @param path the channel
     * @param limits what holds for it
     * @param now the partition's time
     * @param pause its pause, if it is paused
     * @param seats bundles of it and below that are open
     * @param unclaimed those of them that lie unclaimed on a channel topic
     * @param failed FAILED jobs of it and below
     * @param first the first SCHEDULED or READY job of it and below by priority and arrival, if that is not the one that asks;
     *     of sequential channels only
     * @param tokens its releases of late; asked of throttled channels only
     * @param shutUntil until when a job had it shut; in the past: it is not
     * @param asking a job that would go; none: whatever may go there
     * @since 0.1
     */
    public record Situation(
            ChannelPath path,
            Limits limits,
            long now,
            Optional<StateView.Pause> pause,
            int seats,
            int unclaimed,
            int failed,
            Optional<First> first,
            Tokens tokens,
            long shutUntil,
            Optional<Asking> asking) {

        /** A channel as the state has it. */
        static Situation of(StateView state, String tree, ChannelPath path, Limits limits, long now) {
            boolean isThrottled = limits.throttle().isPresent();
            return new Situation(
                    path,
                    limits,
                    now,
                    state.pause(tree, path),
                    state.seats(tree, path),
                    isThrottled ? state.unclaimed(tree, path) : 0,
                    limits.sequential() ? state.failed(tree, path) : 0,
                    Optional.empty(),
                    isThrottled ? state.tokens(tree, path) : Tokens.NONE,
                    state.shutUntil(tree, path),
                    Optional.empty());
        }

        /** The same asked about one job, and the one that holds it in a sequential channel. */
        Situation about(Optional<First> holding, Optional<Asking> job) {
            return new Situation(path, limits, now, pause, seats, unclaimed, failed, holding, tokens, shutUntil, job);
        }
    }

    /**
     * The job that holds all others of a sequential channel.
     *
     * @param job which
     * @param isScheduled whether it waits for its ETA or back-off
     * @param notBefore until when it waits, if that is known
     * @since 0.1
     */
    public record First(JobId job, boolean isScheduled, OptionalLong notBefore) {}

    /**
     * A job that would go.
     *
     * @param job which
     * @param type its type
     * @param pause the pause of its type, if that is paused
     * @param topic the channel topic that it goes to
     * @param workers what the workers of that topic can take
     * @since 0.1
     */
    public record Asking(JobId job, String type, Optional<StateView.Pause> pause, String topic, Workers workers) {}

    /**
     * What the workers of a channel topic can take.
     *
     * @param read whether a live worker reads the topic
     * @param handled whether one of them handles the job's type
     * @param room how many more bundles may lie there unclaimed
     * @param unknownUntil until when the type waits because a worker handed it back as unknown; none: it does not
     * @since 0.1
     */
    public record Workers(boolean read, boolean handled, int room, OptionalLong unknownUntil) {}

    /**
     * A gate that is shut.
     *
     * @param gate which
     * @param reason why, in words
     * @param until when it opens by itself at the earliest, if that is known
     * @since 0.1
     */
    public record Shut(Gate gate, String reason, OptionalLong until) {}
}
