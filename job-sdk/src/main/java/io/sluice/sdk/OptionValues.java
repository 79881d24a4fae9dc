package io.sluice.sdk;

import io.sluice.schemas.Parent;
import io.sluice.schemas.UuidFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What was said about a job; changed only until the request or the options that carry it are made. */
final class OptionValues {
    static final int DEFAULT_PRIORITY = 10;

    private String tree;
    private String channel = "";
    private Integer priority;
    private Instant eta;
    private Duration delay;
    private Integer maxAttempts;
    private RetryPolicy retry;
    private String description = "";
    private Map<String, String> headers = Map.of();
    private JobId id;
    private List<Parent> parents = List.of();
    private Set<String> treesOfOthers = Set.of();
    private FlowId flow;

    // jobs
    private Duration timeout;
    private Instant expires;
    private Duration expiresIn;
    private Dedup dedup;

    // replay
    private JobId replayOf;
    private String contentType;

    OptionValues() {}

    OptionValues(OptionValues other) {
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
        treesOfOthers = other.treesOfOthers;
        flow = other.flow;
        timeout = other.timeout;
        expires = other.expires;
        expiresIn = other.expiresIn;
        dedup = other.dedup;
        replayOf = other.replayOf;
        contentType = other.contentType;
    }

    /** These, and where they say nothing, those. */
    OptionValues over(OptionValues defaults) {
        OptionValues all = new OptionValues(this);
        all.tree = tree == null ? defaults.tree : tree;
        all.channel = channel.isEmpty() ? defaults.channel : channel;
        all.priority = priority == null ? defaults.priority : priority;
        if (eta == null && delay == null) {
            all.eta(defaults.eta, defaults.delay);
        }
        all.maxAttempts = maxAttempts == null ? defaults.maxAttempts : maxAttempts;
        all.retry = retry == null ? defaults.retry : retry;
        all.description = description.isEmpty() ? defaults.description : description;
        all.timeout = timeout == null ? defaults.timeout : timeout;
        if (expires == null && expiresIn == null) {
            all.expires(defaults.expires, defaults.expiresIn);
        }
        all.dedup = dedup == null ? defaults.dedup : dedup;
        Map<String, String> together = new LinkedHashMap<>(defaults.headers);
        together.putAll(headers);
        return all.together(defaults).headers(Limits.checked(together));
    }

    private OptionValues together(OptionValues defaults) {
        id = id == null ? defaults.id : id;
        parents = Stream.concat(defaults.parents.stream(), parents.stream()).toList();
        defaults.treesOfOthers.forEach(this::with);
        flow = flow == null ? defaults.flow : flow;
        replayOf = replayOf == null ? defaults.replayOf : replayOf;
        contentType = contentType == null ? defaults.contentType : contentType;
        return this;
    }

    boolean hasEta() {
        return eta != null || delay != null;
    }

    OptionValues timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    OptionValues expires(Instant at, Duration fromNow) {
        this.expires = at;
        this.expiresIn = fromNow;
        return this;
    }

    OptionValues dedup(Dedup dedup) {
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

    OptionValues tree(String tree) {
        if (id != null && !id.tree().equals(tree)) {
            throw new IllegalArgumentException("the job's id is " + id + ", so its tree cannot be " + tree
                    + "; give only the id, or an id of that tree");
        }
        this.tree = tree;
        return this;
    }

    OptionValues channel(String channel) {
        this.channel = channel;
        return this;
    }

    OptionValues priority(int priority) {
        this.priority = priority;
        return this;
    }

    OptionValues eta(Instant eta, Duration delay) {
        this.eta = eta;
        this.delay = delay;
        return this;
    }

    OptionValues maxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
        return this;
    }

    OptionValues retry(RetryPolicy retry) {
        this.retry = retry;
        return this;
    }

    OptionValues description(String description) {
        this.description = description;
        return this;
    }

    OptionValues headers(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
        return this;
    }

    OptionValues id(JobId id) {
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
        return priority == null ? DEFAULT_PRIORITY : priority;
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

    OptionValues after(Collection<JobId> jobs, String on) {
        List<Parent> all = new ArrayList<>(parents);
        for (JobId job : jobs) {
            all.add(new Parent(UuidFormat.encode(job.uuid()), on));
            with(job.tree());
        }
        parents = List.copyOf(all);
        return this;
    }

    private void with(String tree) {
        if (!treesOfOthers.contains(tree)) {
            Set<String> all = new TreeSet<>(treesOfOthers);
            all.add(tree);
            treesOfOthers = Set.copyOf(all);
        }
    }

    /** Those of the jobs that it waits for, and of the flow that it joins. */
    Set<String> treesOfOthers() {
        return treesOfOthers;
    }

    OptionValues flow(FlowId flow) {
        with(flow.tree());
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

    OptionValues replayOf(JobId job) {
        this.replayOf = job;
        return this;
    }

    Optional<JobId> replayOf() {
        return Optional.ofNullable(replayOf);
    }

    OptionValues contentType(String type) {
        this.contentType = type;
        return this;
    }

    String contentTypeOr(String otherwise) {
        return contentType == null ? otherwise : contentType;
    }
}
