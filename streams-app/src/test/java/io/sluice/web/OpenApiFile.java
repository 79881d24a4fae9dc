package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the file says about the API, in a form that a test can compare. */
final class OpenApiFile {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode file;

    OpenApiFile(JsonNode file) {
        this.file = file;
    }

    /** Each as {@code GET /v1/jobs}. */
    Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        file.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return routes;
    }

    static String name(Route route) {
        return route.method() + " " + route.path();
    }

    /** The names of the parameters of one kind, {@code query} or {@code path}. */
    Set<String> parameters(Route route, String kind) {
        Set<String> names = new TreeSet<>();
        operation(route).path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals(kind)) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    private JsonNode operation(Route route) {
        return file.path("paths").path(route.path()).path(route.method().name().toLowerCase(Locale.ROOT));
    }

    /** That an answer is one that the file promises. A field that the file does not name is a mistake here, too. */
    void promises(Route route, Asking.Answer answer) {
        JsonNode promised = resolved(operation(route).path("responses").path(Integer.toString(answer.status())));
        JsonNode schema = promised.at("/content/application~1json/schema");
        assertThat(schema.isMissingNode())
                .as(
                        "%s answers %d with %s, which openapi.json does not say",
                        name(route), answer.status(), answer.body())
                .isFalse();
        assertThat(fits(schema, answer.body()))
                .as("what is wrong with the answer %d of %s: %s", answer.status(), name(route), answer.body())
                .isEmpty();
        promised.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.header(header))
                        .as("the header %s of %s", header, name(route))
                        .isNotEmpty());
    }

    /** Whether what it answers is not JSON. */
    boolean isText(Route route) {
        return !operation(route).at("/responses/200/content").has("application/json");
    }

    /** That the body of a request is what the file asks for. */
    void takes(Route route, JsonNode body) {
        JsonNode schema = operation(route).at("/requestBody/content/application~1json/schema");
        assertThat(schema.isMissingNode())
                .as("the body of %s in openapi.json", name(route))
                .isFalse();
        assertThat(fits(schema, body))
                .as("what is wrong with the body of %s: %s", name(route), body)
                .isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? file.at(node.path("$ref").asText().substring(1)) : node;
    }

    private List<String> fits(JsonNode schema, JsonNode document) {
        ObjectNode whole = Answers.json().createObjectNode();
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("components", file.path("components").deepCopy());
        closed(whole);
        List<Error> errors = SCHEMAS.getSchema(whole).validate(document);
        return errors.stream().map(Error::toString).toList();
    }

    /** No object has fields that are not named. */
    private static void closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").isTextual()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(OpenApiFile::closed);
    }

    /** References that lead nowhere. */
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        nodes(file)
                .filter(node -> node.has("$ref"))
                .map(node -> node.path("$ref").asText())
                .forEach(target -> {
                    if (file.at(target.substring(1)).isMissingNode()) {
                        lost.add(target);
                    }
                });
        return lost;
    }

    private static Stream<JsonNode> nodes(JsonNode node) {
        return Stream.concat(
                Stream.of(node), StreamSupport.stream(node.spliterator(), false).flatMap(OpenApiFile::nodes));
    }
}
