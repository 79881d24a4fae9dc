package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.ChannelOption;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.Progress;
import io.sluice.web.Answers;
import io.sluice.web.Commands;
import io.sluice.web.Door;
import io.sluice.web.EventTopic;
import io.sluice.web.HttpApi;
import io.sluice.web.HttpToken;
import io.sluice.web.InstancesByHand;
import io.sluice.web.PartitionInMemory;
import io.sluice.wire.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandsTest {

    private final PartitionInMemory partition =
            new PartitionInMemory(2).file("root:4,root.shop:2:retention=7d,root.shop.import:1");
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
                        "CHANNEL     CAPACITY  SEATS  READY  SCHEDULED  WAITING  FAILED  DONE  OPTIONS       PAUSED",
                        "root               4      0      0          0        0       0     0",
                        "  other            *      0      0          0        0       0     0",
                        "    deep           *      0      1          0        0       0     0",
                        "  shop             2      0      0          0        0       1     0  retention=7d",
                        "    import         1      0      0          0        0       0     0                by ann: moving");
    }

    @Test
    void a_scheduler_that_asks_for_a_token_is_told_it(@TempDir Path folder) throws IOException {
        String token = "a-token-that-nobody-guesses";
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        Door door = new Door("127.0.0.1", 0, Optional.empty(), Optional.of(new HttpToken(token)));
        HttpApi.Log log = new HttpApi.Log(
                Commands.NONE,
                new EventTopic(
                        () -> {
                            throw new IllegalStateException("no events here");
                        },
                        Wire.bundled()));
        try (HttpApi closed = HttpApi.start(door, new InstancesByHand().owns(2, partition, "main"), log)) {
            String url = "http://127.0.0.1:" + closed.port();

            Told refused = Told.by("channels", "--url", url);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("this API asks for a token").contains("SLUICE_HTTP_TOKEN");
            assertThat(Told.by("channels", "--url", url, "--token", token).code())
                    .isZero();
            assertThat(Told.by("channels", "--url", url, "--token-file", file.toString())
                            .code())
                    .isZero();
            assertThat(Told.by("channels", "--url", url, "--token", "short").err())
                    .contains("16 to 512")
                    .doesNotContain("short");
        }
    }

    @Test
    void more_channels_than_a_page_holds_are_shown_all_the_same() {
        for (int i = 0; i < 1001; i++) {
            partition.submit("acme", "root.many-" + i);
        }

        assertThat(told("channels", "--tree", "acme").out().lines()).hasSize(1005);
        assertThat(told("channels", "--tree", "acme", "--json").out()).contains("\"nextPage\":null");
    }

    @Test
    void the_export_reads_back_as_what_holds_and_the_difference_names_the_entries() {
        assertThat(told("channels", "diff").out()).contains("the channels of main are what the file says");

        partition.configure("main", "root.shop:5,new.*:2");

        assertThat(ChannelText.parse(told("channels", "export").out()))
                .containsEntry(
                        ChannelPath.parse("shop"), Limits.capacity(5).with(ChannelOption.RETENTION, 604_800_000L))
                .containsEntry(ChannelPath.declared("new.*"), Limits.capacity(2));
        assertThat(told("channels", "diff").out().lines().toList())
                .containsExactly(
                        "CHANNEL     FILE                      LIVE",
                        "root.new.*  -                         root.new.*:2",
                        "root.shop   root.shop:2:retention=7d  root.shop:5:retention=7d");
        assertThat(told("channels", "diff", "--help").out()).contains("Example:");
    }

    @Test
    void a_pause_names_either_a_channel_or_a_type() {
        assertThat(Told.by("pause").err()).contains("name either a channel or a --type");
        assertThat(Told.by("resume", "root", "--type", "mail").err()).contains("name either a channel or a --type");
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
    void a_job_is_shown_with_its_progress_and_its_log() {
        partition.worker();
        JobId job = partition.submit("main", "root");
        partition.release();
        partition.begin(job, new Progress(40, "row 400"));
        assertThat(told("job", job.toString()).out())
                .contains("progress     40 % row 400")
                .doesNotContain("log  ");

        partition.end(job, new Command.Done(Optional.empty()), "opened the file\nread 1000 rows");
        assertThat(told("job", job.toString()).out())
                .containsSubsequence("log          the last 2 lines", "opened the file", "read 1000 rows");
        assertThat(told("job", job.toString(), "--json").out())
                .contains("\"percent\":40")
                .contains("[\"opened the file\",\"read 1000 rows\"]");
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
    void schedules_are_listed_with_their_next_and_last_slot_page_by_page() {
        partition.schedule("acme", "hourly");
        partition.schedule("acme", "nightly");
        partition.trigger("acme", "hourly");

        assertThat(told("schedules", "--tree", "acme").out().lines().toList())
                .containsExactly(
                        "SCHEDULE  CRON     ZONE           TYPE   CHANNEL    NEXT                  LAST",
                        "hourly    @hourly  Europe/Berlin  greet  root.shop  2026-01-01T01:00:00Z  2026-01-01T00:00:00Z",
                        "nightly   @hourly  Europe/Berlin  greet  root.shop  2026-01-01T01:00:00Z  never");
        Told page = told("schedules", "--tree", "acme", "--limit", "1");
        assertThat(page.err()).contains("there are more: add --page hourly");
        assertThat(told("schedules", "--tree", "acme", "--limit", "1", "--page", "hourly")
                        .out())
                .contains("nightly")
                .doesNotContain("hourly   ");
    }

    @Test
    void a_schedule_is_shown_with_its_payload() {
        partition.schedule("acme", "hourly");
        partition.trigger("acme", "hourly");

        assertThat(told("schedule", "show", "hourly", "--tree", "acme").out())
                .contains("next         2026-01-01T01:00:00Z")
                .contains("last job     acme:")
                .contains("overlap      skip")
                .contains("{\"n\":1}");
        assertThat(told("schedule", "show", "hourly", "--tree", "acme", "--json")
                        .out())
                .contains("\"cron\":\"@hourly\"");
        Told none = told("schedule", "show", "weekly");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("there is no schedule weekly in tree main");
    }

    @Test
    void a_schedule_that_does_not_read_is_refused_before_anything_is_sent() {
        assertThat(told("schedule", "put", "x", "0 0 * * FUNDAY", "t").err())
                .contains("the cron line is \"0 0 * * FUNDAY\"");
        assertThat(told("schedule", "put", "x", "@daily", "t", "--zone", "Mars").err())
                .contains("the time zone is \"Mars\"");
        assertThat(told("schedule", "put", "no name", "@daily", "t").err()).contains("is no name");
        assertThat(told("schedule", "put", "x", "@daily", "t", "--overlap", "maybe")
                        .code())
                .isEqualTo(2);
        assertThat(Told.by("schedule").err()).contains("a command is missing");
    }

    @Test
    void a_bare_uuid_is_a_job_of_the_tree_main() {
        JobId job = partition.submit("main", "root.shop");

        Told told = told("job", job.uuid().toString());

        assertThat(told.err()).isEmpty();
        assertThat(told.out()).isEqualTo(told("job", job.toString()).out()).contains(job.toString());
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
        for (String url : List.of("ftp://x", "http://127.0.0.1:99999")) {
            Told told = Told.by("channels", "--url", url);
            assertThat(told.code()).isEqualTo(2);
            assertThat(told.err())
                    .contains("--url is \"" + url + "\", which is no address")
                    .doesNotContain("\tat ");
        }
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
