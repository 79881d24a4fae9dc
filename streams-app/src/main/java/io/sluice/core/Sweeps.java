package io.sluice.core;

import io.sluice.core.Command.SweepDue;
import io.sluice.core.Event.DedupReleased;
import io.sluice.core.Event.ScheduleDeleted;
import io.sluice.core.Event.SweepAdvanced;
import io.sluice.core.Event.SweepStarted;
import io.sluice.core.Event.TreeDropped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is done to all jobs that a filter lets through: step by step, each a timer of its own, so that everything else goes on
 * in between. A job is met where it is then; one that changes its state meanwhile may be missed.
 */
final class Sweeps {

    /** How many jobs one step looks at. */
    static final int A_STEP = 500;

    /** How long a dropped tree waits for the jobs that are with workers. */
    static final long PATIENCE = 1_000;

    /** Begins a cursor that goes over channels instead of jobs. */
    private static final String FORGETTING = "forgetting ";

    /** Begins a cursor that goes over dedup keys. */
    private static final String FORGETTING_KEYS = "forgetting keys ";

    private final StateView state;
    private final JobActions actions;

    Sweeps(StateView state, JobActions actions) {
        this.state = state;
        this.actions = actions;
    }

    // ---- beginning and ending

    void start(Command.Sweep command, Journal journal) {
        Optional<String> problem = actions.problem(command.action(), journal.now());
        if (problem.isPresent()) {
            refuse(problem.get(), journal);
            return;
        }
        JobFilter filter = command.filter();
        begin(filter.states().isEmpty() ? filter.in(command.action().usual()) : filter, command.action(), journal);
    }

    void refuse(String why, Journal journal) {
        journal.reject(RejectionCode.OVER_LIMIT, "the sweep was not begun: " + why);
    }

    void drop(Command.DropTree command, Journal journal) {
        JobAction drop = new JobAction.Drop(command.reason().isEmpty() ? "the tree is dropped" : command.reason());
        begin(JobFilter.ALL.in(drop.usual()), drop, journal);
    }

    private void begin(JobFilter filter, JobAction action, Journal journal) {
        String tree = journal.cause().tree();
        // Whoever sends no id gets the number of the event, which no other of the tree has.
        UUID id = journal.cause().command().orElseGet(() -> new UUID(0, state.nextEventNumber(tree)));
        if (state.sweep(tree, id).isEmpty()) {
            journal.record(new SweepStarted(id, filter, action, state.nextSeq(tree) - 1));
        }
    }

    void cancel(Command.CancelSweep command, Journal journal) {
        Optional<Sweep> sweep = state.sweep(journal.cause().tree(), command.sweep());
        if (sweep.isEmpty()) {
            journal.reject(
                    RejectionCode.UNKNOWN_SWEEP,
                    "sweep " + command.sweep() + " of tree " + journal.cause().tree()
                            + " cannot be cancelled: it is through, was cancelled before, or never began");
            return;
        }
        Sweep.Progress progress = sweep.get().progress();
        journal.record(new SweepAdvanced(
                command.sweep(), progress.cursor(), progress.lookedAt(), progress.changed(), Ended.CANCELLED.text, 0));
    }

    /** How a sweep can end. */
    private enum Ended {
        NOT_YET(""),
        DONE("done"),
        CANCELLED("cancelled");

        private final String text;

        Ended(String text) {
            this.text = text;
        }
    }

    /** Who causes what a sweep does: the command that began it. */
    Optional<Cause> cause(SweepDue command) {
        return state.sweep(command.tree(), command.sweep())
                .map(sweep -> new Cause(command.tree(), Optional.of(sweep.id()), sweep.by()));
    }

    // ---- a step

    void due(SweepDue command, Journal journal) {
        Optional<Sweep> found = state.sweep(command.tree(), command.sweep());
        if (found.isEmpty()) {
            return;
        }
        Sweep sweep = found.get();
        if (sweep.action() instanceof JobAction.Drop && forgetSchedules(command.tree(), sweep, journal)) {
            return;
        }
        if (sweep.progress().cursor().startsWith(FORGETTING_KEYS)) {
            forgetKeys(command.tree(), sweep, journal);
        } else if (sweep.progress().cursor().startsWith(FORGETTING)) {
            forget(command.tree(), sweep, journal);
        } else {
            step(command.tree(), sweep, journal);
        }
    }

