package io.sluice.app.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sluice.core.Event.LostReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What is counted for one channel. All of it is there from the first event on, so that a first failure is an increase from 0. */
final class ChannelMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    final Counter submitted;
    final Counter released;
    final Counter started;
    final Counter done;
    final Counter failed;
    final Counter cancelled;
    final Counter retried;
    final Counter snoozed;
    final Counter handedBack;
    final Counter requeued;
    final Counter purged;
    final Map<LostReason, Counter> lost = new EnumMap<>(LostReason.class);
    final Timer waits;
    final Timer runs;

    ChannelMeters(MeterRegistry registry, ChannelLabel label) {
        Tags tags = label.tags();
        submitted = counter(registry, tags, "submitted", "Jobs that were stored");
        released = counter(
                registry, tags, "released", "Releases to the workers; one more each time that a job is released");
        started = counter(registry, tags, "started", "Runs that began, as far as this instance saw their release");
        done = counter(registry, tags, "done", "Jobs that ended as DONE");
        failed = counter(registry, tags, "failed", "Jobs that ended as FAILED");
        cancelled = counter(registry, tags, "cancelled", "Jobs that were cancelled");
        retried = counter(registry, tags, "retried", "Runs that failed and are tried again");
        snoozed = counter(registry, tags, "snoozed", "Runs that asked to come back later");
        handedBack = counter(registry, tags, "handed.back", "Releases that their worker gave back");
        requeued = counter(registry, tags, "requeued", "Jobs that were put back by hand or with their flow");
        purged = counter(registry, tags, "purged", "Jobs that were forgotten after their retention, or deleted");
        for (LostReason reason : LostReason.values()) {
            lost.put(reason, counter(registry, tags.and("reason", reason.name()), "lost", "Runs that were given up"));
        }
        waits = histogram(registry, "sluice.job.wait", tags, "From arrival or ETA to the start of a job's first run");
        runs = histogram(registry, "sluice.job.run", tags, "How long handlers ran, by their worker's clock");
    }

    private static Counter counter(MeterRegistry registry, Tags tags, String what, String help) {
        return Counter.builder("sluice.jobs." + what)
                .tags(tags)
                .description(help)
                .register(registry);
    }

    static Timer histogram(MeterRegistry registry, String name, Tags tags, String help) {
        return Timer.builder(name)
                .tags(tags)
                .description(help)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
