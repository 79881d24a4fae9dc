package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.HandlerType;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Progress;
import io.sluice.core.Recorded;
import io.sluice.log.Ended;
import io.sluice.log.EndedQuery;
import io.sluice.log.History;
import io.sluice.log.HistoryEntry;
import io.sluice.log.MeasuredTimes;
import io.sluice.wire.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new route needs its place in openapi.json, and one line in {@link #questions()} or {@link #orders()}. */
class OpenApiTest {

    private static final HttpToken TOKEN = new HttpToken("a-token-that-nobody-guesses");
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4,root.shop:2:throttle=5/1s");
    private final InstancesByHand instances = new InstancesByHand().owns(2, partition, "main", "acme");
    private final CommandsByHand commands = new CommandsByHand();
    private final HttpApi api =
            HttpApi.start(Door.local("127.0.0.1", 0), instances, new HttpApi.Log(commands, EventTopic.NONE));
    private final OpenApiFile file =
            new OpenApiFile(Asking.get(api, "/v1/openapi.json").body());
    private JobId failed;
    private JobId running;
    private JobId later;
    private JobId paused;
    private String flow;

    @BeforeEach
    void fill() {
        partition.worker();
        failed = partition.failed("main", "root.shop");
        flow = partition.flow("main").toString();
        running = partition.submit("main", "root");
        partition.release();
        partition.begin(running, new Progress(40, "row 400"));
        partition.schedule("main", "hourly");
        later = partition.submitForLater("main", PartitionInMemory.NOW + 1000);
        partition.pause("main", "root.shop", "moving");
        paused = partition.submit("main", "root.shop");
        partition.configure("main", "root.shop:5");
        partition.sweep("main");
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** Questions to each route, by its path; each is answered with 200. */
    private Map<String, List<String>> questions() {
        // /v1/events never ends: EventsTest reads it.
        Map<String, List<String>> questions = new LinkedHashMap<>();
        questions.put("/v1/channels", List.of("", "?limit=1", "?tree=acme"));
        questions.put("/v1/channels/text", List.of("", "?tree=acme"));
        questions.put("/v1/trees", List.of("", "?limit=1"));
        questions.put(
                "/v1/jobs",
                List.of(
                        "?state=failed",
                        "?state=ready",
                        "?state=waiting&limit=1",
                        "?state=scheduled",
                        "?state=running"));
        questions.put("/v1/jobs/{id}", List.of("/v1/jobs/" + failed, "/v1/jobs/" + failed + "?payload=true"));
        questions.put(
                "/v1/jobs/{id}/why",
                Stream.of(failed, running, later, paused)
                        .map(job -> "/v1/jobs/" + job + "/why")
                        .toList());
        questions.put("/v1/flows/{id}", List.of("/v1/flows/" + flow, "/v1/flows/" + flow + "?joins=true&limit=1"));
        questions.put("/v1/schedules", List.of(""));
        questions.put("/v1/schedules/{id}", List.of("/v1/schedules/hourly"));
        questions.put("/v1/workers", List.of(""));
        questions.put("/v1/count", List.of("", "?channel=root&state=failed"));
        questions.put("/v1/sweeps", List.of(""));
        questions.put("/v1/health", List.of(""));
        questions.put("/v1/ready", List.of(""));
        questions.put("/v1/openapi.json", List.of(""));
        return questions;
    }

    /** A body for each route that takes one, by its path; where the path has parts, the one to ask stands before a blank. */
    private Map<String, String> orders() {
        String job = "/v1/jobs/" + failed;
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put(
                "/v1/jobs",
                "/v1/jobs {'type':'greet','payload':{'n':1},'tree':'acme','channel':'root.shop','eta':'5m','by':'ann',"
                        + "'dedup':{'key':'k','window':'10m'},'parents':['acme:01920000-0000-7000-8000-000000000001']}");
        orders.put("/v1/jobs/{id}/cancel", job + "/cancel {'reason':'late','force':true}");
        orders.put("/v1/jobs/{id}/requeue", job + "/requeue {}");
        orders.put("/v1/jobs/{id}/set-done", job + "/set-done {'result':{'rows':3}}");
        orders.put("/v1/jobs/{id}/delete", job + "/delete {'by':'ann'}");
        orders.put("/v1/jobs/{id}/reprioritize", job + "/reprioritize {'priority':-3}");
        orders.put("/v1/jobs/{id}/reschedule", job + "/reschedule {'eta':'6h'}");
        orders.put("/v1/jobs/{id}/move", job + "/move {'channel':'root.slow'}");
        orders.put("/v1/jobs/{id}/set-max-attempts", job + "/set-max-attempts {'maxAttempts':9}");
        orders.put(
                "/v1/sweeps",
                "/v1/sweeps {'action':'move','channel':'root.slow','filter':{'channel':'root.shop','state':['failed']}}");
        orders.put("/v1/sweeps/{id}/cancel", "/v1/sweeps/01920000-0000-7000-8000-000000000c0d/cancel {}");
        orders.put(
                "/v1/flows",
                "/v1/flows {'description':'nightly','chain':[{'type':'a'},{'jobs':[{'name':'x','type':'b'},"
                        + "{'type':'c','after':['x']}]},{'group':[{'type':'d'}]}]}");
        orders.put("/v1/flows/{id}/cancel", "/v1/flows/" + flow + "/cancel {'reason':'late'}");
        orders.put("/v1/flows/{id}/requeue", "/v1/flows/" + flow + "/requeue {}");
        orders.put("/v1/channels", "/v1/channels {'tree':'acme','channels':'root.shop:2'}");
        orders.put("/v1/pause", "/v1/pause {'channel':'root.shop','reason':'moving'}");
        orders.put("/v1/resume", "/v1/resume {'type':'greet'}");
        orders.put(
                "/v1/schedules",
                "/v1/schedules {'id':'nightly','cron':'30 2 * * *','type':'report','zone':'Europe/Berlin','overlap':'skip'}");
        orders.put("/v1/schedules/{id}/delete", "/v1/schedules/hourly/delete {}");
        orders.put("/v1/schedules/{id}/trigger", "/v1/schedules/hourly/trigger {'tree':'acme'}");
        orders.put("/v1/schedules/{id}/enable", "/v1/schedules/hourly/enable {}");
        orders.put("/v1/schedules/{id}/disable", "/v1/schedules/hourly/disable {}");
        orders.put("/v1/trees/{tree}/drop", "/v1/trees/acme/drop {'reason':'moved out'}");
        orders.replaceAll((path, order) -> order.replace('\'', '"'));
        return orders;
    }

    // ---- what there is

    @Test
    void the_file_has_every_route_and_no_other() {
        Set<String> routes =
                api.routes().stream().map(OpenApiFile::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(file.routes()).isEqualTo(routes);
    }

    @Test
    void the_file_has_every_parameter_and_no_other() {
        for (Route route : api.routes()) {
            assertThat(file.parameters(route, "query"))
                    .as(OpenApiFile.name(route))
                    .isEqualTo(route.parameters());
            assertThat(file.parameters(route, "path"))
                    .as(OpenApiFile.name(route))
                    .isEqualTo(parts(route.path()));
        }
    }

    private static Set<String> parts(String path) {
        Set<String> names = new TreeSet<>();
        Matcher part = PART.matcher(path);
        while (part.find()) {
            names.add(part.group(1));
        }
        return names;
    }

    @Test
    void every_reference_in_the_file_leads_somewhere() {
        assertThat(file.lost()).isEmpty();
    }

    // ---- what is answered

    @Test
    void every_question_is_answered_as_the_file_says() {
        for (Route route : api.routes()) {
            if (route.method().equals(HandlerType.GET) && !file.isText(route) && !isFromTheLog(route)) {
                assertThat(questions()).as("questions to try").containsKey(route.path());
                for (String question : questions().get(route.path())) {
                    Asking.Answer answer =
                            Asking.get(api, question.startsWith("/") ? question : route.path() + question);
                    assertThat(answer.status()).as(question).isEqualTo(200);
                    file.promises(route, answer);
                }
            }
        }
    }

    @Test
    void what_cannot_be_answered_is_as_the_file_says_too() {
        for (Route route : api.routes()) {
            if (route.method().equals(HandlerType.GET)) {
                if (!file.parameters(route, "query").isEmpty()) {
                    file.promises(route, Asking.get(api, sample(route) + "?nonsense=1"));
                }
                if (route.path().endsWith("{id}")) {
                    file.promises(route, Asking.get(api, route.path().replace("{id}", unknown(route))));
                }
                if (route.parameters().contains("tree") && !route.path().equals("/v1/events")) {
                    String state = route.parameters().contains("state") ? "&state=ready" : "";
                    file.promises(route, Asking.get(api, sample(route) + "?tree=elsewhere" + state));
                }
            }
        }
    }

    /** Here is no log; TwoApisIT asks on a real broker. */
    private static boolean isFromTheLog(Route route) {
        return route.path().equals("/v1/jobs/{id}/history")
                || route.path().equals("/v1/ended")
                || route.path().equals("/v1/times")
                || route.path().equals("/v1/forecast");
    }

    @Test
    void a_history_is_as_the_file_says() {
        Failure boom = new Failure("Boom", "on purpose", "a trace");
        Recorded event = new Recorded(
                "main",
                7,
                PartitionInMemory.NOW,
                new Cause("main", Optional.of(new UUID(1, 2)), "ann"),
                new Event.JobReady(failed, ChannelPath.ROOT, "greet"));
        HistoryEntry entry =
                new HistoryEntry(event, OptionalInt.of(1), OptionalInt.of(2), "w", Optional.of(boom), "more to say");
        History history = new History(failed, List.of(entry), 0, true, false, true);
        Route route = route("/v1/jobs/{id}/history");

        file.promises(
                route,
                new Asking.Answer(200, Asking.NO_HEADERS, Answers.json().valueToTree(HistoryDocument.of(history))));
        file.promises(route, Asking.get(api, "/v1/jobs/" + failed + "/history"));
    }

    @Test
    void what_ended_is_as_the_file_says() {
        Event.Run run = new Event.Run(Optional.empty(), 2, 2, "w", 1, 2);
        Failure boom = new Failure("Boom", "on purpose", "a trace");
        Ended.Job failure = new Ended.Job(
                failed, PartitionInMemory.NOW, JobState.FAILED, "greet", ChannelPath.ROOT, run, Optional.of(boom), "");
        Ended.Job cancel = new Ended.Job(
                failed,
                PartitionInMemory.NOW,
                JobState.CANCELLED,
                "greet",
                ChannelPath.ROOT,
                run,
                Optional.empty(),
                "late");
        Answers.Ended page = new Answers.Ended(
                "main",
                List.of(EndedDocument.of(failure), EndedDocument.of(cancel)),
                Optional.of(new EndedQuery.Place(5, 7).text()));

        file.promises(
                route("/v1/ended"),
                new Asking.Answer(200, Asking.NO_HEADERS, Answers.json().valueToTree(page)));
        assertThat(Asking.get(api, "/v1/ended").status()).as("without from").isEqualTo(400);
        assertThat(Asking.get(api, "/v1/ended?from=1h&state=ready").status()).isEqualTo(400);
        assertThat(Asking.get(api, "/v1/ended?from=1h&page=x").status()).isEqualTo(400);
        assertThat(Asking.get(api, "/v1/ended?from=1h&to=2h").status()).isEqualTo(400);
    }

    @Test
    void times_and_forecasts_are_as_the_file_says() {
        Times times = new Times();
        times.add(42);
        TimesDocument line = TimesDocument.of(
                new MeasuredTimes.Line(ChannelPath.ROOT, "greet", OptionalLong.of(0)),
                new MeasuredTimes.Both(times, new Times()));
        Forecast known = new Forecast(
                "root", 3, Optional.of(Instant.ofEpochMilli(PartitionInMemory.NOW)), Optional.empty(), List.of("x"));
        Forecast unknown = new Forecast("root", 3, Optional.empty(), Optional.of("root is paused"), List.of());

        file.promises(
                route("/v1/times"),
                new Asking.Answer(
                        200,
                        Asking.NO_HEADERS,
                        Answers.json().valueToTree(new Answers.MeasuredTimes("main", List.of(line), true))));
        for (Forecast forecast : List.of(known, unknown)) {
            file.promises(
                    route("/v1/forecast"),
                    new Asking.Answer(200, Asking.NO_HEADERS, Answers.json().valueToTree(forecast)));
        }
        assertThat(Asking.get(api, "/v1/times?hourly=maybe").status()).isEqualTo(400);
    }

    private Route route(String path) {
        return api.routes().stream()
                .filter(route -> route.path().equals(path) && route.method().equals(HandlerType.GET))
                .findFirst()
                .orElseThrow();
    }

    private String sample(Route route) {
        return route.path().contains("{id}")
                ? questions()
                        .getOrDefault(route.path(), List.of("/v1/jobs/" + failed + "/history"))
                        .getFirst()
                : route.path();
    }

    private static String unknown(Route route) {
        return route.path().contains("schedules") ? "unknown" : "main:01920000-0000-7000-8000-00000000ffff";
    }

    @Test
    void every_order_is_taken_and_answered_as_the_file_says() throws IOException {
        for (Route route : posts()) {
            file.takes(route, Answers.json().readTree(body(route)));
            answered(route, "", 202);
            answered(route, "?wait=5s", 200);
            commands.answer(null);
            answered(route, "?wait=5s", 202);
            commands.answer(new Commands.Verdict.Duplicate("main:01920000-0000-7000-8000-000000000001"));
            answered(route, "?wait=5s", 200);
            commands.answer(new Commands.Verdict.Rejected("WRONG_STATE", "it is RUNNING"));
            answered(route, "?wait=5s", 409);
            commands.answer(new Commands.Verdict.Rejected("BAD_FLOW", "a circle"));
            answered(route, "?wait=5s", 422);
            answered(route, "?wait=1m", 400);
            commands.answer(new Commands.Verdict.Accepted());
        }
        commands.fail(new Commands.NotSentException("no broker"));
        for (Route route : posts()) {
            answered(route, "", 503);
        }
    }

    @Test
    void what_a_command_would_do_is_told_as_the_file_says() {
        for (Route route : posts()) {
            if (Set.of("/v1/sweeps", "/v1/flows/{id}/cancel", "/v1/flows/{id}/requeue", "/v1/trees/{tree}/drop")
                    .contains(route.path())) {
                String dry = body(route).replaceFirst("}$", (body(route).equals("{}") ? "" : ",") + "\"dryRun\":true}");
                Asking.Answer answer = Asking.post(api, path(route), dry);
                assertThat(answer.status()).as(dry).isEqualTo(200);
                assertThat(answer.body().path("dryRun").asBoolean()).isTrue();
                file.promises(route, answer);
            }
        }
        assertThat(commands.sent).isEmpty();
    }

    private void answered(Route route, String query, int status) {
        Asking.Answer answer = Asking.post(api, path(route) + query, body(route));
        assertThat(answer.status())
                .as(OpenApiFile.name(route) + " " + answer.body())
                .isEqualTo(status);
        file.promises(route, answer);
    }

    private List<Route> posts() {
        return api.routes().stream()
                .filter(route -> route.method().equals(HandlerType.POST))
                .toList();
    }

    private String path(Route route) {
        assertThat(orders()).as("an order to try").containsKey(route.path());
        return orders().get(route.path()).split(" ", 2)[0];
    }

    private String body(Route route) {
        return orders().get(route.path()).split(" ", 2)[1];
    }

    @Test
    void an_answer_that_is_not_as_the_file_says_is_noticed() {
        Route jobs = Route.get("/v1/jobs", (request, given) -> {});

        assertThatThrownBy(() -> file.promises(jobs, Asking.get(api, "/v1/trees")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("jobs");
    }

    @Test
    void who_may_not_ask_is_told_so_as_the_file_says() {
        Door door = new Door("127.0.0.1", 0, Optional.empty(), Optional.of(TOKEN));
        try (HttpApi closed = HttpApi.start(door, instances, new HttpApi.Log(commands, EventTopic.NONE))) {
            for (Route route : closed.routes()) {
                boolean asks = route.method().equals(HandlerType.GET);
                file.promises(
                        route,
                        asks ? Asking.get(closed, sample(route)) : Asking.post(closed, path(route), body(route)));
            }
        }
        instances.notReady("restoring");
        Route ready = api.routes().stream()
                .filter(route -> route.path().equals("/v1/ready"))
                .findFirst()
                .orElseThrow();
        file.promises(ready, Asking.get(api, "/v1/ready"));
    }

    @Test
    void who_asks_for_something_else_is_told_where_the_file_is() {
        assertThat(Asking.get(api, "/v2").whatToDo()).contains("/v1/jobs/{id}").contains("/v1/openapi.json");
    }
}
