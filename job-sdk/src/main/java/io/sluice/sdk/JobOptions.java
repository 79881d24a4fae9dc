package io.sluice.sdk;

import io.sluice.schemas.Parent;
import io.sluice.schemas.UuidFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a {@link JobRequest}; changed only until the request that carries them is made. */
final class JobOptions {
    private String tree;
    private String channel = "";
    private int priority = 10;
    private Instant eta;
    private Duration delay;
    private Integer maxAttempts;
    private RetryPolicy retry;
    private String description = "";
    private Map<String, String> headers = Map.of();
    private JobId id;
    private List<Parent> parents = List.of();
    private FlowId flow;

    // jobs
    private Duration timeout;
    private Instant expires;
    private Duration expiresIn;
    private Dedup dedup;

    // replay
    private JobId replayOf;
    private String contentType;

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
        parents = other.parents;
        flow = other.flow;
        timeout = other.timeout;
        expires = other.expires;
        expiresIn = other.expiresIn;
        dedup = other.dedup;
        replayOf = other.replayOf;
        contentType = other.contentType;
    }

    JobOptions timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    JobOptions expires(Instant at, Duration fromNow) {
        this.expires = at;
        this.expiresIn = fromNow;
        return this;
    }

    JobOptions dedup(Dedup dedup) {
        this.dedup = dedup;
        return this;
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    Optional<Instant> expires(Instant now) {
        return expiresIn == null ? Optional.ofNullable(expires) : Optional.of(now.plus(expiresIn));
    }

    Optional<Dedup> dedup() {
        return Optional.ofNullable(dedup);
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
        return treeOr("main");
    }

    /** Where it was not said. */
    String treeOr(String otherwise) {
        return tree == null ? otherwise : tree;
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

    // ---- flows

    JobOptions after(Collection<JobId> jobs, String on) {
        List<Parent> all = new ArrayList<>(parents);
        jobs.forEach(job -> all.add(new Parent(UuidFormat.encode(job.uuid()), on)));
        parents = List.copyOf(all);
        return this;
    }

    JobOptions flow(FlowId flow) {
        this.flow = flow;
        return this;
    }

    List<Parent> parents() {
        return parents;
    }

    Optional<FlowId> flow() {
        return Optional.ofNullable(flow);
    }

    Optional<JobId> id() {
        return Optional.ofNullable(id);
    }

    // ---- replay

    JobOptions replayOf(JobId job) {
        this.replayOf = job;
        return this;
    }

    Optional<JobId> replayOf() {
        return Optional.ofNullable(replayOf);
    }

    JobOptions contentType(String type) {
        this.contentType = type;
        return this;
    }

    String contentTypeOr(String otherwise) {
        return contentType == null ? otherwise : contentType;
    }
}
