package io.sluice.web;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far somebody has read the events: for each partition the next record, and how many events of it were read already, for
 * the events of one command stand in one record.
 *
 * @param next offset of the next record, by partition
 * @param done events of that record that were read, by partition; only where there are some
 */
record EventPosition(SortedMap<Integer, Long> next, SortedMap<Integer, Integer> done) {

    /** First byte of every token, in case that they must change. */
    private static final int FORM = 1;

    private static final int MOST_PARTITIONS = 100_000;

    EventPosition {
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
        done = Collections.unmodifiableSortedMap(new TreeMap<>(done));
    }

    /** Before a record of each partition. */
    static EventPosition at(Map<Integer, Long> next) {
        return new EventPosition(new TreeMap<>(next), new TreeMap<>());
    }

    /** Behind a number of events of a record; behind the record if these are all. */
    EventPosition behind(int partition, long offset, int events, boolean isLast) {
        TreeMap<Integer, Long> moved = new TreeMap<>(next);
        moved.put(partition, isLast ? offset + 1 : offset);
        TreeMap<Integer, Integer> partly = new TreeMap<>(done);
        if (isLast) {
            partly.remove(partition);
        } else {
            partly.put(partition, events);
        }
        return new EventPosition(moved, partly);
    }

    /** Of these partitions alone. */
    EventPosition of(Collection<Integer> partitions) {
        TreeMap<Integer, Long> some = new TreeMap<>(next);
        some.keySet().retainAll(partitions);
        TreeMap<Integer, Integer> partly = new TreeMap<>(done);
        partly.keySet().retainAll(partitions);
        return new EventPosition(some, partly);
    }

    /** Before those records, where they lie further on. */
    EventPosition atLeast(Map<Integer, Long> offsets) {
        EventPosition moved = this;
        for (Map.Entry<Integer, Long> one : offsets.entrySet()) {
            if (next.getOrDefault(one.getKey(), Long.MAX_VALUE) < one.getValue()) {
                moved = moved.behind(one.getKey(), one.getValue() - 1, 0, true);
            }
        }
        return moved;
    }

    /** How many events of a record were read already. */
    int doneOf(int partition, long offset) {
        return next.getOrDefault(partition, -1L) == offset ? done.getOrDefault(partition, 0) : 0;
    }

    /** Whether it lies behind that many events of a record. */
    boolean covers(int partition, long offset, int events) {
        long at = next.getOrDefault(partition, -1L);
        return at > offset || at == offset && done.getOrDefault(partition, 0) >= events;
    }

    /** As a text without any blank or line break. */
    String token() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(FORM);
        write(bytes, next.size());
        int before = 0;
        for (Map.Entry<Integer, Long> one : next.entrySet()) {
            write(bytes, one.getKey() - before);
            write(bytes, one.getValue());
            before = one.getKey();
        }
        done.forEach((partition, events) -> {
            write(bytes, partition);
            write(bytes, events);
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        for (; rest > 127; rest >>>= 7) {
            bytes.write((int) (rest & 127 | 128));
        }
        bytes.write((int) rest);
    }

    /** @throws IllegalArgumentException if it is no token */
    static EventPosition parse(String token) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            boolean isOurs = bytes.get() == FORM;
            long partitions = read(bytes);
            if (!isOurs || partitions > MOST_PARTITIONS) {
                throw none(token);
            }
            TreeMap<Integer, Long> next = new TreeMap<>();
            int partition = 0;
            for (int i = 0; i < partitions; i++) {
                partition += small(bytes);
                next.put(partition, read(bytes));
            }
            TreeMap<Integer, Integer> done = new TreeMap<>();
            while (bytes.hasRemaining()) {
                done.put(small(bytes), small(bytes));
            }
            return new EventPosition(next, done);
        } catch (BufferUnderflowException e) {
            throw none(token);
        }
    }

    private static int small(ByteBuffer bytes) {
        return Math.toIntExact(Math.min(read(bytes), Integer.MAX_VALUE));
    }

    private static long read(ByteBuffer bytes) {
        long number = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes.get();
            number |= (long) (part & 127) << shift;
            shift += 7;
        } while (part < 0 && shift < 63);
        return number;
    }

    private static IllegalArgumentException none(String token) {
        return new IllegalArgumentException("\"" + token + "\" is no position in the events");
    }
}
