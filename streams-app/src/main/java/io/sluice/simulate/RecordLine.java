package io.sluice.simulate;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Dedup;
import io.sluice.core.Durations;
import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Records of the rules as JSON, component by component, so that a new event shows unasked. Ids stand as their names. What is
 * absent or empty is left out, and how jobs and runs nest is nobody's business: their parts stand flat.
 */
final class RecordLine {

    private static final UUID NOBODY = new UUID(0, 0);

    private final JobNames names;

    RecordLine(JobNames names) {
        this.names = names;
    }

    /** What happened, as one line, and who wanted it. */
    String line(long at, String kind, String tree, Record happened, Optional<String> by) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at);
        line.put(kind, happened.getClass().getSimpleName());
        if (!tree.isEmpty() && !tree.equals("main")) {
            line.put("tree", tree);
        }
        if (happened instanceof Event.OfJob about) {
            line.put("job", names.text(about.job()));
            line.put("channel", about.channel().text());
            line.put("type", about.type());
        }
        addComponents(happened, line);
        by.ifPresent(name -> line.putIfAbsent("by", name));
        return JsonText.text(line);
    }

    private void addComponents(Record from, Map<String, Object> object) {
        for (RecordComponent component : from.getClass().getRecordComponents()) {
            Object value = value(from, component);
            if (isFlat(value)) {
                addComponents((Record) value, object);
            } else if (isIdOfAJob(from, component)) {
                named((JobId) value).ifPresent(name -> object.putIfAbsent("job", name));
            } else if (!isUnknown(from, value)) {
                json(shown(from, value)).ifPresent(json -> object.putIfAbsent(name(component), json));
            }
        }
    }

    /** As scripts and the schema have it. */
    private static String name(RecordComponent component) {
        return component.getName().equals("most") ? "maxAttempts" : component.getName();
    }

    /** The workers' times as those of the script. */
    private static Object shown(Record from, Object value) {
        return from instanceof Event.Run && value instanceof Long shown ? (Object) WorkerClock.at(shown) : value;
    }

    private static boolean isFlat(Object value) {
        return value instanceof Job
                || value instanceof Submission
                || value instanceof Submission.Options
                || value instanceof Event.Run;
    }

    /** The clocks of workers and clients: 0 if unknown. */
    private static boolean isUnknown(Record from, Object value) {
        return (from instanceof Event.Run || from instanceof Submission) && value.equals(0L);
    }

    private static boolean isIdOfAJob(Record from, RecordComponent component) {
        return from instanceof Submission && component.getName().equals("id");
    }

    /** None: it is what a schedule submits. */
    private Optional<String> named(JobId id) {
        return id.uuid().equals(NOBODY) ? Optional.empty() : Optional.of(names.text(id));
    }

    private static Object value(Record from, RecordComponent component) {
        try {
            return component.getAccessor().invoke(from);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component + " of " + from, e);
        }
    }

    /** The tree of the first job that is named in it. */
    static Optional<String> treeIn(Object value) {
        return switch (value) {
            case JobId id -> Optional.of(id.tree());
            case FlowId id -> Optional.of(id.tree());
            case Optional<?> some -> some.flatMap(RecordLine::treeIn);
            case Collection<?> list -> list.stream().findFirst().flatMap(RecordLine::treeIn);
            case Record record ->
                Arrays.stream(record.getClass().getRecordComponents())
                        .flatMap(component -> treeIn(value(record, component)).stream())
                        .findFirst();
            // Nothing else has a tree.
            default -> Optional.empty();
        };
    }

    /** None: there is nothing to say. */
    private Optional<Object> json(Object value) {
        return switch (value) {
            case Optional<?> some -> some.flatMap(this::json);
            case OptionalLong some -> some.isPresent() ? Optional.of(some.getAsLong()) : Optional.empty();
            case OptionalInt some -> some.isPresent() ? Optional.of(some.getAsInt()) : Optional.empty();
            case String text -> text.isEmpty() ? Optional.empty() : Optional.of(names.inText(text));
            case Collection<?> list -> list.isEmpty() ? Optional.empty() : Optional.of(list(list));
            case Map<?, ?> map -> map.isEmpty() ? Optional.empty() : Optional.of(map(map));
            case JobId id -> Optional.of(names.text(id));
            case FlowId id -> Optional.of(names.text(id));
            case UUID id -> Optional.of(names.text(id));
            case BundleId id -> Optional.of(id.toString());
            case ChannelPath path -> Optional.of(path.text());
            case RetryPolicy policy -> Optional.of(policy.text());
            case Limits limits -> Optional.of(limits(limits));
            case Payload payload -> payload(payload);
            case Dedup dedup -> Optional.of(dedup(dedup));
            case Parent parent -> Optional.of(parent(parent));
            case Schedule.Overlap overlap -> Optional.of(small(overlap));
            case Schedule.Misfire misfire -> Optional.of(small(misfire));
            case JobAction action -> Optional.of(action(action));
            case Enum<?> constant -> Optional.of(constant.name());
            case Record record -> Optional.of(object(record));
            // Numbers and booleans; anything else as the text that it makes of itself.
            default -> Optional.of(value);
        };
    }

    /** As scripts and the channel text write it. */
    private static String small(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** JSON stands as JSON. */
    private static Optional<Object> payload(Payload payload) {
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(payload.contentType().equals("application/json") ? JsonText.valueOr(text) : text);
    }

    /** As scripts write it. */
    private static Map<String, Object> dedup(Dedup dedup) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", dedup.key());
        object.put("mode", small(dedup.mode()));
        if (dedup.untilFinished()) {
            object.put("until", "finished");
        }
        if (dedup.windowMs() > 0) {
            object.put("window", Durations.text(dedup.windowMs()));
        }
        return object;
    }

    /** As scripts write it, with its name. */
    private Map<String, Object> action(JobAction action) {
        Map<String, Object> object = new LinkedHashMap<>();
        String name = action.getClass().getSimpleName();
        object.put("name", Character.toLowerCase(name.charAt(0)) + name.substring(1));
        addComponents((Record) action, object);
        return object;
    }

    /** As scripts write it: a plain edge is the name alone. */
    private Object parent(Parent parent) {
        String name = names.text(parent.job());
        return parent.on() == Parent.On.DONE ? name : edge(name, parent.on());
    }

    private static Map<String, Object> edge(String name, Parent.On on) {
        Map<String, Object> edge = new LinkedHashMap<>();
        edge.put("id", name);
        edge.put("on", small(on));
        return edge;
    }

    private List<Object> list(Collection<?> values) {
        List<Object> list = new ArrayList<>();
        values.forEach(value -> list.add(json(value).orElse("")));
        return list;
    }

    private Map<String, Object> map(Map<?, ?> values) {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(String.valueOf(key), json(value).orElse("")));
        return map;
    }

    private Map<String, Object> object(Record record) {
        Map<String, Object> object = new LinkedHashMap<>();
        addComponents(record, object);
        return object;
    }

    /** As in the channel text, without the path. */
    private static String limits(Limits limits) {
        String entry = ChannelText.entry(ChannelPath.ROOT, limits);
        return entry.substring(entry.indexOf(':') + 1);
    }
}
