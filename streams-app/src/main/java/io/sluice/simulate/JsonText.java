package io.sluice.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON as maps, lists, texts, numbers, booleans and null. The streaming half of Jackson only: a script shall start at once. */
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern PLACES =
            Pattern.compile(" *\\(start marker at \\[Source:.*?]\\)|\\[Source:.*?]|\\(`?StreamReadFeature[^)]*\\)");

    private JsonText() {}

    /** @throws IllegalArgumentException if it is anything but one JSON object */
    static Map<String, Object> object(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a line is one JSON object, such as {\"at\":5,\"done\":\"j1\"}");
            }
            Map<String, Object> object = members(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more behind the JSON object; one a line is expected");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON: " + words(e) + " (column " + e.getLocation().getColumnNr() + ")", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the parser's own places: it has seen one line, and nobody can set its switches here. */
    private static String words(JsonProcessingException e) {
        return PLACES.matcher(e.getOriginalMessage()).replaceAll("").strip();
    }

    /** What a text says as JSON; the text itself if it is none. */
    static Object valueOr(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = parser.currentToken() == null ? text : value(parser);
            return value != null && parser.nextToken() == null ? value : text;
        } catch (IOException | IllegalArgumentException e) {
            return text;
        }
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            // The parser's tokens are no sealed type of ours.
            default -> throw new IllegalArgumentException("no JSON value: " + parser.currentToken());
        };
    }

    /** On one line. */
    static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> object -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    json.writeFieldName(String.valueOf(member.getKey()));
                    write(member.getValue(), json);
                }
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(element, json);
                }
                json.writeEndArray();
            }
            case Boolean flag -> json.writeBoolean(flag);
            case Number number -> json.writeNumber(number.toString());
            // Whatever else there is stands as text.
            default -> json.writeString(value.toString());
        }
    }
}
