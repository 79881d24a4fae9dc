package io.sluice.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The options of a {@link JobRequest}; changed only until the request that carries them is made. */
final class JobOptions {
    private String tree = "main";
    private String channel = "";
    private int priority = 10;
    private Instant eta;
    private Duration delay;
    private Integer maxAttempts;
    private RetryPolicy retry;
    private String description = "";
    private Map<String, String> headers = Map.of();
    private JobId id;

    JobOptions() {}

    JobOptions(JobOptions other) {
        tree = other.tree;
        channel = other.channel;
        priority = other.priority;
        eta = other.eta;
        delay = other.delay;
        maxAttempts = other.maxAttempts;
        retry = other.retry;
        description = other.description;
        headers = other.headers;
        id = other.id;
    }

    JobOptions tree(String tree) {
        if (id != null && !id.tree().equals(tree)) {
            throw new IllegalArgumentException("the job's id is " + id + ", so its tree cannot be " + tree
                    + "; give only the id, or an id of that tree");
        }
        this.tree = tree;
        return this;
    }

    JobOptions channel(String channel) {
        this.channel = channel;
        return this;
    }

    JobOptions priority(int priority) {
        this.priority = priority;
        return this;
    }

    JobOptions eta(Instant eta, Duration delay) {
        this.eta = eta;
        this.delay = delay;
        return this;
    }

    JobOptions maxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
        return this;
    }

    JobOptions retry(RetryPolicy retry) {
        this.retry = retry;
        return this;
    }

    JobOptions description(String description) {
        this.description = description;
        return this;
    }

    JobOptions headers(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
        return this;
    }

    JobOptions id(JobId id) {
        this.id = id;
        this.tree = id.tree();
        return this;
    }

    String tree() {
        return tree;
    }

    String channel() {
        return channel;
    }

    int priority() {
        return priority;
    }

    Optional<Instant> eta(Instant now) {
        return delay == null ? Optional.ofNullable(eta) : Optional.of(now.plus(delay));
    }

    Integer maxAttempts() {
        return maxAttempts;
    }

    Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retry);
    }

    String description() {
        return description;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<JobId> id() {
        return Optional.ofNullable(id);
    }
}
