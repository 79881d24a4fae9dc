package io.sluice.core;

import io.sluice.core.Command.PurgeDue;
import io.sluice.core.Command.PurgeJobDue;
import io.sluice.core.Command.RetentionDue;
import io.sluice.core.Event.JobPurged;
import io.sluice.core.StateView.Since;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When an ended job is no longer kept. Each channel in which jobs ended has one timer, which walks the ended ones from the
 * oldest on, a bounded number at a time, and rests until the next is due. Where limits change, the timers that come too late
 * then are set anew: that walks channels, never jobs.
 */
final class Retention {

    /** How many jobs one step purges. */
    static final int A_STEP = 500;

    /** Longer than anybody waits: so that no sum of times runs over. */
    private static final long LONGEST = 100 * 366 * 24 * 3_600_000L;

    /** Between two steps, so that purging does not push live work aside. */
    private static final long BREATH = 50;

    private final StateView state;
    private final Keeping keeping;

    /** How long a job that must still be kept, whatever its age, is left alone: nobody looks at it all the time. */
    private static final long PATIENCE = 60_000;

    /** From when on the retention of an ended job counts. */
    interface Keeping {

        /** What holds for a job that belongs to nothing larger. */
        Keeping FROM_ITS_END = (job, status) -> OptionalLong.of(status.finishedAt());

        /** A time in milliseconds since the epoch; none: it must still be kept, whatever its age. */
        OptionalLong since(Job job, JobStatus status);
    }

    Retention(StateView state, Keeping keeping) {
        this.state = state;
        this.keeping = keeping;
    }

    // ---- setting timers

    /** Sees to it that what ended is looked at when its time has come. */
    void follow(Journal journal) {
        for (Recorded recorded : List.copyOf(journal.recorded())) {
            follow(recorded.tree(), recorded.event(), journal);
        }
    }

    private void follow(String tree, Event event, Journal journal) {
        switch (event) {
            case Event.JobDone e -> arm(tree, e.channel(), false, journal);
            case Event.JobCancelled e -> arm(tree, e.channel(), false, journal);
            case Event.JobFailed e -> arm(tree, e.channel(), true, journal);
            case Event.JobMoved e -> moved(e, journal);
            default -> {
                // Ends no job and changes no retention.
            }
        }
    }

    private void arm(String tree, ChannelPath channel, boolean failed, Journal journal) {
        long armed = state.purgeAt(tree, channel, failed);
        if (armed > journal.now()) {
            return;
        }
        OptionalLong age = age(tree, channel, failed);
        if (age.isEmpty()) {
            return;
        }
        // What was there when the last timer came is gone, or has a timer of its own.
        long from = armed == 0 || failed ? 0 : journal.now();
        long due = journal.now() + age.getAsLong();
        journal.schedule(due, new PurgeDue(tree, channel, failed, due, from, ""));
    }

    /** An ended job that is put among others which ended earlier would be passed by. */
    private void moved(Event.JobMoved event, Journal journal) {
        JobStatus status = state.status(event.job()).orElseThrow();
        if (status.state().isEnded()) {
            age(event.job().tree(), event.to(), status.state() == JobState.FAILED)
                    .ifPresent(age -> later(event.job(), status, journal.now() + age, journal));
        }
    }

    // ---- limits that change

    /** Goes over the channels, a bounded number in a step, and sets anew what comes too late now. */
    void due(RetentionDue command, Journal journal) {
        int left = A_STEP;
        String after = command.after();
        Optional<String> tree = Optional.of(command.tree());
        while (tree.isPresent() && left > 0) {
            List<ChannelPath> channels = state.channelsAfter(tree.get(), after, left);
            for (ChannelPath channel : channels) {
                rearm(tree.get(), channel, false, journal);
                rearm(tree.get(), channel, true, journal);
            }
            if (channels.size() == left) {
                goOn(new RetentionDue(tree.get(), channels.getLast().text(), command.others()), journal);
                return;
            }
            left -= Math.max(1, channels.size());
            tree = command.others() ? state.treeAfter(tree.get()) : Optional.empty();
            after = "";
        }
        tree.ifPresent(next -> goOn(new RetentionDue(next, "", true), journal));
    }

