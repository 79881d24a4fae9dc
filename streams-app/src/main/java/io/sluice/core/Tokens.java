package io.sluice.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a throttled channel has released lately, from which follows when it may release again.
 *
 * <p>Two things hold at once. In the last period there were fewer releases than the throttle allows. And they are evenly
 * spaced, but for a burst: a release is due one step of period ÷ releases after the one before it was due, and may go that many
 * steps early. A step is counted in nanoseconds, so that 700/1s does not round to 1000/1s or 500/1s.
 *
 * @param taken releases of the last period, the oldest first
 * @since 0.1
 */
public record Tokens(List<Taken> taken) {

    /** Nothing was released. */
    public static final Tokens NONE = new Tokens(List.of());

    /** Up to that many releases in a period each is remembered for itself; of more, those of a hundredth of the period together. */
    private static final int EXACT = 100;

    private static final long NANOS_A_MILLI = 1_000_000;

    /**
     * Releases at about the same time.
     *
     * @param first when the first of them was
     * @param last when the last of them was; all count until a period after that
     * @param count how many
     * @since 0.1
     */
    public record Taken(long first, long last, int count) {}

    /** With one more release. */
    public Tokens take(long now, Limits limits) {
        Throttle throttle = limits.throttle().orElseThrow();
        List<Taken> more = new ArrayList<>(recent(now, throttle));
        long together = throttle.releases() <= EXACT ? 0 : throttle.periodMs() / EXACT;
        if (!more.isEmpty() && now - more.getLast().first() <= together) {
            Taken last = more.removeLast();
            more.add(new Taken(last.first(), Math.max(now, last.last()), last.count() + 1));
        } else {
            more.add(new Taken(now, now, 1));
        }
        return new Tokens(List.copyOf(more));
    }

    /** With a release taken back that was made at that time; one that is older than a period counts no more anyway. */
    public Tokens giveBack(long releasedAt) {
        List<Taken> fewer = new ArrayList<>(taken);
        for (int i = fewer.size() - 1; i >= 0; i--) {
            Taken one = fewer.get(i);
            if (one.first() <= releasedAt && releasedAt <= one.last()) {
                fewer.remove(i);
                if (one.count() > 1) {
                    fewer.add(i, new Taken(one.first(), one.last(), one.count() - 1));
                }
                return new Tokens(List.copyOf(fewer));
            }
        }
        return this;
    }

    /** When the next release may be; {@code now} or earlier: at once. */
    public long next(long now, Limits limits) {
        Throttle throttle = limits.throttle().orElseThrow();
        List<Taken> recent = recent(now, throttle);
        return Math.max(windowOpens(recent, throttle), spaced(recent, throttle, limits.burst()));
    }

    /** How many releases may be made at once, up to so many. */
    public int available(long now, Limits limits, int most) {
        Tokens after = this;
        int count = 0;
        while (count < most && after.next(now, limits) <= now) {
            after = after.take(now, limits);
            count++;
        }
        return count;
    }

    private List<Taken> recent(long now, Throttle throttle) {
        return taken.stream()
                .filter(one -> one.last() + throttle.periodMs() > now)
                .toList();
    }

    /** When there will have been fewer releases in a period than are allowed. */
    private static long windowOpens(List<Taken> recent, Throttle throttle) {
        int left = recent.stream().mapToInt(Taken::count).sum();
        long opens = Long.MIN_VALUE;
        for (Taken one : recent) {
            if (left < throttle.releases()) {
                return opens;
            }
            left -= one.count();
            opens = one.last() + throttle.periodMs();
        }
        return opens;
    }

    /** When the next release is due, or as much earlier as a burst may be. */
    private static long spaced(List<Taken> recent, Throttle throttle, int burst) {
        if (recent.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long base = recent.getFirst().first();
        long step = Math.ceilDiv(throttle.periodMs() * NANOS_A_MILLI, (long) throttle.releases());
        long due = 0;
        for (Taken one : recent) {
            due = Math.max(due, (one.first() - base) * NANOS_A_MILLI) + one.count() * step;
        }
        return base + Math.floorDiv(due - (burst - 1) * step, NANOS_A_MILLI);
    }
}
