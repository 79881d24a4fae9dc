package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobFilter;
import io.sluice.core.JobState;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A filter as JSON: {@code {"channel":"root.import","type":"row","state":["failed"],"error":"E","olderThan":"2h"}}. */
final class FilterJson {

    private FilterJson() {}

    /** @throws IllegalArgumentException if a field does not read, or there is none: all jobs must be said outright */
    static JobFilter read(Fields fields) {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        fields.texts("state").forEach(name -> states.add(state(name)));
        Optional<ChannelPath> channel = fields.text("channel").map(ChannelPath::parse);
        JobFilter filter = new JobFilter(
                channel,
                fields.text("type"),
                states,
                fields.text("error"),
                fields.span("olderThan").map(Duration::toMillis).orElse(0L));
        fields.nothingElse();
        if (filter.equals(JobFilter.ALL)) {
            throw new IllegalArgumentException(
                    "the filter lets all jobs through; say so with {\"channel\":\"root\"}, which is the whole tree");
        }
        return filter;
    }

    private static JobState state(String name) {
        try {
            return JobState.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unknown state \"" + name + "\"; known are " + Arrays.toString(JobState.values()), e);
        }
    }
}
