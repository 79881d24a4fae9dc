package io.sluice.sdk;

import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A worker as its builder made it. */
record WorkerSettings(
        String name,
        List<String> channels,
        int slots,
        Map<String, Handler> handlers,
        Json json,
        KafkaSettings kafka,
        Duration grace,
        Duration heartbeatEvery,
        StuckHandlers stuck,
        Tracing tracing,
        List<JobInterceptor> interceptors,
        List<WorkerListener> listeners,
        boolean virtualThreads) {

    List<String> topics() {
        return channels.stream().map(Topics::channelTopic).sorted().toList();
    }

    List<String> types() {
        return handlers.keySet().stream().sorted().toList();
    }
}
