package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A bundle that holds a seat: its jobs without an outcome, in the order in which they run, and who claimed it.
 *
 * @param id its name
 * @param channel the channel of its jobs, where it holds its seat
 * @param type the type of its jobs
 * @param topic the channel topic that it went to
 * @param releasedAt the partition's time of its release
 * @param members the jobs without an outcome; the first is the one that runs or runs next
 * @param claimants workers that have claimed it; empty: it lies unclaimed
 * @param startedAt the partition's time when its first member was started; {@link #NOT_STARTED}: not yet
 * @since 0.1
 */
public record ActiveBundle(
        BundleId id,
        ChannelPath channel,
        String type,
        String topic,
        long releasedAt,
        List<Member> members,
        List<String> claimants,
        long startedAt) {

    /** No member runs. Not 0, which is a time like any other where time is virtual. */
    public static final long NOT_STARTED = -1;

    /** Keeps the members so that one that ends costs nothing for those behind it. */
    public ActiveBundle {
        members = Members.of(members);
    }

    /**
     * A job in a bundle.
     *
     * @param job its uuid; the tree is the bundle's
     * @param run the run of this release
     * @param attempt executions that count, the running one included
     * @param place its place in the order, to which it goes back if it is lost
     * @param cancelAsked whether it was asked to stop
     * @param why the reason that was given for that
     * @param changed whether an operator changed the job, so that even before its first run its status has something to say
     * @param progress how far this run said last that it is
     * @since 0.1
     */
    public record Member(
            UUID job,
            int run,
            int attempt,
            Place place,
            boolean cancelAsked,
            String why,
            boolean changed,
            Optional<Progress> progress) {

        /** One of which nothing is known but its place. */
        public static Member of(UUID job, int run, int attempt, Place place, boolean changed) {
            return new Member(job, run, attempt, place, false, "", changed, Optional.empty());
        }

        Member counted() {
            return new Member(job, run, attempt + 1, place, cancelAsked, why, changed, progress);
        }

        Member asked(String reason) {
            return new Member(job, run, attempt, place, true, reason, changed, progress);
        }

        Member changedByHand() {
            return new Member(job, run, attempt, place, cancelAsked, why, true, progress);
        }

        Member at(Place other) {
            return new Member(job, run, attempt, other, cancelAsked, why, true, progress);
        }

        Member silent() {
            return new Member(job, run, attempt, place, cancelAsked, why, changed, Optional.empty());
        }

        Member told(Progress last) {
            return new Member(job, run, attempt, place, cancelAsked, why, changed, Optional.of(last));
        }
    }

    /** Whether some worker has claimed it. */
    public boolean isClaimed() {
        return !claimants.isEmpty();
    }

    /** Whether its first member runs. */
    public boolean isStarted() {
        return startedAt != NOT_STARTED;
    }

    /** Whether that member runs now. */
    public boolean runs(Member member) {
        return isStarted() && members.getFirst().equals(member);
    }

    /** The member of that job, if it has no outcome yet. */
    public Optional<Member> member(UUID job) {
        int index = list().indexOf(job);
        return index < 0 ? Optional.empty() : Optional.of(members.get(index));
    }

    /** The job's whole name. */
    public JobId jobId(Member member) {
        return new JobId(id.tree(), member.job());
    }

    /** With one more member, as long as it is being released. */
    public ActiveBundle with(Member member) {
        return copy(list().and(member), claimants, startedAt);
    }

    /** Without a job that has its outcome; nothing runs until the next is started. */
    public ActiveBundle without(UUID job) {
        int index = list().indexOf(job);
        return copy(list().without(index), claimants, index == 0 ? NOT_STARTED : startedAt);
    }

    /** Claimed by one more worker. */
    public ActiveBundle claimedBy(String worker) {
        List<String> more = new ArrayList<>(claimants);
        more.add(worker);
        return copy(list(), List.copyOf(more), startedAt);
    }

    /** No longer claimed by that worker. */
    public ActiveBundle droppedBy(String worker) {
        return copy(
                list(),
                claimants.stream().filter(other -> !other.equals(worker)).toList(),
                startedAt);
    }

    /** With its first member started: the attempt counts. */
    public ActiveBundle started(long now) {
        return copy(list().with(0, members.getFirst().counted()), claimants, now);
    }

    /** With a member asked to stop. */
    public ActiveBundle asked(UUID job, String reason) {
        int index = list().indexOf(job);
        return copy(list().with(index, members.get(index).asked(reason)), claimants, startedAt);
    }

    /** With a member whose run said how far it is. */
    public ActiveBundle told(UUID job, Progress progress) {
        int index = list().indexOf(job);
        return copy(list().with(index, members.get(index).told(progress)), claimants, startedAt);
    }

    /** Without what its runs said about their progress, which is soft. */
    public ActiveBundle withoutProgress() {
        List<Member> silent = members.stream().map(Member::silent).toList();
        return copy(Members.of(silent), claimants, startedAt);
    }

    /** With a member to which an operator gave another place in the order. */
    public ActiveBundle moved(UUID job, Place place) {
        int index = list().indexOf(job);
        return copy(list().with(index, members.get(index).at(place)), claimants, startedAt);
    }

    /** With a member whose job an operator changed. */
    public ActiveBundle changed(UUID job) {
        int index = list().indexOf(job);
        return copy(list().with(index, members.get(index).changedByHand()), claimants, startedAt);
    }

    /** How many jobs it was released with: those that are done, too. */
    int jobs() {
        return list().released();
    }

    private Members list() {
        return (Members) members;
    }

    private ActiveBundle copy(Members members, List<String> claimants, long startedAt) {
        return new ActiveBundle(id, channel, type, topic, releasedAt, members, claimants, startedAt);
    }
}
