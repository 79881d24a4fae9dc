package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All about one schedule: what its row says, and more about its jobs.
 *
 * @param row what stands in lists too
 * @param priority smaller is sooner
 * @param maxAttempts at most that many executions, 0 = unlimited; null: the channel's default
 * @param description one line for people, may be empty
 * @param headers as they were given
 * @param payload what the handler gets
 * @since 0.1
 */
public record ScheduleDetails(
        @JsonUnwrapped ScheduleDocument row,
        int priority,
        OptionalInt maxAttempts,
        String description,
        Map<String, String> headers,
        PayloadText payload) {

    static ScheduleDetails of(Schedule.Kept kept) {
        Submission job = kept.schedule().job();
        return new ScheduleDetails(
                ScheduleDocument.of(kept),
                job.options().priority(),
                job.options().maxAttempts(),
                job.description(),
                job.headers(),
                PayloadText.whole(job.payload()));
    }
}
