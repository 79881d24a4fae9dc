package io.sluice.simulate;

import io.sluice.core.Durations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a JSON object, each read by name; what nobody asked for is an error. */
final class Fields {

    private final Map<String, Object> object;
    private final TreeSet<String> asked = new TreeSet<>();

    Fields(Map<String, Object> object) {
        this.object = object;
    }

    /**
     * What stands in a script as an object.
     *
     * @param what how the words of an error call it
     */
    static Fields of(Object json, String what) {
        if (json instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) map;
            return new Fields(object);
        }
        throw new IllegalArgumentException(what + " is " + JsonText.text(json) + "; expected is an object {…}");
    }

    /** The value; null and nothing are the same. */
    Optional<Object> get(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }

    boolean has(String name) {
        return get(name).isPresent();
    }

    Optional<String> text(String name) {
        return get(name).map(value -> text(value, name));
    }

    static String text(Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is " + JsonText.text(value) + "; expected is a text");
    }

    String needed(String name) {
        return text(there(name), name);
    }

    /** The value of a field that has to be there. */
    Object there(String name) {
        return get(name).orElseThrow(() -> new IllegalArgumentException("the field " + name + " is missing"));
    }

    /** A field that scripts call by one name and the schema by another: at most one of them. */
    Optional<Object> either(String name, String other) {
        Optional<Object> first = get(name);
        Optional<Object> second = get(other);
        if (first.isPresent() && second.isPresent()) {
            throw new IllegalArgumentException(name + " and " + other + " are the same; one of them is enough");
        }
        return first.isPresent() ? first : second;
    }

    /** As {@link #either}, of a field that has to be there. */
    Object eitherThere(String name, String other) {
        return either(name, other).orElseThrow(() -> new IllegalArgumentException("the field " + name + " is missing"));
    }

    OptionalLong number(String name) {
        Optional<Object> value = get(name);
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(value.get(), name));
    }

    static long number(Object value, String name) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(name + " is " + JsonText.text(value) + "; expected is a whole number");
    }

    static int smallNumber(Object value, String name) {
        long number = number(value, name);
        if (number != (int) number) {
            throw new IllegalArgumentException(name + " is " + number + "; expected is a 32-bit number");
        }
        return (int) number;
    }

    /** Milliseconds: a number of them or a text such as {@code 10s}. In the schema the name ends in {@code Ms}. */
    OptionalLong duration(String name) {
        return duration(name, name + "Ms");
    }

    /** The same where the schema has quite another name. */
    OptionalLong duration(String name, String schemas) {
        Optional<Object> value = either(name, schemas);
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(duration(value.get(), name));
    }

    static long duration(Object value, String name) {
        try {
            return value instanceof String text ? Durations.parse(text) : number(value, name);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " is " + JsonText.text(value) + ", which is too long", e);
        }
    }

    boolean flag(String name) {
        return flag(name, false);
    }

    boolean flag(String name, boolean unsaid) {
        return flag(get(name).orElse(unsaid), name);
    }

    static boolean flag(Object value, String name) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(name + " is " + JsonText.text(value) + "; expected is true or false");
    }

    /** A field that is there and says something: the schema writes nothing as an empty text. */
    Optional<String> someText(String name) {
        return text(name).filter(text -> !text.isEmpty());
    }

    List<?> list(String name) {
        return list(get(name).orElse(List.of()), name);
    }

    Set<String> names() {
        return object.keySet();
    }

    static List<?> list(Object value, String name) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(name + " is " + JsonText.text(value) + "; expected is a list […]");
    }

    /** @throws IllegalArgumentException naming a field that nobody asked for */
    void nothingElse() {
        for (String name : object.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown field \"" + name + "\"; known are " + String.join(", ", asked));
            }
        }
    }
}