    private static void goOn(RetentionDue next, Journal journal) {
        journal.schedule(journal.now() + BREATH, next);
    }

    private void rearm(String tree, ChannelPath channel, boolean failed, Journal journal) {
        OptionalLong age = age(tree, channel, failed);
        List<StateView.Ended> first = age.isEmpty()
                ? List.of()
                : state.ended(tree, channel, failed, Since.EVER, 1).jobs();
        if (first.isEmpty()) {
            return;
        }
        long armed = state.purgeAt(tree, channel, failed);
        long due = Math.max(journal.now(), first.getFirst().at() + age.getAsLong());
        if (due < armed || armed < journal.now()) {
            journal.schedule(due, new PurgeDue(tree, channel, failed, due, 0, ""));
        }
    }

    // ---- purging

    /** Purges what is old enough, and comes again when more is. */
    void due(PurgeDue command, Journal journal) {
        long current = state.purgeAt(command.tree(), command.channel(), command.failed());
        OptionalLong age = age(command.tree(), command.channel(), command.failed());
        if (current != 0 && current != command.due() || age.isEmpty()) {
            return;
        }
        Since since = new Since(command.from(), command.after());
        StateView.EndedPage oldest = state.ended(command.tree(), command.channel(), command.failed(), since, A_STEP);
        for (StateView.Ended one : oldest.jobs()) {
            long over = one.at() + age.getAsLong();
            if (over > journal.now()) {
                again(command, over, new Since(one.at(), ""), journal);
                return;
            }
            purge(one.job(), one.at(), journal);
        }
        oldest.next().ifPresent(next -> again(command, journal.now() + BREATH, next, journal));
    }

    private static void again(PurgeDue command, long due, Since since, Journal journal) {
        journal.schedule(
                due, new PurgeDue(command.tree(), command.channel(), command.failed(), due, since.at(), since.after()));
    }

    /** One job that the timer of its channel does not see. */
    void due(PurgeJobDue command, Journal journal) {
        purge(command.job(), command.finishedAt(), journal);
    }

    private void purge(JobId id, long finishedAt, Journal journal) {
        Optional<JobStatus> found = state.status(id);
        if (found.isEmpty() || !found.get().state().isEnded() || found.get().finishedAt() != finishedAt) {
            return;
        }
        Job job = state.job(id).orElseThrow();
        OptionalLong age = age(id.tree(), job.channel(), found.get().state() == JobState.FAILED);
        OptionalLong since = keeping.since(job, found.get());
        if (age.isEmpty()) {
            return;
        }
        if (since.isEmpty()) {
            later(id, found.get(), journal.now() + Math.max(age.getAsLong(), PATIENCE), journal);
            return;
        }
        if (since.getAsLong() + age.getAsLong() > journal.now()) {
            later(id, found.get(), since.getAsLong() + age.getAsLong(), journal);
            return;
        }
        journal.record(id.tree(), new JobPurged(id, job.channel(), job.type()));
    }

    private static void later(JobId id, JobStatus status, long due, Journal journal) {
        journal.schedule(Math.max(due, journal.now() + 1), new PurgeJobDue(id, status.finishedAt()));
    }

    /** How long such jobs are kept; none: until somebody handles them. */
    private OptionalLong age(String tree, ChannelPath channel, boolean failed) {
        ChannelTree channels = state.channels(tree);
        OptionalLong age = failed ? channels.retentionFailed(channel) : OptionalLong.of(channels.retention(channel));
        return age.isEmpty() ? age : OptionalLong.of(Math.min(age.getAsLong(), LONGEST));
    }
}
