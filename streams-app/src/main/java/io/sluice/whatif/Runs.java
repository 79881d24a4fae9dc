package io.sluice.whatif;

import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.whatif.Columns.Ints;
import io.sluice.whatif.Columns.Longs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** How long runs took and how they ended: of each job one after the other. Some twenty bytes a run. */
final class Runs {

    /** No run; where a chain ends. */
    static final int NONE = -1;

    /** What the rules make of it depends on the kind of an error alone. */
    private static final Failure SOME_ERROR = new Failure("", "", "");

    private final Ints durations = new Ints();
    private final Ints kinds = new Ints();
    private final Longs delays = new Longs();
    private final Ints following = new Ints();

    /** By type, so that a run that has not ended can be guessed. */
    private final Map<Integer, Histogram> byType = new HashMap<>();

    /** How a run ended. */
    enum Kind {
        DONE,
        FAILED,
        RETRIED,
        SNOOZED,
        /** It held its seat that long, and began again without having used an attempt. */
        GIVEN_UP,
        RATE_LIMITED
    }

    /**
     * Adds a run behind another.
     *
     * @param before the run before of the same job; {@link #NONE}: it is the first
     * @param durationMs how long it took
     * @param delayMs how long the job was not tried again
     */
    int add(int before, int type, Kind kind, long durationMs, long delayMs) {
        int duration = (int) Math.min(Integer.MAX_VALUE, Math.max(0, durationMs));
        int run = durations.add(duration);
        kinds.add(kind.ordinal());
        delays.add(Math.max(0, delayMs));
        following.add(NONE);
        if (before != NONE) {
            following.set(before, run);
        }
        byType.computeIfAbsent(type, first -> new Histogram(2)).recordValue(duration);
        return run;
    }

    void set(int run, Kind kind) {
        kinds.set(run, kind.ordinal());
    }

    long delay(int run) {
        return delays.get(run);
    }

    long duration(int run) {
        return durations.get(run);
    }

    /** The run of the same job behind that one. */
    int after(int run) {
        return following.get(run);
    }

    Kind kind(int run) {
        return Kind.values()[kinds.get(run)];
    }

    /** The median of a type's runs; 0: it has none. */
    long usual(int type) {
        Histogram runs = byType.get(type);
        return runs == null ? 0 : runs.getValueAtPercentile(50);
    }

    /** What a worker would report; nothing for a run that was given up. */
    Optional<Command.End> end(int run) {
        return switch (kind(run)) {
            case DONE -> Optional.of(new Command.Done(Optional.empty()));
            case FAILED -> Optional.of(new Command.Failed(SOME_ERROR));
            case RETRIED ->
                Optional.of(new Command.Retry(SOME_ERROR, OptionalLong.of(delays.get(run)), Optional.empty()));
            case SNOOZED -> Optional.of(new Command.Snoozed(delays.get(run)));
            case RATE_LIMITED -> Optional.of(new Command.RateLimited(delays.get(run)));
            case GIVEN_UP -> Optional.empty();
        };
    }

    int size() {
        return durations.size();
    }
}
