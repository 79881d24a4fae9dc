package io.sluice.app.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** What is counted for one job type, over all trees and channels. */
final class TypeMeters {

    final Counter done;
    final Counter failed;
    final Counter retried;
    final Timer runs;

    TypeMeters(MeterRegistry registry, String type) {
        Tags tags = Tags.of("type", type);
        done = counter(registry, tags.and("outcome", "done"));
        failed = counter(registry, tags.and("outcome", "failed"));
        retried = counter(registry, tags.and("outcome", "retried"));
        runs = ChannelMeters.histogram(registry, "sluice.type.run", tags, "How long handlers of the type ran");
    }

    private static Counter counter(MeterRegistry registry, Tags tags) {
        return Counter.builder("sluice.type.outcomes")
                .tags(tags)
                .description("Jobs and runs of the type by how they ended")
                .register(registry);
    }
}
