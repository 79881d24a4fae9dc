package io.sluice.simulate;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Commands by the components of their records, so that a new one can be scripted as soon as it is there:
 * {@code {"pause":"root.a","reason":"late"}} is {@link Command.Pause}. What stands behind the command's name is its first
 * component, or an object with all of them; the others are fields of the line.
 */
final class AnyCommand {

    /** Texts that may be left out, as in the schema; all others have to be there. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("reason", "description", "type");

    private final JobNames names;
    private final Asking asking;

    AnyCommand(JobNames names, Asking asking) {
        this.names = names;
        this.asking = asking;
    }

    /** What services and operators can want, by the name that a line gives it. */
    static Map<String, Class<? extends Record>> known() {
        Map<String, Class<? extends Record>> known = new TreeMap<>();
        for (Class<?> type : Command.class.getPermittedSubclasses()) {
            if (type.isRecord()) {
                known.put(named(type), type.asSubclass(Record.class));
            }
        }
        return known;
    }

    private static String named(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The command of a line. */
    Command read(Class<? extends Record> type, Object subject, Fields line, String tree) {
        return (Command) record(type, unlessTrue(type, subject), line, tree);
    }

    /** True stands for a first field that is left out, if it can be. */
    private static Object unlessTrue(Class<? extends Record> type, Object subject) {
        if (!(subject instanceof Boolean)) {
            return subject;
        }
        String first = type.getRecordComponents()[0].getName();
        if (subject.equals(true) && MAY_BE_EMPTY.contains(first)) {
            return null;
        }
        throw new IllegalArgumentException(named(type) + " is " + subject + "; expected is its " + first
                + ", or an object {…} with all of its fields");
    }

    private Record record(Class<? extends Record> type, Object subject, Fields line, String tree) {
        boolean whole = subject instanceof Map<?, ?> map && !isFirst(type.getRecordComponents()[0], map);
        Fields fields = whole ? Fields.of(subject, named(type)) : line;
        List<Object> values = new ArrayList<>();
        String its = tree;
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isSubject = values.isEmpty() && !whole && subject != null;
            Optional<Object> json = isSubject ? Optional.of(subject) : given(fields, component.getName());
            Object value = json.isPresent()
                    ? value(component.getGenericType(), json.get(), component.getName(), its)
                    : nothing(component, type, fields);
            // The jobs of a flow are of its tree.
            its = value instanceof FlowId flow ? flow.tree() : its;
            values.add(value);
        }
        if (whole) {
            fields.nothingElse();
        }
        return made(type, values);
    }

    /** A job and a schedule are objects themselves; what has their name in it is the whole command. */
    private static boolean isFirst(RecordComponent first, Map<?, ?> subject) {
        return (first.getType() == Submission.class || first.getType() == Schedule.class)
                && !subject.containsKey(first.getName());
    }

    /** A duration may leave out the unit at the end of its name. */
    private static Optional<Object> given(Fields fields, String name) {
        return name.endsWith("Ms") ? fields.either(name.substring(0, name.length() - 2), name) : fields.get(name);
    }

    private static Object nothing(RecordComponent component, Class<?> of, Fields fields) {
        Class<?> type = component.getType();
        String name = component.getName();
        if (type == Optional.class) {
            return Optional.empty();
        } else if (type == OptionalLong.class) {
            return OptionalLong.empty();
        } else if (type == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (type == boolean.class) {
            return name.equals("enabled");
        } else if (type == String.class && (MAY_BE_EMPTY.contains(name) || isOfAType(name, fields))) {
            return "";
        } else if (Collection.class.isAssignableFrom(type)) {
            return collection(type, List.of());
        }
        throw new IllegalArgumentException(named(of) + ": the field " + name + " is missing");
    }

    /** A pause by type is one of the whole tree. */
    private static boolean isOfAType(String name, Fields fields) {
        return name.equals("channel") && fields.someText("type").isPresent();
    }

    private static Object collection(Class<?> type, List<Object> values) {
        return type.isAssignableFrom(List.class) ? List.copyOf(values) : new LinkedHashSet<>(values);
    }

    // ---- values

    private Object value(Type type, Object json, String name, String tree) {
        if (type instanceof ParameterizedType generic) {
            return ofSeveral(generic, json, name, tree);
        }
        Class<?> simple = (Class<?>) type;
        if (simple == String.class) {
            return Fields.text(json, name);
        } else if (simple == JobId.class) {
            return names.job(Fields.text(json, name), tree);
        } else if (simple == FlowId.class) {
            return flow(json, name, tree);
        } else if (simple == UUID.class) {
            return names.within(tree, Fields.text(json, name));
        } else if (simple == ChannelPath.class) {
            return ChannelPath.parse(Fields.text(json, name));
        } else if (simple == boolean.class) {
            return Fields.flag(json, name);
        } else if (simple == int.class) {
            return Fields.smallNumber(json, name);
        } else if (simple == long.class) {
            return number(json, name);
        } else if (simple == OptionalLong.class) {
            return OptionalLong.of(number(json, name));
        } else if (simple == OptionalInt.class) {
            return OptionalInt.of(Fields.smallNumber(json, name));
        }
        return composed(simple, json, name, tree);
    }

    /** A name, or its parts. */
    private FlowId flow(Object json, String name, String tree) {
        if (json instanceof String text) {
            return names.flow(text, tree);
        }
        Fields parts = Fields.of(json, name);
        FlowId flow = names.flow(parts.needed("uuid"), parts.text("tree").orElse(tree));
        parts.nothingElse();
        return flow;
    }

    /** Times are numbers; durations may be texts. */
    private static long number(Object json, String name) {
        return name.endsWith("Ms") ? Fields.duration(json, name) : Fields.number(json, name);
    }

    private Object composed(Class<?> type, Object json, String name, String tree) {
        if (type == Submission.class) {
            return asking.submission(json, tree);
        } else if (type == Schedule.class) {
            return asking.schedule(json, tree);
        } else if (type.isEnum()) {
            return Asking.anyConstant(type, Fields.text(json, name), name);
        } else if (type.isRecord()) {
            return record(type.asSubclass(Record.class), json, new Fields(Map.of()), tree);
        }
        throw new IllegalArgumentException(name + " cannot be scripted: its type is " + type.getSimpleName());
    }

    private Object ofSeveral(ParameterizedType type, Object json, String name, String tree) {
        Class<?> container = (Class<?>) type.getRawType();
        Type element = type.getActualTypeArguments()[0];
        if (container == Optional.class) {
            return Optional.of(value(element, json, name, tree));
        }
        if (container == Map.class) {
            Fields members = Fields.of(json, name);
            Map<String, Object> map = new LinkedHashMap<>();
            members.names().forEach(key -> map.put(key, members.needed(key)));
            return map;
        }
        List<Object> values = new ArrayList<>();
        // One of them may stand alone.
        List<?> given = json instanceof List<?> list ? list : List.of(json);
        given.forEach(one -> values.add(value(element, one, name, tree)));
        return collection(container, values);
    }

    private static Record made(Class<? extends Record> type, List<Object> values) {
        Class<?>[] parameters = new Class<?>[values.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = type.getRecordComponents()[i].getType();
        }
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalArgumentException refused
                    ? refused
                    : new IllegalStateException("cannot make a " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }
}
