package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.core.ChannelPath;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.FlowId;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.web.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A job as JSON: the options of {@code sluice submit}, in the words of a script for {@code sluice simulate}. */
final class JobJson {

    private JobJson() {}

    /**
     * A job with all that may be said of one; asks for no more fields than it knows.
     *
     * @throws IllegalArgumentException with the field that is wrong
     */
    static JobRequest<RawValue> submission(Fields fields) {
        Optional<String> given = fields.text("tree");
        Optional<JobId> id = fields.text("id").map(text -> JobId.parse(named(text, given.orElse("main"))));
        String tree = id.map(JobId::tree).or(() -> given).orElse("main");
        if (!given.orElse(tree).equals(tree)) {
            throw new IllegalArgumentException("the id " + id.get() + " is of tree " + tree + ", the job is to be in "
                    + given.get() + "; leave out one of both");
        }
        JobRequest<RawValue> job = job(fields, tree);
        if (id.isPresent()) {
            job = job.id(id.get());
        }
        for (JsonNode parent : fields.list("parents")) {
            job = waiting(job, parent, tree);
        }
        Optional<FlowId> flow = fields.text("flow").map(text -> FlowId.parse(named(text, tree)));
        return flow.isPresent() ? job.flow(flow.get()) : job;
    }

    /** A bare id is one of the job's tree. */
    static String named(String id, String tree) {
        return id.indexOf(':') < 0 ? tree + ":" + id : id;
    }

    private static JobRequest<RawValue> waiting(JobRequest<RawValue> job, JsonNode parent, String tree) {
        if (parent.isTextual()) {
            return job.after(JobId.parse(named(parent.textValue(), tree)));
        }
        Fields fields = Fields.of(parent, "a parent");
        JobId id = JobId.parse(named(fields.needed("id"), tree));
        String on = fields.text("on").orElse("done");
        fields.nothingElse();
        return switch (on) {
            case "done" -> job.after(id);
            case "failure" -> job.onFailure(id);
            case "any" -> job.whenever(id);
            default ->
                throw new IllegalArgumentException("a parent has on \"" + on + "\"; expected is done, failure or any");
        };
    }

    /** What a job in a flow may have, too. */
    static JobRequest<RawValue> job(Fields fields, String tree) {
        JobRequest<RawValue> job = template(fields, tree);
        job = with(job, fields.moment("eta"), JobRequest::eta);
        job = with(job, fields.moment("expires"), JobRequest::expires);
        return with(job, fields.json("dedup").map(JobJson::dedup), JobRequest::dedup);
    }

    /** What a schedule's job may have, too. */
    static JobRequest<RawValue> template(Fields fields, String tree) {
        String payload = fields.json("payload").map(JsonNode::toString).orElse("null");
        JobRequest<RawValue> job = JobRequest.of(
                        JobType.of(fields.needed("type"), RawValue.class), new RawValue(payload))
                .tree(tree);
        job = with(
                job, fields.text("channel").map(path -> ChannelPath.parse(path).text()), JobRequest::channel);
        job = with(job, boxed(fields.number("priority")), JobRequest::priority);
        job = with(job, boxed(fields.number("maxAttempts")), JobRequest::maxAttempts);
        job = with(job, fields.text("retry").map(RetryOption::parse), JobRequest::retry);
        job = with(job, fields.span("timeout"), JobRequest::timeout);
        job = with(job, fields.text("description"), JobRequest::description);
        for (Map.Entry<String, String> header : fields.map("headers").entrySet()) {
            job = job.header(header.getKey(), header.getValue());
        }
        return job;
    }

    private interface Setting<T> {
        JobRequest<RawValue> to(JobRequest<RawValue> job, T value);
    }

    private static <T> JobRequest<RawValue> with(JobRequest<RawValue> job, Optional<T> value, Setting<T> setting) {
        return value.isPresent() ? setting.to(job, value.get()) : job;
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    /** A key, or an object with it. */
    private static Dedup dedup(JsonNode json) {
        if (json.isTextual()) {
            return Dedup.key(json.textValue());
        }
        Fields fields = Fields.of(json, "dedup");
        Dedup dedup = Dedup.key(fields.needed("key"));
        dedup = one(fields, "mode", "keep", "replace") ? dedup.replace() : dedup;
        dedup = one(fields, "until", "started", "finished") ? dedup.untilFinished() : dedup;
        Optional<Duration> window = fields.span("window");
        fields.nothingElse();
        return window.isPresent() ? dedup.window(window.get()) : dedup;
    }

    /** Whether it is the other one of two words. */
    private static boolean one(Fields fields, String name, String usual, String other) {
        String given = fields.text(name).orElse(usual);
        if (!given.equals(usual) && !given.equals(other)) {
            throw new IllegalArgumentException(
                    "the field " + name + " of dedup is \"" + given + "\"; expected is " + usual + " or " + other);
        }
        return given.equals(other);
    }
}
