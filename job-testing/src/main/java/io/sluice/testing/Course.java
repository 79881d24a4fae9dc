package io.sluice.testing;

import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.StateView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets time pass, and runs what may run, one job after the other in the order of the rules. */
final class Course {

    private final MemoryPartition partition;
    private final HandClock clock;
    private final Supplier<Optional<MemoryWorker>> worker;
    private final int mostRuns;
    /** Threads in which a handler runs at this moment. */
    private final Set<Thread> handlers = ConcurrentHashMap.newKeySet();

    Course(MemoryPartition partition, HandClock clock, Supplier<Optional<MemoryWorker>> worker, int mostRuns) {
        this.partition = partition;
        this.clock = clock;
        this.worker = worker;
        this.mostRuns = mostRuns;
    }

    /** Whether the calling thread is a handler's. */
    boolean isInHandler() {
        return handlers.contains(Thread.currentThread());
    }

    /** Runs the one job that is first, if one can run now. */
    Optional<JobId> next() {
        settle();
        Optional<Effect.Dispatch> next = release();
        next.ifPresent(this::run);
        settle();
        return next.map(dispatch -> dispatch.jobs().getFirst().job().id());
    }

    /** Runs what can run now. */
    void now(String caller) {
        run(new Runs(caller, mostRuns));
    }

    /** Runs what can run, and what becomes due until then at its own time. */
    void until(long end, String caller) {
        run(new Runs(caller, mostRuns));
        OptionalLong stop = partition.nextDue(end, Course::happensByItself);
        while (stop.isPresent()) {
            clock.turnTo(stop.getAsLong());
            // Time goes on, so it ends: only what goes on for ever at one moment never does.
            run(new Runs(caller, mostRuns));
            stop = partition.nextDue(end, Course::happensByItself);
        }
        clock.turnTo(end);
        run(new Runs(caller, mostRuns));
    }

    /** Runs what can run, and whatever jobs wait for, as far ahead as that may lie. */
    void toTheEnd(String caller) {
        Runs runs = new Runs(caller, mostRuns);
        run(runs);
        OptionalLong stop = partition.nextDue(Long.MAX_VALUE, Course::isAwaited);
        while (stop.isPresent()) {
            long due = stop.getAsLong();
            OptionalLong before = partition.nextDue(due, Course::happensByItself);
            clock.turnTo(Math.min(due, before.orElse(due)));
            run(runs);
            stop = partition.nextDue(Long.MAX_VALUE, Course::isAwaited);
        }
    }

    private void run(Runs runs) {
        settle();
        Optional<Effect.Dispatch> next = release();
        while (next.isPresent()) {
            if (runs.areOver()) {
                partition.putBack(next.get());
                throw runs.tooMany(next.get());
            }
            runs.count(next.get());
            run(next.get());
            settle();
            next = release();
        }
    }

    private void settle() {
        worker.get().ifPresent(MemoryWorker::beatIfDue);
        partition.tick();
        // A timer may have brought a channel topic that is new.
        worker.get().ifPresent(MemoryWorker::beatIfDue);
    }

    private Optional<Effect.Dispatch> release() {
        return worker.get().filter(MemoryWorker::hasFreeSlot).flatMap(any -> partition.release());
    }

    private void run(Effect.Dispatch dispatch) {
        boolean isOutermost = handlers.add(Thread.currentThread());
        try {
            worker.get().orElseThrow().run(dispatch);
        } finally {
            if (isOutermost) {
                handlers.remove(Thread.currentThread());
            }
        }
    }

    // ---- which timers time stops at

    /** The worker lives for ever: what asks whether it does need not be looked at. */
    private static boolean happensByItself(StateView state, Command.Timed timed) {
        return !(timed instanceof Command.WorkerDue || timed instanceof Command.TopicDue);
    }

    /** Whether something that is unfinished waits for that: schedules have no end, and housekeeping changes no job's fate. */
    private static boolean isAwaited(StateView state, Command.Timed timed) {
        return switch (timed) {
            case Command.JobDue due ->
                state.status(due.job())
                        .filter(status -> status.state() == JobState.SCHEDULED)
                        .filter(status -> status.notBefore().orElse(Long.MIN_VALUE) == due.notBefore())
                        .isPresent();
            case Command.ExpireDue due ->
                state.status(due.job())
                        .map(JobStatus::state)
                        .filter(at -> at.isUnfinished() && at != JobState.RUNNING)
                        .isPresent();
            case Command.ChannelDue due -> state.treesWithReadyJobs().contains(due.tree());
            case Command.CascadeDue due -> true;
            case Command.FlowDue due -> true;
            case Command.SweepDue due -> true;
            case Command.ScheduleDue due -> false;
            case Command.WorkerDue due -> false;
            case Command.TopicDue due -> false;
            case Command.ReleaseDue due -> false;
            case Command.TypeDue due -> false;
            case Command.DedupDue due -> false;
            case Command.PurgeDue due -> false;
            case Command.PurgeJobDue due -> false;
            case Command.RetentionDue due -> false;
            case Command.CarryDue due -> false;
            case Command.CountersDue due -> false;
        };
    }
}
