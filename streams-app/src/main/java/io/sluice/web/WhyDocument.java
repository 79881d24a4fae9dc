package io.sluice.web;

import io.sluice.core.JobState;
import io.sluice.core.Why;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a job is where it is.
 *
 * @param id {@code tree:uuid}
 * @param state where it is in its life
 * @param why all of it in one sentence for people
 * @param obstacles what keeps it, what to look at first in front; empty: nothing does
 * @param before while READY: jobs of its channel that go before it, counted up to 1000; null where waiting counts for priority
 * @since 0.1
 */
public record WhyDocument(String id, JobState state, String why, List<Obstacle> obstacles, OptionalInt before) {

    /**
     * What keeps it.
     *
     * @param kind {@code PARENT}, {@code TIME}, {@code PAUSED}, {@code CAPACITY}, {@code SEQUENTIAL}, {@code THROTTLE} or
     *     {@code WORKERS}
     * @param about the parent's id or the channel; null for {@code TIME}
     * @param reason in words
     * @param until when it ends by itself at the earliest; null: not by itself, or nobody knows
     * @since 0.1
     */
    public record Obstacle(String kind, Optional<String> about, String reason, Optional<Instant> until) {

        private static Obstacle of(Why.Obstacle obstacle) {
            return new Obstacle(
                    obstacle.kind(),
                    JobDocument.text(obstacle.about()),
                    obstacle.reason(),
                    JobDocument.time(obstacle.until()));
        }
    }

    static WhyDocument of(Why.Answer answer) {
        return new WhyDocument(
                answer.job().toString(),
                answer.state(),
                answer.sentence(),
                answer.obstacles().stream().map(Obstacle::of).toList(),
                answer.before());
    }
}
