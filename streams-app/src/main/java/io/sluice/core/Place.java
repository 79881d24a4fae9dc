package io.sluice.core;

/**
 * A job's place in the order of its tree: by priority, then by arrival.
 *
 * @param priority smaller is sooner
 * @param seq arrival number; unique, so no two places are equal
 * @since 0.1
 */
public record Place(int priority, long seq) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        int byPriority = Integer.compare(priority, other.priority);
        return byPriority != 0 ? byPriority : Long.compare(seq, other.seq);
    }
}
