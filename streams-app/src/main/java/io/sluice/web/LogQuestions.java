package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.log.Ended;
import io.sluice.log.EndedQuery;
import io.sluice.log.Histories;
import io.sluice.log.History;
import io.sluice.log.LogException;
import io.sluice.log.MeasuredTimes;
import io.sluice.log.Watch;
import io.sluice.schemas.registry.SchemaRegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;

/** What was, as people and programs ask for it: read from the events whenever somebody asks, by whichever instance is asked. */
final class LogQuestions {

    /** Each reads the log through a consumer of its own. */
    private static final int AT_ONCE = 4;

    /** Whoever asks over HTTP does not wait for ever: what was read by then is answered, and that there may be more. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** What ran before says little of what runs now. */
    private static final Duration FORECAST_FROM = Duration.ofHours(3);

    private final EventTopic topic;
    private final Router router;
    private final Semaphore free = new Semaphore(AT_ONCE);

    LogQuestions(EventTopic topic, Router router) {
        this.router = router;
        this.topic = topic;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs/{id}/history", this::history),
                Route.get("/v1/times", this::times, "tree", "from", "to", "channel", "type", "hourly"),
                Route.get("/v1/forecast", this::forecast, "tree", "channel"),
                Route.get(
                        "/v1/ended",
                        this::ended,
                        "tree",
                        "from",
                        "to",
                        "state",
                        "channel",
                        "type",
                        "error",
                        "limit",
                        "page"));
    }

    private void history(Context request, Parameters given) {
        JobId id = given.job();
        History history = reading((events, watch) -> new Histories(events).of(id, watch));
        if (history.entries().isEmpty() && history.complete()) {
            throw ApiProblem.notFound(
                    "no event is about job " + id,
                    "check the id and its tree; events are kept for 30 days unless the topic says otherwise");
        }
        request.json(HistoryDocument.of(history));
    }

    /** A page of what has ended in a window; shorter than asked for where reading takes too long. */
    private void ended(Context request, Parameters given) {
        EndedQuery query = given.ended();
        Ended page = reading((events, watch) -> Ended.read(events, query, watch));
        request.json(new Answers.Ended(
                query.which().tree(),
                page.jobs().stream().map(EndedDocument::of).toList(),
                page.next().map(EndedQuery.Place::text)));
    }

    private void times(Context request, Parameters given) {
        MeasuredTimes.Query query = given.times();
        MeasuredTimes times = reading((events, watch) -> MeasuredTimes.read(events, query, watch));
        List<TimesDocument> documents = new ArrayList<>();
        times.lines().forEach((line, both) -> documents.add(TimesDocument.of(line, both)));
        request.json(new Answers.MeasuredTimes(query.tree(), documents, times.complete()));
    }

    /** When what is READY will be done, from what runs took in the last hours: at the tree's owner, who knows what waits. */
    private void forecast(Context request, Parameters given) {
        String tree = given.tree();
        ChannelPath channel = given.channel().orElse(ChannelPath.ROOT);
        router.answer(request, tree, queries -> {
            long now = System.currentTimeMillis();
            MeasuredTimes.Query query = new MeasuredTimes.Query(
                    tree, now - FORECAST_FROM.toMillis(), now, Optional.empty(), Optional.empty(), false);
            MeasuredTimes times = reading((events, watch) -> MeasuredTimes.read(events, query, watch));
            return queries.forecast(tree, channel, times, now);
        });
    }

    /** Does something with the log for as long as anybody waits, and for a few at once. */
    private <T> T reading(BiFunction<io.sluice.log.Events, Watch, T> what) {
        if (!free.tryAcquire()) {
            throw ApiProblem.unavailable(
                    "this instance reads the events for " + AT_ONCE + " others already", "ask again in a moment");
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        try (io.sluice.log.EventTopic events = io.sluice.log.EventTopic.over(topic.open(), topic.wire())) {
            return what.apply(events, share -> System.nanoTime() < until);
        } catch (LogException | KafkaException | IllegalStateException | SchemaRegistryException e) {
            throw EventTopic.unreadable(e);
        } finally {
            free.release();
        }
    }
}
