package io.sluice.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.Calendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronCalendarTest {

    private final Calendar calendar = new CronCalendar();

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    /** So many slots after a time, each as an instant. */
    private List<String> slots(String cron, String zone, String after, int count) {
        Calendar.Slots slots = calendar.slots(cron, zone);
        List<String> found = new ArrayList<>();
        OptionalLong slot = slots.next(at(after));
        while (found.size() < count && slot.isPresent()) {
            found.add(Instant.ofEpochMilli(slot.getAsLong()).toString());
            slot = slots.next(slot.getAsLong());
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *|2026-01-01T00:00:00Z|2026-01-01T02:30:00Z",
                "30 2 * * *|2026-01-01T02:30:00Z|2026-01-02T02:30:00Z",
                "30 2 * * *|2026-01-01T02:29:59.999Z|2026-01-01T02:30:00Z",
                "*/15 * * * *|2026-01-01T00:50:00Z|2026-01-01T01:00:00Z",
                "0 9-17/4 * * MON-FRI|2026-01-02T17:30:00Z|2026-01-05T09:00:00Z",
                "0 0 29 2 *|2026-01-01T00:00:00Z|2028-02-29T00:00:00Z",
                "5,10 0 1 JAN *|2026-01-01T00:05:00Z|2026-01-01T00:10:00Z",
                "0 0 * * 7|2026-01-01T00:00:00Z|2026-01-04T00:00:00Z",
                "0 0 * * 0|2026-01-01T00:00:00Z|2026-01-04T00:00:00Z",
                "@hourly|2026-01-01T00:00:00Z|2026-01-01T01:00:00Z",
                "@daily|2026-01-01T00:00:00Z|2026-01-02T00:00:00Z",
                "@weekly|2026-01-01T00:00:00Z|2026-01-04T00:00:00Z",
                "@monthly|2026-01-01T00:00:00Z|2026-02-01T00:00:00Z",
                "@yearly|2026-01-01T00:00:00Z|2027-01-01T00:00:00Z",
                "every 15m|2026-01-01T00:01:00Z|2026-01-01T00:15:00Z",
                "every 90s|1970-01-01T00:01:30Z|1970-01-01T00:03:00Z",
            })
    void five_fields_nicknames_and_even_steps_are_understood(String cron, String after, String slot) {
        assertThat(slots(cron, "UTC", after, 1)).containsExactly(slot);
    }

    /** As cron has it: where both days are restricted, either will do. */
    @Test
    void a_day_of_the_month_and_a_day_of_the_week_are_alternatives() {
        assertThat(slots("0 0 13 * FRI", "UTC", "2026-01-01T00:00:00Z", 3))
                .containsExactly("2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z");
    }

    @Test
    void the_fields_are_meant_in_the_time_zone_in_summer_and_winter() {
        assertThat(slots("0 8 1 1,7 *", "Europe/Berlin", "2026-01-01T08:00:00Z", 2))
                .containsExactly("2026-07-01T06:00:00Z", "2027-01-01T07:00:00Z");
    }

    @Test
    void a_local_time_that_is_skipped_fires_at_the_next_valid_one() {
        // On 29 March 2026 the clocks in Berlin go from 02:00 to 03:00, which is 01:00 in UTC.
        assertThat(slots("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void several_skipped_times_fire_once_together() {
        assertThat(slots("*/20 * * * *", "Europe/Berlin", "2026-03-29T00:39:00Z", 4))
                .containsExactly(
                        "2026-03-29T00:40:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z");
    }

    @Test
    void a_local_time_that_comes_twice_fires_once_the_first_time() {
        // On 25 October 2026 the clocks in Berlin go from 03:00 back to 02:00, which is 01:00 in UTC.
        assertThat(slots("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(slots("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:59:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z");
        assertThat(slots("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .as("asked during the second pass")
                .containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void even_steps_know_no_time_zone() {
        assertThat(slots("every 30m", "Europe/Berlin", "2026-10-25T00:10:00Z", 3))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z");
    }

    /** Whatever the line and the zone: last is the largest slot that next finds, and slots only grow. */
    @ParameterizedTest
    @ValueSource(strings = {"30 2 * * *", "*/20 * * * *", "0 0 * * 0", "17 1-3 * 3,10 *", "@monthly", "every 25m"})
    void the_last_slot_until_a_time_is_the_one_that_next_finds_before_it(String cron) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String zone : List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
            Calendar.Slots slots = calendar.slots(cron, zone);
            for (String change : List.of(
                    "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-11-01T06:00:00Z", "2026-04-04T15:00:00Z")) {
                for (int i = 0; i < 30; i++) {
                    long time = at(change)
                            + random.nextLong(-7_200_000, 7_200_000) / 1000 * (random.nextInt(3) == 0 ? 1000 : 977);
                    long last = slots.last(time).orElseThrow();
                    String where = cron + " " + zone + " at " + Instant.ofEpochMilli(time) + ", seed " + seed;
                    assertThat(last).as(where).isLessThanOrEqualTo(time);
                    assertThat(slots.next(last - 1)).as(where).hasValue(last);
                    assertThat(slots.next(last).orElseThrow()).as(where).isGreaterThan(time);
                    assertThat(slots.last(last)).as(where).hasValue(last);
                }
            }
        }
    }

    @Test
    void a_line_that_is_never_due_has_no_slot() {
        assertThat(calendar.slots("0 0 30 2 *", "UTC").next(0)).isEmpty();
    }

    @Test
    void no_slots_are_counted_to_find_the_last_of_a_long_time() {
        assertThat(calendar.slots("* * * * *", "Europe/Berlin").last(at("2026-03-29T01:07:30Z")))
                .hasValue(at("2026-03-29T01:07:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * *|UTC|the cron line is \"* * * *\"",
                "61 * * * *|UTC|expected are five fields",
                "0 0 * * FUNDAY|UTC|expected are five fields",
                "every now|UTC|the cron line is \"every now\"; expected behind every is a time from 1s to 3653d",
                "every 15|UTC|the cron line is \"every 15\"; expected behind every is a time from 1s to 3653d such as 15m",
                "every -5m|UTC|the cron line is \"every -5m\"; expected behind every is a time from 1s",
                "every 10ms|UTC|the cron line is \"every 10ms\"; expected behind every is a time from 1s",
                "@reboot|UTC|the cron line is \"@reboot\"; expected are five fields",
                "@sometimes|UTC|@hourly, @daily",
                "0 0 * * *|Mars/Olympus|the time zone is \"Mars/Olympus\"; expected is one such as Europe/Berlin",
                "0 0 * * *|''|the time zone is \"\"",
            })
    void a_line_or_a_zone_that_does_not_read_is_refused_with_words(String cron, String zone, String words) {
        assertThatThrownBy(() -> calendar.slots(cron, zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void every_zone_of_the_JDK_is_one() {
        assertThat(ZoneId.getAvailableZoneIds()).allSatisfy(zone -> calendar.slots("0 0 * * *", zone));
    }
}
