package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** docs/http.md: what it shows is sent, what it lists is there. */
class HttpDocTest {

    private static final Pattern CURL = Pattern.compile(
            "^curl (?<post>-X POST )?.*?\"?\\$SLUICE(?<url>/[^\" \n]*)\"?(?: -d '(?<body>[^']*)')?$",
            Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(/[^`]*)` \\| (.*?) \\|", Pattern.MULTILINE);
    private static final Pattern ANSWER = Pattern.compile("```bash\\n(curl [^\\n]*)\\n```\\n```json\\n(.*?)\\n```");

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4");
    private final InstancesByHand instances = new InstancesByHand().owns(2, partition, "main", "acme");
    private final CommandsByHand commands = new CommandsByHand();
    private final HttpApi api =
            HttpApi.start(Door.local("127.0.0.1", 0), instances, new HttpApi.Log(commands, EventTopic.NONE));
    private final OpenApiFile file =
            new OpenApiFile(Asking.get(api, "/v1/openapi.json").body());

    @AfterEach
    void close() {
        api.close();
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("..", "docs", "http.md"));
    }

    private Route route(MatchResult curl) {
        String method = curl.group("post") == null ? "GET" : "POST";
        String path = curl.group("url").replaceFirst("\\?.*", "");
        // What is spelled out goes before what has parts in braces.
        List<Route> fitting = api.routes().stream()
                .filter(route -> route.method().name().equals(method))
                .filter(route -> path.matches(route.path().replaceAll("\\{\\w+}", "[^/]+")))
                .sorted((a, b) ->
                        Boolean.compare(a.path().contains("{"), b.path().contains("{")))
                .toList();
        assertThat(fitting).as(method + " " + path).isNotEmpty();
        return fitting.getFirst();
    }

    @Test
    void every_example_is_understood() throws IOException {
        int examples = 0;
        for (Matcher curl = CURL.matcher(text()); curl.find(); examples++) {
            MatchResult example = curl.toMatchResult();
            Route route = route(example);
            if (route.path().equals("/v1/events")) {
                continue;
            }
            if (example.group("post") == null) {
                assertThat(Asking.get(api, example.group("url")).status())
                        .as(example.group())
                        .isIn(200, 404);
            } else {
                JsonNode body = Answers.json().readTree(example.group("body"));
                file.takes(route, body);
                Asking.Answer answer = Asking.post(api, example.group("url"), example.group("body"));
                assertThat(answer.status()).as(example.group() + answer.body()).isIn(200, 202);
            }
        }
        assertThat(examples).isGreaterThan(10);
        assertThat(text().lines().filter(line -> line.startsWith("curl "))).hasSize(examples);
    }

    @Test
    void every_answer_that_is_shown_is_one_that_may_come() throws IOException {
        int answers = 0;
        for (Matcher shown = ANSWER.matcher(text()); shown.find(); answers++) {
            Matcher curl = CURL.matcher(shown.group(1));
            assertThat(curl.find()).isTrue();
            file.promises(
                    route(curl.toMatchResult()),
                    new Asking.Answer(200, Asking.NO_HEADERS, Answers.json().readTree(shown.group(2))));
        }
        assertThat(answers).isPositive();
    }

    @Test
    void every_route_and_every_parameter_is_listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        List<String> rows = new ArrayList<>();
        for (Matcher row = ROW.matcher(text()); row.find(); ) {
            listed.add(row.group(1));
            rows.add(row.group());
        }
        assertThat(listed)
                .isEqualTo(api.routes().stream().map(Route::path).collect(Collectors.toCollection(TreeSet::new)));
        for (Route route : api.routes()) {
            if (route.method().name().equals("GET")) {
                String row = rows.stream()
                        .filter(one -> one.startsWith("| `" + route.path() + "` |"))
                        .findFirst()
                        .orElseThrow();
                assertThat(route.parameters())
                        .allSatisfy(name -> assertThat(row).contains("`" + name + "`"));
            }
        }
    }
}
