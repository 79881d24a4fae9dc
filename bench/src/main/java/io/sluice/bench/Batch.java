package io.sluice.bench;

import io.sluice.sdk.JobId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/**
 * Jobs of one run and what the events say of them. Their ids share the upper half and end with their number, so that what
 * became of ten million is kept in some bits each.
 *
 * <p>Numbers are from 0. Times are the scheduler's, in milliseconds since 1970, as they stand in the events.
 */
final class Batch {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int SHOWN = 5;

    private final long upper;
    private final int jobs;
    private final BitSet failing = new BitSet();
    private final BitSet submitted = new BitSet();
    private final BitSet done = new BitSet();
    private final BitSet failed = new BitSet();
    private final List<String> wrong = new ArrayList<>();
    /** How many were DONE at the end of each millisecond in which some were. */
    private final TreeMap<Long, Integer> doneAt = new TreeMap<>();
    /** What the handlers said: microseconds after the moment in the payload. */
    private final Histogram started = new Histogram(3);
    /** Microseconds from the moment that was noted for a job until its DONE was read. */
    private final Histogram seen = new Histogram(3);

    private long[] noted = {};
    private long firstSubmitted = Long.MAX_VALUE;
    private long lastSubmitted = Long.MIN_VALUE;
    private long lastEnd = Long.MIN_VALUE;
    private int doneCount;

    /**
     * A batch of which no event has been read yet.
     *
     * @param jobs how many it has
     * @param sequence tells batches of one millisecond apart
     */
    Batch(int jobs, int sequence) {
        this.jobs = jobs;
        upper = System.currentTimeMillis() << 16 | VERSION_7 | sequence & 0xFFF;
    }

    int jobs() {
        return jobs;
    }

    long upper() {
        return upper;
    }

    JobId id(String tree, int number) {
        return new JobId(tree, new UUID(upper, VARIANT | number));
    }

    private static int number(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    /** This one has to end FAILED, unlike the others. */
    void fails(int number) {
        failing.set(number);
    }

    /** Notes when a job was due, in microseconds since 1970. */
    synchronized void note(int number, long micros) {
        if (noted.length == 0) {
            noted = new long[jobs];
        }
        noted[number] = micros;
    }

    // ---- what the events say

    synchronized void submitted(UUID id, long at) {
        submitted.set(number(id));
        firstSubmitted = Math.min(firstSubmitted, at);
        lastSubmitted = Math.max(lastSubmitted, at);
    }

    synchronized void done(UUID id, long at, CharSequence result) {
        end(done, id, at);
        doneCount++;
        doneAt.put(at, doneCount);
        if (result != null) {
            started.recordValue(Math.max(0, Long.parseLong(result.toString())));
        }
        if (noted.length > 0) {
            seen.recordValue(Math.max(0, Work.micros() - noted[number(id)]));
        }
    }

    synchronized void failed(UUID id, long at) {
        end(failed, id, at);
    }

    /** An end that no job of a bench should have. */
    synchronized void other(UUID id, String end) {
        wrong.add("job " + number(id) + " got " + end);
    }

    private void end(BitSet ends, UUID id, long at) {
        int number = number(id);
        if (done.get(number) || failed.get(number)) {
            wrong.add("job " + number + " ended twice");
        }
        ends.set(number);
        lastEnd = Math.max(lastEnd, at);
    }

    // ---- what follows

    synchronized boolean isTaken() {
        return submitted.cardinality() >= jobs;
    }

    synchronized boolean hasEnded() {
        return ended() >= jobs;
    }

    synchronized int ended() {
        return done.cardinality() + failed.cardinality();
    }

    synchronized int taken() {
        return submitted.cardinality();
    }

    /** What is not as it should be: each job submitted, DONE once (FAILED once, if it has to), and nothing else. */
    synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        missing(problems, "not accepted", submitted, all());
        BitSet good = all();
        good.andNot(failing);
        missing(problems, "not DONE", done, good);
        missing(problems, "not FAILED, as they should be", failed, failing);
        wrong.stream().limit(SHOWN).forEach(problems::add);
        if (wrong.size() > SHOWN) {
            problems.add("and " + (wrong.size() - SHOWN) + " more such");
        }
        return problems;
    }

    private BitSet all() {
        BitSet all = new BitSet();
        all.set(0, jobs);
        return all;
    }

    private void missing(List<String> problems, String what, BitSet there, BitSet wanted) {
        BitSet missing = (BitSet) wanted.clone();
        missing.andNot(there);
        if (!missing.isEmpty()) {
            problems.add(missing.cardinality() + " of " + jobs + " jobs are " + what + ", such as number "
                    + missing.stream().limit(SHOWN).boxed().toList());
        }
    }

    long firstSubmitted() {
        return firstSubmitted;
    }

    long lastSubmitted() {
        return lastSubmitted;
    }

    long lastEnd() {
        return lastEnd;
    }

    /** When so many were DONE; none: there never were. */
    synchronized OptionalLong whenDone(int count) {
        return doneAt.entrySet().stream()
                .filter(entry -> entry.getValue() >= count)
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    Histogram started() {
        return started;
    }

    Histogram seen() {
        return seen;
    }
}
