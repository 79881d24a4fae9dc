package io.sluice.app.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.core.RejectionCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters that events are folded into, shared by all partitions: made once for each label, then only counted. */
final class EventMeters {

    final Counter duplicates;
    final Map<RejectionCode, Counter> rejected = new EnumMap<>(RejectionCode.class);

    private final MeterRegistry registry;
    private final Labels labels;
    private final Map<ChannelLabel, ChannelMeters> channels = new ConcurrentHashMap<>();
    private final Map<String, TypeMeters> types = new ConcurrentHashMap<>();

    EventMeters(MeterRegistry registry, Labels labels) {
        this.registry = registry;
        this.labels = labels;
        duplicates = Counter.builder("sluice.jobs.duplicate")
                .description("Submissions that were not stored because their job or their dedup key was there")
                .register(registry);
        for (RejectionCode code : RejectionCode.values()) {
            rejected.put(
                    code,
                    Counter.builder("sluice.rejected")
                            .tag("code", code.name())
                            .description(
                                    "Commands and reports that were refused; STALE_RUN: results that came too late")
                            .register(registry));
        }
    }

    ChannelMeters channel(String tree, String channel) {
        return channel(labels.ofChannel(tree, channel));
    }

    ChannelMeters channel(ChannelLabel label) {
        return channels.computeIfAbsent(label, first -> new ChannelMeters(registry, first));
    }

    TypeMeters type(String type) {
        return types.computeIfAbsent(labels.ofType(type), first -> new TypeMeters(registry, first));
    }
}
