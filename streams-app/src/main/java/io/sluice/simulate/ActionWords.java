package io.sluice.simulate;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is done to jobs: to one, whose word is the action's name, or to all that a filter lets through. There the schema has
 * one text and one number for all actions, which do as well.
 */
final class ActionWords {

    private static final String TEXT = "text";
    private static final String NUMBER = "number";

    private final Map<String, Function<Fields, JobAction>> actions = new TreeMap<>();

    ActionWords() {
        actions.put("cancel", fields -> new JobAction.Cancel(text(fields, "reason"), fields.flag("force")));
        actions.put("requeue", fields -> new JobAction.Requeue());
        actions.put("setDone", fields -> new JobAction.SetDone(result(fields.either("result", TEXT))));
        actions.put("delete", fields -> new JobAction.Delete());
        actions.put("reprioritize", fields -> new JobAction.Reprioritize(small(fields, "priority")));
        actions.put("reschedule", fields -> new JobAction.Reschedule(Fields.number(number(fields, "eta"), "eta")));
        actions.put("move", fields -> new JobAction.Move(Fields.text(fields.eitherThere("channel", TEXT), "channel")));
        actions.put("setMaxAttempts", fields -> new JobAction.SetMaxAttempts(small(fields, "maxAttempts")));
    }

    private static String text(Fields fields, String name) {
        return fields.either(name, TEXT).map(text -> Fields.text(text, name)).orElse("");
    }

    /** A text as it stands, any other JSON as its JSON. */
    static Optional<String> result(Optional<Object> json) {
        return json.map(value -> value instanceof String text ? text : JsonText.text(value));
    }

    private static int small(Fields fields, String name) {
        return Fields.smallNumber(number(fields, name), name);
    }

    private static Object number(Fields fields, String name) {
        return fields.eitherThere(name, NUMBER);
    }

    /** The names of all that can be done. */
    Set<String> names() {
        return actions.keySet();
    }

    /** The action of that name, with its fields, which are those of a command about one job. */
    JobAction action(String name, Fields fields) {
        refuse(fields, TEXT);
        refuse(fields, NUMBER);
        return actions.get(name).apply(fields);
    }

    private static void refuse(Fields fields, String name) {
        if (fields.names().contains(name)) {
            throw new IllegalArgumentException("unknown field \"" + name + "\"; only the action of a sweep has it");
        }
    }

    // ---- sweeps

    /** {@code {"sweep":{the filter},"action":{…}}}, or as in the schema {@code {"sweep":{"filter":{…},"action":{…}}}}. */
    Command sweep(Object subject, Fields line) {
        if (subject instanceof Map<?, ?> map && map.containsKey("action")) {
            Fields whole = Fields.of(subject, "sweep");
            Command sweep = sweep(whole.there("filter"), whole.there("action"), whole);
            whole.nothingElse();
            return sweep;
        }
        return sweep(subject, line.there("action"), line);
    }

    /** A filter that reads but is none is for the rules to refuse. */
    private Command sweep(Object filter, Object action, Fields beside) {
        JobAction read = action instanceof String name ? named(name, beside) : action(action);
        try {
            return new Command.Sweep(filter(filter), read);
        } catch (UnfitException e) {
            return new Command.UnfitSweep(e.getMessage());
        }
    }

    /** An object with the action's {@code name} and its fields. */
    private JobAction action(Object json) {
        Fields fields = Fields.of(json, "the action");
        JobAction action = named(fields.needed("name"), fields);
        // The schema has them for every action.
        List.of(TEXT, NUMBER, "force").forEach(fields::get);
        fields.nothingElse();
        return action;
    }

    private JobAction named(String given, Fields fields) {
        String name = given.isEmpty() ? given : Character.toLowerCase(given.charAt(0)) + given.substring(1);
        if (!actions.containsKey(name)) {
            throw new IllegalArgumentException(
                    "unknown action \"" + given + "\"; known are " + String.join(", ", names()));
        }
        return actions.get(name).apply(fields);
    }

    /** An object, or {@code true} for all jobs. */
    private static JobFilter filter(Object json) {
        if (Boolean.TRUE.equals(json)) {
            return JobFilter.ALL;
        }
        if (!(json instanceof Map)) {
            throw new IllegalArgumentException("sweep is " + JsonText.text(json)
                    + "; expected is a filter such as {\"channel\":\"root.a\"}, or true for all jobs");
        }
        Fields fields = Fields.of(json, "the filter");
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        fields.list("states").forEach(one -> states.add(state(Fields.text(one, "states"))));
        Optional<ChannelPath> channel = fields.someText("channel").map(ChannelPath::parse);
        Optional<String> type = fields.someText("type");
        Optional<String> error = fields.someText("error");
        long olderThan = fields.duration("olderThan").orElse(0);
        fields.nothingElse();
        try {
            return new JobFilter(channel, type, states, error, olderThan);
        } catch (IllegalArgumentException e) {
            throw new UnfitException(e);
        }
    }

    private static JobState state(String name) {
        return (JobState) Asking.anyConstant(JobState.class, name, "states");
    }
}
