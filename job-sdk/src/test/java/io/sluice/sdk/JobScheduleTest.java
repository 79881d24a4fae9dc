package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Command;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobScheduleTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final JobRequest<String> JOB = JobRequest.of(JobType.of("report", String.class), "full")
            .tree("acme")
            .channel("root.reports");

    private final CommandRecords records = new CommandRecords("shop", Json.standard());

    private Schedule sent(JobSchedule schedule) {
        byte[] bytes = RecordFormats.bundled()
                .command()
                .encode(records.command(UUID.randomUUID(), records.schedule(schedule, NOW), NOW));
        Command command = RecordFormats.bundled().command().decode(bytes);
        return ((PutSchedule) command.getBody()).getSchedule();
    }

    @Test
    void a_plain_schedule_is_in_UTC_may_overlap_and_makes_up_once() {
        Schedule sent = sent(JobSchedule.of("nightly", "30 2 * * MON-FRI", JOB));
        assertThat(sent.getId()).isEqualTo("nightly");
        assertThat(sent.getCron()).isEqualTo("30 2 * * MON-FRI");
        assertThat(sent.getZone()).isEqualTo("UTC");
        assertThat(sent.getOverlap()).isEqualTo("allow");
        assertThat(sent.getMisfire()).isEqualTo("once");
        assertThat(sent.getEnabled()).isTrue();
        assertThat(sent.getJob().getType()).isEqualTo("report");
        assertThat(sent.getJob().getChannel()).isEqualTo("root.reports");
    }

    @Test
    void every_option_is_sent() {
        Schedule sent = sent(JobSchedule.of("nightly", "@daily", JOB)
                .zone(ZoneId.of("Europe/Berlin"))
                .skipWhileUnfinished()
                .skipLateSlots()
                .disabled());
        assertThat(sent.getZone()).isEqualTo("Europe/Berlin");
        assertThat(sent.getOverlap()).isEqualTo("skip");
        assertThat(sent.getMisfire()).isEqualTo("skip");
        assertThat(sent.getEnabled()).isFalse();
    }

    @Test
    void a_line_of_the_right_shape_is_taken() {
        assertThat(List.of("* * * * *", "*/5 0-6/2 1,15 JAN-mar 1-5", "@hourly", "every 15m", "every 2d"))
                .allSatisfy(
                        cron -> assertThat(JobSchedule.of("x", cron, JOB).id()).isEqualTo("x"));
    }

    @Test
    void a_line_of_another_shape_is_refused_before_anything_is_sent() {
        assertThat(List.of("", "* * * *", "* * * * * *", "a b c d e", "@often", "every day", "0 0 * * ?", "*/ * * * *"))
                .allSatisfy(cron -> assertThatThrownBy(() -> JobSchedule.of("x", cron, JOB))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the cron line is \"" + cron + "\"")
                        .hasMessageContaining("expected are five fields"));
    }

    @Test
    void its_job_has_no_id_and_no_ETA() {
        assertThatThrownBy(() -> JobSchedule.of("x", "@daily", JOB.id(new JobIds().next("acme"))))
                .hasMessageContaining("each slot submits a job of its own");
        assertThatThrownBy(() -> sent(JobSchedule.of("x", "@daily", JOB.eta(Duration.ofHours(1)))))
                .hasMessageContaining("has an ETA");
        assertThatThrownBy(() -> JobSchedule.of("no name", "@daily", JOB)).hasMessageContaining("no name");
    }
}
