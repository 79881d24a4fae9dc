package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Schedules, semantics §11. The cron lines and their time zones are tested with the calendar. */
class SchedulesTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final World world = new World();

    SchedulesTest() {
        world.worker("w1", 1000);
    }

    static Schedule hourly() {
        return new Schedule("report", "@hourly", "UTC", job(), Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE, true);
    }

    private static Submission job() {
        return Submission.of(
                new JobId("main", new UUID(0, 0)),
                "t",
                "",
                new Payload("{}".getBytes(StandardCharsets.UTF_8), "application/json"));
    }

    private static Schedule line(String cron) {
        return with(hourly(), cron, Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE);
    }

    private static Schedule with(Schedule base, String cron, Schedule.Overlap overlap, Schedule.Misfire misfire) {
        return new Schedule(base.id(), cron, base.zone(), base.job(), overlap, misfire, base.enabled());
    }

    private void put(Schedule schedule) {
        world.command(new Command.PutSchedule(schedule));
    }

    private List<Long> fired() {
        return world.events(Event.ScheduleFired.class).stream()
                .map(Event.ScheduleFired::slot)
                .toList();
    }

    private Schedule.Kept kept() {
        return world.state.schedule("main", "report").orElseThrow();
    }

    private String rejection() {
        return ((Event.CommandRejected) world.lastEvent()).reason();
    }

    private JobId lastJob() {
        return world.events(Event.ScheduleFired.class).getLast().job();
    }

    private void end(Command.End end) {
        ActiveBundle bundle = world.state.bundleOf(lastJob()).orElseThrow();
        world.command(new Command.Claimed("w1", List.of(new Command.Claim(bundle.id(), false))));
        world.outcome(
                "w1",
                bundle.id(),
                lastJob(),
                world.state.status(lastJob()).orElseThrow().run(),
                end);
    }

    // ---- slots

    @Test
    void a_slot_submits_the_job_through_the_same_door_as_any_other() {
        put(hourly());
        assertThat(world.lastEvent()).isEqualTo(new Event.SchedulePut(kept().schedule(), OptionalLong.of(HOUR)));
        world.advance(3 * HOUR);
        assertThat(fired()).containsExactly(HOUR, 2 * HOUR, 3 * HOUR);
        assertThat(world.events(Event.JobSubmitted.class))
                .extracting(event -> event.submitted().id())
                .isEqualTo(world.events(Event.ScheduleFired.class).stream()
                        .map(Event.ScheduleFired::job)
                        .toList());
        assertThat(kept().next()).hasValue(4 * HOUR);
        assertThat(kept().last()).hasValue(3 * HOUR);
        assertThat(kept().lastJob()).contains(lastJob().uuid());
    }

    @Test
    void it_submits_into_its_own_tree() {
        world.command("acme", new Command.PutSchedule(hourly()));
        world.advance(HOUR);
        assertThat(lastJob().tree()).isEqualTo("acme");
        assertThat(world.state.job(lastJob())).isPresent();
        assertThat(world.state.schedule("main", "report")).isEmpty();
    }

    @Test
    void the_job_of_a_slot_has_an_id_that_follows_from_schedule_and_slot() {
        put(hourly());
        world.advance(HOUR);
        UUID id = lastJob().uuid();
        assertThat(id).isEqualTo(Schedule.jobId("report", HOUR));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(HOUR);
        assertThat(id).isNotEqualTo(Schedule.jobId("report", 2 * HOUR)).isNotEqualTo(Schedule.jobId("reports", HOUR));
    }

    @Test
    void the_handler_learns_the_schedule_and_the_slot_from_headers() {
        put(hourly());
        world.advance(HOUR);
        assertThat(world.state.job(lastJob()).orElseThrow().headers())
                .isEqualTo(Map.of(
                        "schedule", "report", "slot", Instant.ofEpochMilli(HOUR).toString()));
    }

    @Test
    void a_slot_fires_at_most_once_whatever_happens_to_the_schedule_and_the_instance() {
        put(hourly());
        world.advance(HOUR);
        world.restart();
        world.command(new Command.DeleteSchedule("report"));
        world.now = HOUR - 1;
        put(hourly());
        world.advance(1);
        assertThat(fired()).containsExactly(HOUR, HOUR);
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);
        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(lastJob(), lastJob()));
    }

    @Test
    void it_goes_on_after_a_restart() {
        put(hourly());
        world.advance(HOUR);
        world.restart();
        world.advance(HOUR);
        assertThat(fired()).containsExactly(HOUR, 2 * HOUR);
    }

    // ---- put, switch, delete, trigger

    @Test
    void putting_the_same_again_changes_nothing() {
        put(hourly());
        int before = world.events.size();
        world.command(
                "main",
                new Command.PutSchedule(new Schedule(
                        "report",
                        "@hourly",
                        "UTC",
                        job().withChannel("root").described("", Map.of(), 77),
                        Schedule.Overlap.ALLOW,
                        Schedule.Misfire.ONCE,
                        true)));
        assertThat(world.events).hasSize(before);
    }

    @Test
    void another_job_put_while_a_slot_is_due_is_what_the_slot_submits() {
        put(hourly());
        world.now = HOUR + 5;
        put(new Schedule(
                "report",
                "@hourly",
                "UTC",
                job().withChannel("root.other"),
                Schedule.Overlap.ALLOW,
                Schedule.Misfire.ONCE,
                true));
        world.advance(0);
        assertThat(fired()).containsExactly(HOUR);
        assertThat(world.state.job(lastJob()).orElseThrow().channel().text()).isEqualTo("root.other");
    }

    @Test
    void after_another_line_was_put_the_old_slot_does_not_fire() {
        put(hourly());
        put(line("30 * * * *"));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(30 * MINUTE);
    }

    @Test
    void a_schedule_that_is_not_enabled_does_not_fire_and_its_slots_are_not_made_up_for() {
        put(hourly());
        world.command(new Command.SwitchSchedule("report", false));
        assertThat(kept().next()).isEmpty();
        world.advance(5 * HOUR);
        assertThat(fired()).isEmpty();
        world.command(new Command.SwitchSchedule("report", true));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(6 * HOUR);
    }

    @Test
    void a_deleted_schedule_does_not_fire_and_its_jobs_stay() {
        put(hourly());
        world.advance(HOUR);
        world.command(new Command.DeleteSchedule("report"));
        assertThat(world.lastEvent()).isEqualTo(new Event.ScheduleDeleted("report"));
        world.advance(5 * HOUR);
        assertThat(fired()).containsExactly(HOUR);
        assertThat(world.state.job(lastJob())).isPresent();
    }

    @Test
    void a_trigger_fires_now_whatever_the_slots_the_overlap_and_the_switch() {
        put(new Schedule("report", "@hourly", "UTC", job(), Schedule.Overlap.SKIP, Schedule.Misfire.ONCE, false));
        long now = world.now;
        world.command(new Command.TriggerSchedule("report"));
        world.now++;
        world.command(new Command.TriggerSchedule("report"));
        assertThat(fired()).containsExactly(now, now + 1);
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(2);
        assertThat(kept().next()).isEmpty();
    }

    @Test
    void a_trigger_does_not_move_the_next_slot() {
        put(hourly());
        world.command(new Command.TriggerSchedule("report"));
        assertThat(kept().next()).hasValue(HOUR);
        world.advance(HOUR);
        assertThat(fired()).hasSize(2).last().isEqualTo(HOUR);
    }

    @Test
    void a_trigger_in_the_very_millisecond_of_a_slot_submits_a_job_of_its_own() {
        put(hourly());
        world.advance(HOUR - world.now);
        UUID slot = kept().lastJob().orElseThrow();

        world.command(new Command.TriggerSchedule("report"));

        assertThat(world.events(Event.JobSubmitted.class)).hasSize(2);
        assertThat(kept().lastJob().orElseThrow()).isNotEqualTo(slot);
        world.command(new Command.TriggerSchedule("report"));
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(2);
    }

    // ---- overlap

    @Test
    void with_overlap_skip_no_slot_fires_over_the_job_that_a_trigger_was_a_duplicate_of() {
        put(keyed(Schedule.Overlap.SKIP));
        world.channels("root:0").advance(HOUR);
        JobId first = lastJob();
        world.command(new Command.TriggerSchedule("report"));
        assertThat(world.events(Event.JobDuplicate.class)).hasSize(1);

        world.channels("root:1");
        world.command(new Command.Claimed(
                "w1",
                List.of(new Command.Claim(
                        world.state.bundleOf(first).orElseThrow().id(), false))));
        assertThat(world.state.status(first).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        world.now += HOUR;
        world.worker("w1", 1000);
        world.command("", new Command.Tick());

        assertThat(kept().lastJob()).contains(first.uuid());
        assertThat(world.events(Event.ScheduleSkipped.class))
                .extracting(Event.ScheduleSkipped::reason)
                .contains(Event.SkipReason.OVERLAP);
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);
    }

    @Test
    void a_job_of_somebody_else_that_holds_the_key_stands_for_the_slots_own() {
        put(keyed(Schedule.Overlap.SKIP));
        world.channels("root:0").submit("other", asked -> asked.dedup("k"));

        world.advance(HOUR);

        assertThat(lastJob()).isEqualTo(World.id("other"));
        assertThat(kept().lastJob()).contains(World.id("other").uuid());
    }

    @Test
    void a_trigger_that_cannot_replace_the_last_job_on_its_way_to_a_worker_leaves_it_the_last_one() {
        Dedup replace = new Dedup("k", Dedup.Mode.REPLACE, false, 2 * HOUR);
        Submission job = job().with(Submission.Options.NONE.withDedup(replace));
        put(with(hourly().submitting(job), "@hourly", Schedule.Overlap.SKIP, Schedule.Misfire.ONCE));
        world.advance(HOUR);
        JobId first = lastJob();
        assertThat(world.state.status(first).orElseThrow().state()).isEqualTo(JobState.RELEASED);

        world.command(new Command.TriggerSchedule("report"));

        assertThat(world.events(Event.JobDuplicate.class)).hasSize(1);
        assertThat(kept().lastJob()).contains(first.uuid());
    }

    private static Schedule keyed(Schedule.Overlap overlap) {
        Submission job = job().with(Submission.Options.NONE.withDedup(new Dedup("k", Dedup.Mode.KEEP, false, 0)));
        return with(hourly().submitting(job), "@hourly", overlap, Schedule.Misfire.ONCE);
    }

    @Test
    void with_overlap_allow_a_slot_fires_while_the_last_job_is_unfinished() {
        put(hourly());
        world.advance(2 * HOUR);
        assertThat(fired()).hasSize(2);
    }

    @Test
    void with_overlap_skip_no_slot_fires_while_the_last_job_is_unfinished() {
        put(with(hourly(), "@hourly", Schedule.Overlap.SKIP, Schedule.Misfire.ONCE));
        world.advance(2 * HOUR);
        assertThat(fired()).containsExactly(HOUR);
        assertThat(world.lastEvent())
                .isEqualTo(new Event.ScheduleSkipped(
                        "report", 2 * HOUR, Event.SkipReason.OVERLAP, OptionalLong.of(3 * HOUR)));
        end(new Command.Done(Optional.empty()));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(HOUR, 3 * HOUR);
    }

    @Test
    void a_FAILED_job_does_not_block_the_next_slot() {
        put(with(hourly(), "@hourly", Schedule.Overlap.SKIP, Schedule.Misfire.ONCE));
        world.advance(HOUR);
        end(World.broken("boom"));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(HOUR, 2 * HOUR);
    }

    @Test
    void a_job_in_back_off_blocks_the_next_slot() {
        put(with(hourly(), "@hourly", Schedule.Overlap.SKIP, Schedule.Misfire.ONCE));
        world.advance(HOUR);
        end(new Command.Snoozed(3 * HOUR));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(HOUR);
    }

    // ---- misfire

    /** The scheduler was away until then. */
    private void awayUntil(long time) {
        world.now = time;
        world.restart();
        world.advance(0);
    }

    @Test
    void a_slot_up_to_60_s_late_is_on_time() {
        put(with(hourly(), "@hourly", Schedule.Overlap.ALLOW, Schedule.Misfire.SKIP));
        awayUntil(HOUR + MINUTE);
        assertThat(fired()).containsExactly(HOUR);
    }

    @Test
    void with_misfire_skip_a_later_slot_does_not_fire() {
        put(with(hourly(), "@hourly", Schedule.Overlap.ALLOW, Schedule.Misfire.SKIP));
        awayUntil(HOUR + MINUTE + 1);
        assertThat(fired()).isEmpty();
        assertThat(world.lastEvent())
                .isEqualTo(new Event.ScheduleSkipped("report", HOUR, Event.SkipReason.LATE, OptionalLong.of(2 * HOUR)));
        world.advance(HOUR);
        assertThat(fired()).containsExactly(2 * HOUR);
    }

    @Test
    void with_misfire_once_all_late_slots_fire_once_together_as_the_last_of_them() {
        put(hourly());
        awayUntil(10 * HOUR + 30 * MINUTE);
        assertThat(fired()).containsExactly(10 * HOUR);
        world.advance(HOUR);
        assertThat(fired()).containsExactly(10 * HOUR, 11 * HOUR);
    }

    @Test
    void slots_that_are_on_time_fire_after_the_late_ones() {
        put(line("every 30s"));
        awayUntil(HOUR);
        assertThat(fired()).containsExactly(HOUR - 90_000, HOUR - 60_000, HOUR - 30_000, HOUR);
    }

    @Test
    void years_of_slots_are_passed_over_in_one_step() {
        put(with(hourly(), "every 1s", Schedule.Overlap.ALLOW, Schedule.Misfire.SKIP));
        long later = world.now + 10 * 365 * 24 * HOUR;
        awayUntil(later);
        assertThat(fired()).hasSize(61);
        assertThat(kept().next()).hasValue(later + 1000);
        put(with(hourly(), "* * * * *", Schedule.Overlap.ALLOW, Schedule.Misfire.SKIP));
        awayUntil(2 * later);
        assertThat(fired().size()).isBetween(62, 63);
    }

    // ---- refusals

    @Test
    void a_schedule_that_cannot_be_one_is_refused_with_the_reason() {
        world.command(new Command.UnfitSchedule("report", "the overlap is \"never\""));

        Event.CommandRejected rejected = (Event.CommandRejected) world.lastEvent();
        assertThat(rejected.code()).isEqualTo(RejectionCode.BAD_SCHEDULE);
        assertThat(rejected.reason()).isEqualTo("schedule \"report\" was not put: the overlap is \"never\"");
    }

    @Test
    void a_cron_line_a_zone_or_a_job_that_does_not_read_is_refused_in_words() {
        put(line("sometimes"));
        assertThat(rejection())
                .startsWith("schedule \"report\" was not put: the cron line is \"sometimes\"")
                .contains("expected are five fields");
        put(new Schedule("report", "@hourly", "Nowhere", job(), Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE, true));
        assertThat(rejection()).contains("the time zone is \"Nowhere\"");
        put(line("0 0 31 2 *"));
        assertThat(rejection()).contains("\"0 0 31 2 *\" is never due", "such as in 0 0 28 2 *");
        put(submitting(asked -> asked.withChannel("root..x")));
        assertThat(rejection()).contains("root..x");
        put(submitting(asked -> asked.with(Submission.Options.NONE.withEta(5))));
        assertThat(rejection()).contains("an ETA, an expiry, parents or a flow");
        put(submitting(asked -> Submission.of(asked.id(), "no name", "", asked.payload())));
        assertThat(rejection()).contains("type \"no name\" is not a name");
        assertThat(world.state.schedule("main", "report")).isEmpty();
    }

    private static Schedule submitting(UnaryOperator<Submission> how) {
        return hourly().submitting(how.apply(job()));
    }

    @Test
    void a_schedule_that_is_not_there_cannot_be_deleted_switched_or_triggered() {
        for (Command command : List.of(
                new Command.DeleteSchedule("x"),
                new Command.SwitchSchedule("x", true),
                new Command.TriggerSchedule("x"))) {
            world.command(command);
            assertThat(world.lastEvent()).isInstanceOf(Event.CommandRejected.class);
            assertThat(rejection())
                    .startsWith("schedule x of tree main cannot be ")
                    .contains("sluice schedules");
        }
    }

    @Test
    void a_step_that_throws_leaves_the_schedule_as_it_was() {
        put(hourly());
        Recorded fired = new Recorded(
                "main",
                99,
                HOUR,
                Cause.itself(),
                new Event.ScheduleFired("report", HOUR, World.id("j"), OptionalLong.of(2 * HOUR)));
        Schedule.Kept before = kept();
        world.state.apply(fired);
        assertThat(kept()).isNotEqualTo(before);
        world.state.discard();
        assertThat(kept()).isEqualTo(before);
    }
}
