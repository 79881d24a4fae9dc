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
 * @param startedAt the partition's time when its first member was started; 0: not yet
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

    /**
     * A job in a bundle.
     *
     * @param job its uuid; the tree is the bundle's
     * @param run the run of this release
     * @param attempt executions that count, the running one included
     * @param place its place in the order, to which it goes back if it is lost
     * @param cancelAsked whether it was asked to stop
     * @param why the reason that was given for that
     * @since 0.1
     */
    public record Member(UUID job, int run, int attempt, Place place, boolean cancelAsked, String why) {

        Member counted() {
            return new Member(job, run, attempt + 1, place, cancelAsked, why);
        }

        Member asked(String reason) {
            return new Member(job, run, attempt, place, true, reason);
        }
    }

    /** Whether some worker has claimed it. */
    public boolean isClaimed() {
        return !claimants.isEmpty();
    }

    /** Whether its first member runs. */
    public boolean isStarted() {
        return startedAt > 0;
    }

    /** The member of that job, if it has no outcome yet. */
    public Optional<Member> member(UUID job) {
        return members.stream().filter(member -> member.job().equals(job)).findFirst();
    }

    /** The job's whole name. */
    public JobId jobId(Member member) {
        return new JobId(id.tree(), member.job());
    }

    /** With one more member, as long as it is being released. */
    public ActiveBundle with(Member member) {
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        return copy(List.copyOf(more), claimants, startedAt);
    }

    /** Without a job that has its outcome; nothing runs until the next is started. */
    public ActiveBundle without(UUID job) {
        boolean wasFirst = members.getFirst().job().equals(job);
        List<Member> left =
                members.stream().filter(member -> !member.job().equals(job)).toList();
        return copy(left, claimants, wasFirst ? 0 : startedAt);
    }

    /** Claimed by one more worker. */
    public ActiveBundle claimedBy(String worker) {
        List<String> more = new ArrayList<>(claimants);
        more.add(worker);
        return copy(members, List.copyOf(more), startedAt);
    }

    /** No longer claimed by that worker. */
    public ActiveBundle droppedBy(String worker) {
        return copy(
                members,
                claimants.stream().filter(other -> !other.equals(worker)).toList(),
                startedAt);
    }

    /** With its first member started: the attempt counts. */
    public ActiveBundle started(long now) {
        List<Member> next = new ArrayList<>(members);
        next.set(0, members.getFirst().counted());
        return copy(List.copyOf(next), claimants, now);
    }

    /** With a member asked to stop. */
    public ActiveBundle asked(UUID job, String reason) {
        return copy(
                members.stream()
                        .map(member -> member.job().equals(job) ? member.asked(reason) : member)
                        .toList(),
                claimants,
                startedAt);
    }

    private ActiveBundle copy(List<Member> members, List<String> claimants, long startedAt) {
        return new ActiveBundle(id, channel, type, topic, releasedAt, members, claimants, startedAt);
    }
}
