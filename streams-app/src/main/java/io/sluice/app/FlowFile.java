package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.sdk.FlowPart;
import io.sluice.sdk.FlowStep;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobRequest;
import io.sluice.web.Fields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A flow as JSON. A part is a job, {@code {"chain":[…]}}, {@code {"group":[…]}} or {@code {"jobs":[…]}}: jobs with a
 * {@code name} each, which others name in {@code after}, {@code onFailure} or {@code whenever}.
 */
final class FlowFile {

    /** What a part among others has. */
    private static final List<String> EDGES = List.of("name", "after", "onFailure", "whenever");

    private static final Set<String> OF_FLOWS =
            Set.of("chain", "group", "jobs", "description", "name", "after", "onFailure", "whenever");

    private final String tree;

    private FlowFile(String tree) {
        this.tree = tree;
    }

    /** @throws IllegalArgumentException with the part that is wrong and what is allowed */
    static JobFlow read(JsonNode file, String tree) {
        FlowPart part = new FlowFile(tree).part(file);
        JobFlow flow = part instanceof JobFlow made ? made : JobFlow.chain(part);
        return flow.description(file.path("description").asText(""));
    }

    private FlowPart part(JsonNode part) {
        if (part.has("type")) {
            return job(part);
        }
        check(part, OF_FLOWS);
        if (part.has("chain")) {
            return JobFlow.chain(parts(part.path("chain")));
        }
        if (part.has("group")) {
            return JobFlow.group(parts(part.path("group")));
        }
        if (part.has("jobs")) {
            return steps(part.path("jobs"));
        }
        throw new IllegalArgumentException("a part of the flow is neither a job with a \"type\" nor has it \"chain\","
                + " \"group\" or \"jobs\": " + shown(part));
    }

    private List<FlowPart> parts(JsonNode list) {
        List<FlowPart> parts = new ArrayList<>();
        list.forEach(part -> parts.add(part(part)));
        return parts;
    }

    private JobRequest<RawValue> job(JsonNode job) {
        Fields fields = Fields.of(job, "the job " + shown(job));
        JobRequest<RawValue> request = JobJson.job(fields, tree);
        EDGES.forEach(fields::json);
        fields.nothingElse();
        return request;
    }

    private JobFlow steps(JsonNode jobs) {
        JobFlow.Builder flow = JobFlow.builder();
        Map<String, FlowStep> steps = new LinkedHashMap<>();
        int n = 0;
        for (JsonNode job : jobs) {
            String name = job.path("name").asText("job " + n++);
            if (steps.put(name, flow.add(part(job))) != null) {
                throw new IllegalArgumentException("two jobs of the flow have the name \"" + name + "\"");
            }
        }
        Iterator<FlowStep> each = steps.values().iterator();
        for (JsonNode job : jobs) {
            FlowStep step = each.next();
            step.after(named(job, "after", steps));
            step.onFailure(named(job, "onFailure", steps));
            step.whenever(named(job, "whenever", steps));
        }
        return flow.build();
    }

    private static FlowStep[] named(JsonNode job, String edge, Map<String, FlowStep> steps) {
        List<FlowStep> parents = new ArrayList<>();
        for (JsonNode name : job.path(edge)) {
            FlowStep parent = steps.get(name.asText());
            if (parent == null) {
                throw new IllegalArgumentException("\"" + edge + "\" names \"" + name.asText()
                        + "\", but the jobs of the flow are " + steps.keySet());
            }
            parents.add(parent);
        }
        return parents.toArray(FlowStep[]::new);
    }

    private static void check(JsonNode part, Set<String> known) {
        part.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is unknown in " + shown(part) + "; allowed are "
                        + known.stream().sorted().toList());
            }
        });
    }

    private static String shown(JsonNode part) {
        return TextTable.atMost(120, part.toString());
    }
}
