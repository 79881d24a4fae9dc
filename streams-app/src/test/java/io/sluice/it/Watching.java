package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ships to watch a scheduler with: the board, the alert rules, and the page that explains the metrics. */
final class Watching {

    private static final Path DEPLOY = Path.of("..", "deploy");

    private Watching() {}

    /** A metric as docs/metrics.md has it. */
    record Documented(String name, String kind, Set<String> labels) {}

    /** An expression and the texts beside it that show labels of what it finds. */
    record Shown(String expression, String texts) {}

    static List<Shown> shown() throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (JsonNode target : board().findParents("legendFormat")) {
            shown.add(new Shown(
                    target.path("expr").asText(), target.path("legendFormat").asText()));
        }
        for (JsonNode rule : alerts()) {
            shown.add(new Shown(
                    rule.path("expr").asText(),
                    rule.path("annotations").toString().replace("$labels.", "")));
        }
        return shown;
    }

    private static JsonNode board() throws IOException {
        return new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana").resolve("sluice.json").toFile());
    }

    static List<String> boardExpressions() throws IOException {
        JsonNode board = board();
        List<String> expressions = new ArrayList<>();
        board.findValues("expr").forEach(node -> expressions.add(node.asText()));
        board.findValues("definition")
                .forEach(node -> expressions.add(
                        node.asText().replaceAll("label_values\\((.*), (\\w+)\\)", "count by ($2) ($1)")));
        assertThat(expressions).hasSizeGreaterThan(50);
        return expressions;
    }

    static List<String> alertExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode rule : alerts()) {
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(rule.path("annotations").path("runbook").asText())
                    .as("what to do about %s", rule.path("alert"))
                    .hasSizeGreaterThan(40);
            assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "warning", "info");
            expressions.add(rule.path("expr").asText());
        }
        assertThat(expressions).hasSizeGreaterThan(10);
        return expressions;
    }

    static List<JsonNode> alerts() throws IOException {
        JsonNode file = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("prometheus").resolve("alerts.yml").toFile());
        List<JsonNode> rules = new ArrayList<>();
        file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    static List<Documented> documented() throws IOException {
        Pattern row = Pattern.compile("\\| `((?:sluice|jvm|process)_\\w+)` \\| (\\w+)[^|]* \\| ([^|]*) \\|.*");
        List<Documented> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                Set<String> labels = new TreeSet<>();
                Pattern.compile("`(\\w+)`")
                        .matcher(matcher.group(3))
                        .results()
                        .forEach(name -> labels.add(name.group(1)));
                rows.add(new Documented(matcher.group(1), matcher.group(2), labels));
            }
        }
        return rows;
    }
}
