package io.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.ChannelPath;
import io.sluice.core.JobAction;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What can be done to jobs, as JSON. */
final class ActionJson {

    /** By the names of the commands. */
    private static final Map<String, Function<Fields, JobAction>> ACTIONS = new TreeMap<>(Map.of(
            "cancel", fields -> new JobAction.Cancel(reason(fields), fields.flag("force")),
            "requeue", fields -> new JobAction.Requeue(),
            "set-done", fields -> new JobAction.SetDone(result(fields)),
            "delete", fields -> new JobAction.Delete(),
            "reprioritize", fields -> new JobAction.Reprioritize(number(fields, "priority")),
            "reschedule", fields -> new JobAction.Reschedule(eta(fields)),
            "move",
                    fields -> new JobAction.Move(
                            ChannelPath.parse(fields.needed("channel")).text()),
            "set-max-attempts", fields -> new JobAction.SetMaxAttempts(number(fields, "maxAttempts"))));

    private ActionJson() {}

    static Iterable<String> names() {
        return ACTIONS.keySet();
    }

    /** @throws IllegalArgumentException if there is no such action, or its fields do not read */
    static JobAction read(String name, Fields fields) {
        Function<Fields, JobAction> action = ACTIONS.get(name);
        if (action == null) {
            throw new IllegalArgumentException(
                    "unknown action \"" + name + "\"; known are " + String.join(", ", names()));
        }
        return action.apply(fields);
    }

    static String reason(Fields fields) {
        return fields.text("reason").orElse("");
    }

    /** A text as it stands, any other JSON as its JSON. */
    private static Optional<String> result(Fields fields) {
        return fields.json("result").map(value -> value.isTextual() ? value.textValue() : json(value));
    }

    private static String json(JsonNode value) {
        return value.toString();
    }

    private static int number(Fields fields, String name) {
        return fields.number(name)
                .orElseThrow(() -> new IllegalArgumentException("the field " + name + " of the body is missing"));
    }

    private static long eta(Fields fields) {
        return fields.moment("eta")
                .orElseThrow(() -> new IllegalArgumentException(
                        "the field eta of the body is missing; expected is a span such as 6h, or an instant"))
                .toEpochMilli();
    }
}
