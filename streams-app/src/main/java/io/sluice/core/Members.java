package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The members of a bundle as an unchangeable list that shares what it can: a bundle of a thousand jobs ends one job at a
 * time, and copying the others each time would cost their square.
 *
 * <p>In front stand members that changed since their release; behind them the untouched rest of the list in which they were
 * released, which only ever grows at its end.
 *
 * @since 0.1
 */
public final class Members extends AbstractList<Member> {

    private final List<Member> changed;
    private final ArrayList<Member> released;
    private final int from;
    private final int to;

    private Members(List<Member> changed, ArrayList<Member> released, int from, int to) {
        this.changed = changed;
        this.released = released;
        this.from = from;
        this.to = to;
    }

    /** These members, none of them changed since the release. */
    public static Members of(List<Member> members) {
        return members instanceof Members same
                ? same
                : new Members(List.of(), new ArrayList<>(members), 0, members.size());
    }

    /** Those that changed, and of the list in which they were released the last {@code untouched} ones. */
    public static Members of(List<Member> changed, List<Member> released, int untouched) {
        return new Members(
                List.copyOf(changed), new ArrayList<>(released), released.size() - untouched, released.size());
    }

    /** The members that changed since their release, and so stand in front. */
    public List<Member> changed() {
        return changed;
    }

    /** How many are as they were released: always the last ones of those that were. */
    public int untouched() {
        return to - from;
    }

    /** How many were released, with those that are gone. */
    public int released() {
        return to;
    }

    @Override
    public Member get(int index) {
        Objects.checkIndex(index, size());
        return index < changed.size() ? changed.get(index) : released.get(from + index - changed.size());
    }

    @Override
    public int size() {
        return changed.size() + to - from;
    }

    int indexOf(UUID job) {
        for (int index = 0; index < size(); index++) {
            if (get(index).job().equals(job)) {
                return index;
            }
        }
        return -1;
    }

    Members and(Member member) {
        // Another list that shares this one may have gone on already.
        ArrayList<Member> longer = released.size() == to ? released : new ArrayList<>(released.subList(0, to));
        longer.add(member);
        return new Members(changed, longer, from, to + 1);
    }

    Members without(int index) {
        List<Member> front = new ArrayList<>(subList(0, Math.max(index, changed.size())));
        if (index < changed.size()) {
            front.remove(index);
            return new Members(List.copyOf(front), released, from, to);
        }
        return new Members(List.copyOf(front), released, from + index - changed.size() + 1, to);
    }

    Members with(int index, Member member) {
        List<Member> front = new ArrayList<>(subList(0, Math.max(index + 1, changed.size())));
        front.set(index, member);
        int touched = Math.max(0, index + 1 - changed.size());
        return new Members(List.copyOf(front), released, from + touched, to);
    }
}
