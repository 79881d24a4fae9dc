package io.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The fields of a JSON object, checked. What is null is not there. Who has read all that may be there asks for
 * {@link #nothingElse()}, so that no mistyped name goes unseen.
 *
 * <p>Every method throws {@link IllegalArgumentException} with the field, its value and what is expected.
 *
 * @since 0.1
 */
public final class Fields {

    private final JsonNode object;
    private final String what;
    private final Set<String> asked = new TreeSet<>();

    private Fields(JsonNode object, String what) {
        this.object = object;
        this.what = what;
    }

    /** @param what how the object is called in messages, such as {@code the filter} */
    public static Fields of(JsonNode json, String what) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(what + " is " + shown(json) + "; expected is a JSON object");
        }
        return new Fields(json, what);
    }

    /** As it came. */
    public Optional<JsonNode> json(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    /** A text. */
    public Optional<String> text(String name) {
        return read(name, "a text", value -> value.isTextual() ? value.textValue() : null);
    }

    /** A text that must be there. */
    public String needed(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A whole number. */
    public OptionalInt number(String name) {
        Optional<Integer> number = read(name, "a whole number of 32 bits", Fields::whole);
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private static Integer whole(JsonNode value) {
        try {
            return value.isNumber() ? new BigDecimal(value.asText()).intValueExact() : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** True or false; false where it is not there. */
    public boolean flag(String name) {
        return flag(name, false);
    }

    /** True or false. */
    public boolean flag(String name, boolean otherwise) {
        return read(name, "true or false", value -> value.isBoolean() ? value.booleanValue() : null)
                .orElse(otherwise);
    }

    /** A span of time, such as {@code 90s}. */
    public Optional<Duration> span(String name) {
        return read(
                name,
                "a span such as 90s, 5m, 6h, 2d",
                value -> value.isTextual() ? Span.parse(value.textValue()).orElse(null) : null);
    }

    /** A point in time: a span from now, or an instant. */
    public Optional<Instant> moment(String name) {
        return text(name).map(text -> {
            try {
                return Span.fromNow(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " of " + what + ": " + e.getMessage(), e);
            }
        });
    }

    /** An object. */
    public Optional<Fields> object(String name) {
        return json(name).map(value -> of(value, name + " of " + what));
    }

    /** Texts; one may stand alone. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        list(name).forEach(value -> {
            if (!value.isTextual()) {
                throw wrong(name, value, "texts");
            }
            texts.add(value.textValue());
        });
        return texts;
    }

    /** Anything; one may stand alone. */
    public List<JsonNode> list(String name) {
        List<JsonNode> list = new ArrayList<>();
        json(name).ifPresent(value -> {
            if (value.isArray()) {
                value.forEach(list::add);
            } else {
                list.add(value);
            }
        });
        return list;
    }

    /** An object of texts. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        json(name).ifPresent(value -> {
            if (!value.isObject()) {
                throw wrong(name, value, "an object of texts");
            }
            value.properties().forEach(entry -> {
                if (!entry.getValue().isTextual()) {
                    throw wrong(name + "." + entry.getKey(), entry.getValue(), "a text");
                }
                map.put(entry.getKey(), entry.getValue().textValue());
            });
        });
        return map;
    }

    /** All but some of them, as they came. */
    public JsonNode without(String... names) {
        asked.addAll(List.of(names));
        ObjectNode rest = object.deepCopy();
        return rest.without(List.of(names));
    }

    /** That there is no field that nobody asked for. */
    public void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("unknown field \"" + shortened(name) + "\" in " + what
                        + "; known are " + String.join(", ", asked));
            }
        });
    }

    private <T> Optional<T> read(String name, String expected, Function<JsonNode, T> reading) {
        return json(name)
                .map(value ->
                        Optional.ofNullable(reading.apply(value)).orElseThrow(() -> wrong(name, value, expected)));
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("the field " + name + " of " + what + " is missing");
    }

    private IllegalArgumentException wrong(String name, JsonNode value, String expected) {
        return new IllegalArgumentException(
                "the field " + name + " of " + what + " is " + shown(value) + "; expected is " + expected);
    }

    private static String shown(JsonNode value) {
        return shortened(value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
