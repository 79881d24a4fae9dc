package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.JobId;
import io.sluice.web.Answers;
import io.sluice.web.HttpApi;
import io.sluice.web.InstancesByHand;
import io.sluice.web.PartitionInMemory;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryCommandsTest {

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4,root.shop:2,root.shop.import:1");
    private final HttpApi api = HttpApi.start("127.0.0.1", 0, new InstancesByHand().owns(2, partition, "main", "acme"));

    @AfterEach
    void close() {
        api.close();
    }

    private Told told(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + api.port()));
        return Told.by(all.toArray(String[]::new));
    }

    @Test
    void channels_are_shown_as_a_tree() {
        partition.worker();
        partition.failed("main", "root.shop");
        partition.submit("main", "root.other.deep");
        partition.pause("main", "root.shop.import", "moving");

        Told told = told("channels");

        assertThat(told.err()).isEmpty();
        assertThat(told.code()).isZero();
        assertThat(told.out().lines().toList())
                .containsExactly(
                        "CHANNEL     CAPACITY  SEATS  READY  SCHEDULED  WAITING  FAILED  DONE  PAUSED",
                        "root               4      0      0          0        0       0     0",
                        "  other            *      0      0          0        0       0     0",
                        "    deep           *      0      1          0        0       0     0",
                        "  shop             2      0      0          0        0       1     0",
                        "    import         1      0      0          0        0       0     0  by ann: moving");
    }

    @Test
    void json_is_the_document_of_the_api() throws IOException {
        JsonNode answer = Answers.json().readTree(told("channels", "--json").out());

        assertThat(answer.path("tree").asText()).isEqualTo("main");
        assertThat(answer.path("channels").path(1).path("capacity").asInt()).isEqualTo(2);
    }

    @Test
    void failed_jobs_are_listed_with_their_error_and_the_next_page_is_offered() {
        partition.worker();
        JobId first = partition.failed("main", "root.shop");
        partition.failed("main", "root.shop");

        Told told = told("jobs", "--state", "failed", "--limit", "1");

        assertThat(told.out()).contains("ERROR").contains("java.io.IOException: disk full");
        assertThat(told.out().lines()).hasSize(2);
        String page = told.err().replaceAll("(?s).*--page (\\S+).*", "$1");
        assertThat(told("jobs", "--state", "failed", "--limit", "1", "--page", page)
                        .out())
                .contains(first.toString());
    }

    @Test
    void a_channel_may_name_its_tree() {
        partition.submit("acme", "root.shop");

        assertThat(told("jobs", "--state", "ready", "--channel", "acme/shop").out())
                .contains("acme:")
                .contains("root.shop");
        assertThat(told("jobs", "--state", "ready", "--channel", "acme/shop", "--tree", "main")
                        .err())
                .contains("the channel says tree acme and --tree says main");
    }

    @Test
    void a_job_is_shown_with_its_trace() {
        partition.worker();
        JobId job = partition.failed("main", "root.shop");

        String out = told("job", job.toString(), "--payload").out();

        assertThat(out)
                .contains("id           " + job)
                .contains("state        FAILED")
                .contains("header user  ann")
                .contains("{\"n\":0}")
                .contains("error        java.io.IOException: disk full")
                .contains("\tat A.b")
                .doesNotContain("Optional")
                .doesNotContain("result");
    }

    @Test
    void workers_and_trees_are_listed() {
        partition.worker();
        partition.submit("acme", "root");

        assertThat(told("workers").out().lines().toList())
                .containsExactly(
                        "WORKER    SLOTS  TOPICS               TYPES", "worker-1      4  sluice.channel.root  greet");
        assertThat(told("trees").out().lines().toList())
                .containsExactly("TREE  PARTITION  SEATS  READY", "acme          2      0      1");
    }

    @Test
    void a_job_that_is_not_there_ends_with_1() {
        Told told = told("job", "main:01920000-0000-7000-8000-000000000001");

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).contains("no job main:01920000-0000-7000-8000-000000000001 is kept");
    }

    @Test
    void bad_usage_ends_with_2() {
        assertThat(told("jobs", "--state", "broken").code()).isEqualTo(2);
        assertThat(told("jobs", "--state", "broken").err()).contains("FAILED");
        assertThat(told("jobs", "--state", "ready", "--limit", "5000").err()).contains("1 to 1000");
        assertThat(told("job", "nonsense").err()).contains("tree:uuid");
        assertThat(Told.by("channels", "--url", "http://").code()).isEqualTo(2);
    }

    @Test
    void nobody_there_ends_with_2_and_says_what_to_do() throws IOException {
        String url;
        try (ServerSocket socket = new ServerSocket(0)) {
            url = "http://127.0.0.1:" + socket.getLocalPort();
        }

        Told told = Told.by("channels", "--url", url);

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err())
                .contains("no scheduler answers at " + url + "; start one with ./sluice local or pass --url");
        assertThat(Told.by("pause", "root", "--url", url).err()).contains("no scheduler answers at " + url);
    }
}
