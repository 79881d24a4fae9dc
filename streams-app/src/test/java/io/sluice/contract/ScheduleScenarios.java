package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.RejectionCode;
import io.sluice.core.Schedule;
import io.sluice.core.Schedule.Misfire;
import io.sluice.core.Schedule.Overlap;
import org.junit.jupiter.api.Test;

/** Jobs by the clock. */
interface ScheduleScenarios extends Scenarios {

    private static Command.PutSchedule put(Tale tale, String cron, boolean enabled) {
        return new Command.PutSchedule(new Schedule(
                "report", cron, "Europe/Berlin", tale.asked("template"), Overlap.SKIP, Misfire.ONCE, enabled));
    }

    @Test
    default void a_schedule_fires_at_its_slots_but_not_while_its_last_job_is_unfinished_and_never_after_its_end() {
        Tale tale = tale().worker(2);
        tale.command(put(tale, "every 1s", true));
        String first = tale.next();
        Event.ScheduleFired fired = tale.await(Event.ScheduleFired.class, 1).getFirst();
        assertThat(first).isEqualTo(fired.job().toString());
        assertThat(fired.job()).isEqualTo(new JobId(tale.tree(), Schedule.jobId("report", fired.slot())));
        assertThat(fired.slot() % 1000).isZero();
        assertThat(tale.held(first).headers()).containsEntry("schedule", "report");

        assertThat(tale.await(Event.ScheduleSkipped.class, 1).getFirst().reason())
                .isEqualTo(Event.SkipReason.OVERLAP);
        tale.done(first);
        String second = tale.next();
        assertThat(second).isNotEqualTo(first);

        tale.command(new Command.DeleteSchedule("report")).await(Event.ScheduleDeleted.class, 1);
        tale.done(second).await(Event.JobDone.class, 2);
        tale.passes(1_000).nothingIsReleased();
    }

    @Test
    default void a_trigger_fires_now_also_a_schedule_that_is_switched_off() {
        Tale tale = tale().worker(1);
        tale.command(put(tale, "0 3 1 1 *", false)).command(new Command.TriggerSchedule("report"));

        String job = tale.next();

        assertThat(job)
                .isEqualTo(tale.await(Event.ScheduleFired.class, 1)
                        .getFirst()
                        .job()
                        .toString());
        tale.done(job).await(Event.JobDone.class, 1);
        tale.nothingIsReleased();
    }

    @Test
    default void a_schedule_whose_cron_line_does_not_read_is_refused_in_words() {
        Tale tale = tale();
        tale.command(put(tale, "61 * * * *", true));

        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.BAD_SCHEDULE);
        assertThat(tale.refused(1).getFirst().reason()).contains("\"report\"", "61");
        tale.command(new Command.TriggerSchedule("report"));
        assertThat(tale.refused(2).getLast().code()).isEqualTo(RejectionCode.UNKNOWN_SCHEDULE);
    }
}
