package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.JobId;
import io.sluice.log.Histories;
import io.sluice.log.History;
import io.sluice.log.LogException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;

/** What happened to a job, read from the events whenever somebody asks, by whichever instance is asked. */
final class JobHistories {

    /** Each reads the log through a consumer of its own. */
    private static final int AT_ONCE = 4;

    /** Whoever asks over HTTP does not wait for ever: what was read by then is answered, and that there may be more. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final EventTopic topic;
    private final Semaphore free = new Semaphore(AT_ONCE);

    JobHistories(EventTopic topic) {
        this.topic = topic;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/jobs/{id}/history", this::history));
    }

    private void history(Context request, Parameters given) {
        JobId id = given.job();
        if (!free.tryAcquire()) {
            throw ApiProblem.unavailable(
                    "this instance reads " + AT_ONCE + " histories already", "ask again in a moment");
        }
        try {
            History history = read(id);
            if (history.entries().isEmpty() && history.complete()) {
                throw ApiProblem.notFound(
                        "no event is about job " + id,
                        "check the id and its tree; events are kept for 30 days unless the topic says otherwise");
            }
            request.json(HistoryDocument.of(history));
        } finally {
            free.release();
        }
    }

    private History read(JobId id) {
        long until = System.nanoTime() + LONGEST.toNanos();
        try (io.sluice.log.EventTopic events = io.sluice.log.EventTopic.over(topic.open())) {
            return new Histories(events).of(id, share -> System.nanoTime() < until);
        } catch (LogException | KafkaException | IllegalStateException e) {
            throw EventTopic.unreadable(e);
        }
    }
}