    private void step(String tree, Sweep sweep, Journal journal) {
        StateView.Walk walk = state.walk(tree, sweep.filter(), sweep.progress().cursor(), A_STEP);
        long lookedAt = sweep.progress().lookedAt();
        long changed = sweep.progress().changed();
        for (JobId id : walk.jobs()) {
            Optional<Job> job = state.job(id).filter(there -> there.seq() <= sweep.seq());
            if (job.isPresent()) {
                lookedAt++;
                changed += act(job.get(), sweep, journal) ? 1 : 0;
            }
        }
        boolean isDrop = sweep.action() instanceof JobAction.Drop;
        if (walk.next().isPresent()) {
            journal.record(advanced(sweep, walk.next().get(), lookedAt, changed, 0));
        } else if (!isDrop) {
            journal.record(new SweepAdvanced(sweep.id(), "", lookedAt, changed, Ended.DONE.text, 0));
        } else if (sweep.progress().inPass() + lookedAt - sweep.progress().lookedAt() > 0) {
            // Until a pass meets nothing: those that were with workers have ended meanwhile.
            long wait = state.seats(tree, ChannelPath.ROOT) > 0 ? PATIENCE : 0;
            journal.record(advanced(sweep, "", lookedAt, changed, wait));
        } else {
            journal.record(advanced(sweep, FORGETTING_KEYS, lookedAt, changed, 0));
        }
    }

    private static SweepAdvanced advanced(Sweep sweep, String cursor, long lookedAt, long changed, long waitMs) {
        return new SweepAdvanced(sweep.id(), cursor, lookedAt, changed, Ended.NOT_YET.text, waitMs);
    }

    private boolean act(Job job, Sweep sweep, Journal journal) {
        JobStatus status = state.status(job.id()).orElseThrow();
        boolean isDrop = sweep.action() instanceof JobAction.Drop;
        boolean endedSince = status.state().isEnded() && status.finishedAt() > sweep.at() && !isDrop;
        if (endedSince
                || !sweep.action().fits().contains(status.state())
                || !sweep.filter().letsThrough(job, status, sweep.at())
                || actions.refusal(job, sweep.action(), status).isPresent()) {
            return false;
        }
        int before = journal.recorded().size();
        actions.act(job, sweep.action(), status, journal);
        return journal.recorded().size() > before;
    }

    /** Windows of dedup keys that are still open, although their jobs are gone. */
    private void forgetKeys(String tree, Sweep sweep, Journal journal) {
        Sweep.Progress progress = sweep.progress();
        List<String> keys = state.dedupKeys(tree, progress.cursor().substring(FORGETTING_KEYS.length()), A_STEP);
        for (String key : keys) {
            state.dedup(tree, key)
                    .filter(entry -> !Dedups.isKept(state, entry.job(), key))
                    .ifPresent(entry -> journal.record(tree, new DedupReleased(key, entry.job())));
        }
        String next = keys.size() < A_STEP ? FORGETTING : FORGETTING_KEYS + keys.getLast();
        journal.record(advanced(sweep, next, progress.lookedAt(), progress.changed(), 0));
    }

    /** Before anything else, or they would go on submitting while jobs that run are waited for; tells whether there were any. */
    private boolean forgetSchedules(String tree, Sweep sweep, Journal journal) {
        List<String> schedules = state.schedules(tree, A_STEP);
        schedules.forEach(id -> journal.record(tree, new ScheduleDeleted(id)));
        if (!schedules.isEmpty()) {
            Sweep.Progress progress = sweep.progress();
            journal.record(advanced(sweep, progress.cursor(), progress.lookedAt(), progress.changed(), 0));
        }
        return !schedules.isEmpty();
    }

    /** A dropped tree has no jobs left but newer ones: what is known about its channels goes too. */
    private void forget(String tree, Sweep sweep, Journal journal) {
        String last = sweep.progress().cursor().substring(FORGETTING.length());
        List<ChannelPath> channels = state.channelsAfter(tree, last, A_STEP);
        boolean complete = channels.size() < A_STEP;
        Sweep.Progress progress = sweep.progress();
        journal.record(new TreeDropped(channels, complete));
        journal.record(
                complete
                        ? new SweepAdvanced(sweep.id(), "", progress.lookedAt(), progress.changed(), Ended.DONE.text, 0)
                        : advanced(
                                sweep,
                                FORGETTING + channels.getLast().text(),
                                progress.lookedAt(),
                                progress.changed(),
                                0));
    }
}
