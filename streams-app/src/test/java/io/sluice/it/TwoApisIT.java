package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.web.HttpToken;
import io.sluice.web.Listening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every question, at whichever instance, also while one is killed: a right answer, or a 503 that says when to ask again. */
class TwoApisIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than an instance may take that waits for another one in vain. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(8);

    private static final HttpToken TOKEN = new HttpToken("a-token-that-nobody-guesses");

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private final Map<String, String> jobs = new TreeMap<>();
    private final Map<String, String> flows = new TreeMap<>();

    @Test
    void two_instances_answer_everything_wherever_it_is_asked_also_while_one_is_killed() {
        SchedulerProcess first = started("api-one");
        SchedulerProcess second = started("api-two");
        Rest one = new Rest(first.api().url(), TOKEN);
        Rest two = new Rest(second.api().url(), TOKEN);
        await("a share of the partitions for each").atMost(PATIENCE).until(() -> {
            int ofOne = first.api().partitions().size();
            int ofTwo = second.api().partitions().size();
            return ofOne > 0 && ofTwo > 0 && ofOne + ofTwo == SchedulerProcess.PARTITIONS;
        });
        List<String> trees = stage.trees(1);
        String pattern = trees.getFirst().replaceAll("-.*", "");
        Listening listening = Listening.to(one.url() + "/v1/events", "Authorization", TOKEN.header());

        trees.forEach(tree -> fill(tree.hashCode() % 2 == 0 ? one : two, tree));
        for (String question : questions(trees)) {
            assertThat(one.get(question).status()).as(question).isEqualTo(200);
            assertThat(two.get(question).status()).as(question).isEqualTo(200);
            if (question.contains(pattern)) {
                // One of both has forwarded it.
                assertThat(one.get(question).body())
                        .as(question)
                        .isEqualTo(two.get(question).body());
            }
        }

        first.kill();
        int waited = askUntilAllIsAnswered(two, questions(trees));
        System.out.println("answers 503 while the partitions moved: " + waited);
        assertThat(second.api().partitions()).hasSize(SchedulerProcess.PARTITIONS);
        trees.forEach(tree ->
                assertThat(two.get("/v1/jobs/" + jobs.get(tree)).status()).isEqualTo(200));

        // What happened meanwhile is told by the other one, without a gap.
        await("the end of the stream").until(listening::isOver);
        trees.forEach(tree -> fill(two, tree));
        Listening again = Listening.to(
                two.url() + "/v1/events", "Authorization", TOKEN.header(), "Last-Event-ID", listening.last());
        await("the last job of each tree").atMost(PATIENCE).untilAsserted(() -> {
            List<String> seen = again.told().stream()
                    .map(told -> told.data().path("job").asText())
                    .toList();
            assertThat(seen).containsAll(jobs.values());
        });
        for (String tree : trees) {
            List<Long> numbers = new ArrayList<>(numbersOf(tree, listening));
            numbers.addAll(numbersOf(tree, again));
            assertThat(numbers)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        }
        again.close();

        SchedulerProcess anew = started("api-one");
        askUntilAllIsAnswered(new Rest(anew.api().url(), TOKEN), questions(trees));
    }

    private SchedulerProcess started(String name) {
        SchedulerProcess scheduler = stage.scheduler(name);
        scheduler.launch("--http-token", TOKEN.value());
        scheduler.awaitReady();
        return scheduler;
    }

    private void fill(Rest api, String tree) {
        Rest.Answer job =
                api.post("/v1/jobs?wait=20s", "{'type':'nobody-runs-it','channel':'root.shop','tree':'" + tree + "'}");
        assertThat(job.text("verdict")).as(job.body().toString()).isEqualTo("accepted");
        jobs.put(tree, job.text("job"));
        Rest.Answer flow = api.post(
                "/v1/flows?wait=20s",
                "{'chain':[{'type':'nobody-runs-it'},{'type':'nobody-runs-it'}],'tree':'" + tree + "'}");
        assertThat(flow.text("verdict")).as(flow.body().toString()).isEqualTo("accepted");
        flows.put(tree, flow.text("flow"));
        Rest.Answer schedule = api.post(
                "/v1/schedules?wait=20s", "{'id':'yearly','cron':'@yearly','type':'report','tree':'" + tree + "'}");
        assertThat(schedule.text("verdict")).as(schedule.body().toString()).isEqualTo("accepted");
    }

    /** Each GET route, about each tree where it is about one. */
    private List<String> questions(List<String> trees) {
        List<String> questions =
                new ArrayList<>(List.of("/v1/trees", "/v1/workers", "/v1/health", "/v1/ready", "/v1/openapi.json"));
        for (String tree : trees) {
            for (String path : List.of(
                    "/v1/channels?",
                    "/v1/channels/text?",
                    "/v1/jobs?state=ready&",
                    "/v1/schedules?",
                    "/v1/schedules/yearly?",
                    "/v1/count?",
                    "/v1/sweeps?")) {
                questions.add(path + "tree=" + tree);
            }
            questions.add("/v1/jobs/" + jobs.get(tree));
            questions.add("/v1/jobs/" + jobs.get(tree) + "/why");
            questions.add("/v1/jobs/" + jobs.get(tree) + "/history");
            questions.add("/v1/ended?from=1h&tree=" + tree);
            questions.add("/v1/times?tree=" + tree);
            questions.add("/v1/forecast?tree=" + tree);
            questions.add("/v1/flows/" + flows.get(tree));
        }
        return questions;
    }

    /** Asks again and again; no answer may be another than a right one or a 503 with Retry-After, or take long. */
    private static int askUntilAllIsAnswered(Rest api, List<String> questions) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int waited = 0;
        int open = questions.size();
        while (open > 0) {
            assertThat(System.nanoTime())
                    .as("%d questions are still answered with 503", open)
                    .isLessThan(end);
            open = 0;
            for (String question : questions) {
                long begin = System.nanoTime();
                Rest.Answer answer = api.get(question);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .as(question)
                        .isLessThan(LONGEST_ANSWER);
                if (answer.status() != 200) {
                    assertThat(answer.status())
                            .as(question + " " + answer.body())
                            .isEqualTo(503);
                    open++;
                    waited++;
                    if (!question.equals("/v1/ready")) {
                        assertThat(answer.retryAfter()).as(question).isEqualTo("1");
                        assertThat(answer.text("error")).as(question).isNotEmpty();
                    }
                }
            }
        }
        return waited;
    }

    private static List<Long> numbersOf(String tree, Listening listening) {
        return listening.told().stream()
                .filter(told -> told.data().path("tree").asText().equals(tree))
                .map(told -> told.data().path("number").asLong())
                .collect(Collectors.toList());
    }
}
