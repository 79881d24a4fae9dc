package io.sluice.core;

import io.sluice.core.Command.DeleteSchedule;
import io.sluice.core.Command.PutSchedule;
import io.sluice.core.Command.ScheduleDue;
import io.sluice.core.Command.Submit;
import io.sluice.core.Command.SwitchSchedule;
import io.sluice.core.Command.TriggerSchedule;
import io.sluice.core.Event.ScheduleDeleted;
import io.sluice.core.Event.ScheduleFired;
import io.sluice.core.Event.SchedulePut;
import io.sluice.core.Event.ScheduleSkipped;
import io.sluice.core.Event.SkipReason;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Cron lines that submit jobs. A schedule keeps the one slot that it waits for, with a timer for it; when that comes, its job
 * goes through the same door as any other. The job's id follows from schedule and slot, so a slot fires at most once.
 */
final class Schedules {

    private final StateView state;
    private final Lifecycle lifecycle;
    private final KeyHolders keys;
    private final Calendar calendar;

    Schedules(StateView state, Lifecycle lifecycle, KeyHolders keys, Calendar calendar) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.keys = keys;
        this.calendar = calendar;
    }

    // ---- what people want

    void put(PutSchedule command, Journal journal) {
        Schedule asked = command.schedule();
        try {
            Schedule checked = checked(asked, journal);
            if (state.schedule(journal.cause().tree(), asked.id())
                    .filter(kept -> kept.schedule().equals(checked))
                    .isEmpty()) {
                record(checked, journal);
            }
        } catch (IllegalArgumentException e) {
            refuse(asked.id(), e.getMessage(), journal);
        }
    }

    void refuse(String id, String why, Journal journal) {
        journal.reject(RejectionCode.BAD_SCHEDULE, "schedule \"" + id + "\" was not put: " + why);
    }

    /** What is refused here would be refused at each slot. */
    private static Schedule checked(Schedule asked, Journal journal) {
        Names.check("the schedule's id", asked.id());
        Submission job = asked.job();
        if (job.options().eta().isPresent()
                || job.options().expires().isPresent()
                || !job.parents().isEmpty()
                || job.flow().isPresent()) {
            throw new IllegalArgumentException("its job has an ETA, an expiry, parents or a flow; a slot is the time at"
                    + " which a job is submitted, and each is a job of its own");
        }
        Admission.admit(asked.jobAt(journal.now()), 1, journal.now());
        return asked.submitting(asTemplate(job, journal.cause().tree()));
    }

    /** Alike whoever sent it and when, so that putting a schedule again changes nothing. */
    private static Submission asTemplate(Submission job, String tree) {
        return Submission.of(
                        new JobId(tree, new UUID(0, 0)),
                        job.type(),
                        ChannelPath.parse(job.channel()).text(),
                        job.payload())
                .with(job.options())
                .described(job.description(), job.headers(), 0);
    }

    private void record(Schedule schedule, Journal journal) {
        OptionalLong next = next(schedule, journal);
        journal.record(new SchedulePut(schedule, next));
        waitFor(next, schedule, journal);
    }

    /** A schedule whose times stay as they are goes on waiting for its slot, also for one that is due this very moment. */
    private OptionalLong next(Schedule schedule, Journal journal) {
        Calendar.Slots slots = slots(schedule);
        Optional<OptionalLong> waiting = state.schedule(journal.cause().tree(), schedule.id())
                .filter(kept -> kept.schedule().cron().equals(schedule.cron())
                        && kept.schedule().zone().equals(schedule.zone())
                        && kept.schedule().enabled() == schedule.enabled())
                .map(Schedule.Kept::next);
        OptionalLong next = waiting.orElseGet(() -> slots.next(journal.now()));
        if (next.isEmpty() && waiting.isEmpty()) {
            throw new IllegalArgumentException(
                    "the cron line \"" + schedule.cron() + "\" is never due: its months have no"
                            + " such day; expected are days that come, such as in 0 0 28 2 *");
        }
        return schedule.enabled() ? next : OptionalLong.empty();
    }

    private Calendar.Slots slots(Schedule schedule) {
        return calendar.slots(schedule.cron(), schedule.zone());
    }

    private static void waitFor(OptionalLong slot, Schedule schedule, Journal journal) {
        String tree = schedule.job().id().tree();
        slot.ifPresent(due -> journal.schedule(due, new ScheduleDue(tree, schedule.id(), due)));
    }

    /** Switches it on or off; its slots meanwhile are no late ones. */
    void switchOn(SwitchSchedule command, Journal journal) {
        known(command.id(), "switched", journal)
                .filter(kept -> kept.schedule().enabled() != command.enabled())
                .ifPresent(kept -> {
                    try {
                        record(kept.schedule().enabled(command.enabled()), journal);
                    } catch (IllegalArgumentException e) {
                        journal.reject(
                                RejectionCode.BAD_SCHEDULE,
                                "schedule " + command.id() + " was not switched: " + e.getMessage());
                    }
                });
    }

    /** What it has submitted stays. */
    void delete(DeleteSchedule command, Journal journal) {
        known(command.id(), "deleted", journal).ifPresent(kept -> journal.record(new ScheduleDeleted(command.id())));
    }

    /** Fires now, whatever its slots, its overlap and whether it is enabled: somebody wants it. Once a millisecond. */
    void trigger(TriggerSchedule command, Journal journal) {
        known(command.id(), "triggered", journal).ifPresent(kept -> {
            Submission job = kept.schedule().jobTriggeredAt(journal.now());
            fire(kept, job, new Fires(journal.now(), kept.next()), journal);
        });
    }

    private Optional<Schedule.Kept> known(String id, String wish, Journal journal) {
        String tree = journal.cause().tree();
        Optional<Schedule.Kept> kept = state.schedule(tree, id);
        if (kept.isEmpty()) {
            journal.reject(
                    RejectionCode.UNKNOWN_SCHEDULE,
                    "schedule " + id + " of tree " + tree + " cannot be " + wish
                            + ": there is no such schedule; sluice schedules --tree " + tree
                            + " lists those there are");
        }
        return kept;
    }

    // ---- slots

    /** The slot of a timer, unless the schedule waits for another one by now. */
    void due(ScheduleDue command, Journal journal) {
        Optional<Schedule.Kept> kept = state.schedule(command.tree(), command.id());
        if (kept.isEmpty() || !kept.get().next().equals(OptionalLong.of(command.slot()))) {
            return;
        }
        Schedule schedule = kept.get().schedule();
        Calendar.Slots slots = slots(schedule);
        OptionalLong slot = pass(command, slots, journal);
        while (slot.isPresent() && slot.getAsLong() <= journal.now()) {
            slot = take(schedule, slot.getAsLong(), slots, journal);
        }
        waitFor(slot, schedule, journal);
    }

    /** Passes over the slots that are late, however many they are; the first that is not is next. */
    private OptionalLong pass(ScheduleDue command, Calendar.Slots slots, Journal journal) {
        long onTime = journal.now() - Schedule.ON_TIME_MS;
        if (command.slot() >= onTime) {
            return OptionalLong.of(command.slot());
        }
        long late = Math.max(command.slot(), slots.last(onTime - 1).orElse(command.slot()));
        Schedule schedule = current(command.tree(), command.id()).schedule();
        return switch (schedule.misfire()) {
            case ONCE -> take(schedule, late, slots, journal);
            case SKIP -> skip(schedule, new Skipped(late, SkipReason.LATE), slots, journal);
        };
    }

    private OptionalLong take(Schedule schedule, long slot, Calendar.Slots slots, Journal journal) {
        Schedule.Kept kept = current(schedule.job().id().tree(), schedule.id());
        if (schedule.overlap() == Schedule.Overlap.SKIP && isUnfinished(kept)) {
            return skip(schedule, new Skipped(slot, SkipReason.OVERLAP), slots, journal);
        }
        OptionalLong next = slots.next(slot);
        fire(kept, kept.schedule().jobAt(slot), new Fires(slot, next), journal);
        return next;
    }

    private record Skipped(long slot, SkipReason reason) {}

    private static OptionalLong skip(Schedule schedule, Skipped skipped, Calendar.Slots slots, Journal journal) {
        OptionalLong next = slots.next(skipped.slot());
        journal.record(
                schedule.job().id().tree(), new ScheduleSkipped(schedule.id(), skipped.slot(), skipped.reason(), next));
        return next;
    }

    private Schedule.Kept current(String tree, String id) {
        return state.schedule(tree, id).orElseThrow();
    }

    private boolean isUnfinished(Schedule.Kept kept) {
        String tree = kept.schedule().job().id().tree();
        return kept.lastJob()
                .flatMap(job -> state.status(new JobId(tree, job)))
                .filter(status -> status.state().isUnfinished())
                .isPresent();
    }

    private record Fires(long slot, OptionalLong next) {}

    private void fire(Schedule.Kept kept, Submission job, Fires fires, Journal journal) {
        JobId counts = counts(kept, job, journal);
        journal.record(counts.tree(), new ScheduleFired(kept.schedule().id(), fires.slot(), counts, fires.next()));
        lifecycle.submit(new Submit(job), journal);
    }

    /**
     * The last job, for the next slot's overlap: what is submitted, unless another job holds its dedup key. Then the last one
     * stays while it is unfinished, else the holder stands for what is not stored.
     */
    private JobId counts(Schedule.Kept kept, Submission job, Journal journal) {
        Optional<JobId> holder = state.job(job.id()).isPresent() ? Optional.empty() : keys.holder(job, journal.now());
        if (holder.isEmpty() || keys.isFollowed(job, holder.get(), journal.now())) {
            return job.id();
        }
        return isUnfinished(kept) ? new JobId(job.id().tree(), kept.lastJob().orElseThrow()) : holder.get();
    }
}
