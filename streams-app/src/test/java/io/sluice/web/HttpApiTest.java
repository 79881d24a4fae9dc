package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Progress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4,root.shop:2,root.import:*:topic");
    private final InstancesByHand instances = new InstancesByHand().owns(2, partition, "main", "acme");
    private final HttpApi api = HttpApi.start("127.0.0.1", 0, instances);

    @AfterEach
    void close() {
        api.close();
    }

    private Asking.Answer get(String path) {
        return Asking.get(api, path);
    }

    // ---- flows

    @Test
    void a_flow_shows_its_progress_and_its_jobs_page_by_page_without_hidden_joins() {
        String flow = partition.flow("main").toString();

        JsonNode first = get("/v1/flows/" + flow + "?limit=3").body();
        assertThat(first.path("description").asText()).isEqualTo("month's end");
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.path("done").asInt()).isZero();
        assertThat(first.path("closedAt").isNull()).isTrue();
        assertThat(first.path("jobs")).hasSize(2);
        assertThat(first.path("jobs").path(0).path("state").asText()).isEqualTo("READY");
        JsonNode last = get("/v1/flows/" + flow + "?limit=3&page="
                        + first.path("nextPage").asText())
                .body();
        assertThat(last.path("jobs")).hasSize(1);
        assertThat(last.path("jobs").path(0).path("state").asText()).isEqualTo("WAITING");
        assertThat(last.path("nextPage").isNull()).isTrue();
        assertThat(get("/v1/flows/" + flow + "?joins=true").body().path("jobs")).hasSize(4);
    }

    @Test
    void waiting_jobs_are_listed_without_hidden_joins() {
        partition.flow("main");

        assertThat(get("/v1/jobs?state=waiting").body().path("jobs")).hasSize(1);
        assertThat(get("/v1/channels")
                        .body()
                        .path("channels")
                        .path(0)
                        .path("waiting")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_flow_that_is_not_kept_is_not_found_and_a_page_that_is_none_is_refused() {
        assertThat(get("/v1/flows/main:01920000-0000-7000-8000-000000000001").status())
                .isEqualTo(404);
        assertThat(get("/v1/flows/" + partition.flow("main") + "?page=x").status())
                .isEqualTo(400);
    }

    // ---- channels

    @Test
    void channels_show_limits_seats_and_counts() throws Exception {
        partition.worker();
        partition.failed("main", "root.shop");
        partition.submit("main", "root.shop");
        partition.release();
        partition.submit("main", "root.shop");

        assertThat(get("/v1/channels").body().path("channels").path(2))
                .isEqualTo(Answers.json().readTree("""
                {"path": "root.shop", "capacity": 2, "options": [], "topic": "sluice.channel.root", "paused": null,
                 "seats": 1, "ready": 1, "scheduled": 0, "waiting": 0, "failed": 1,
                 "total": {"done": 0, "failed": 1, "retried": 0, "cancelled": 0}}"""));
    }

    @Test
    void a_warning_says_that_the_live_workers_have_fewer_slots_than_root_has_seats() {
        assertThat(get("/v1/channels").body().path("warning").asText()).contains("no worker is live");

        partition.worker();
        assertThat(get("/v1/channels").body().path("warning").isNull()).isTrue();

        partition.configure("main", "root:5");
        assertThat(get("/v1/channels").body().path("warning").asText())
                .contains("root may have 5 seats, but the live workers have 4 slots together");
    }

    @Test
    void a_channel_without_a_limit_has_a_null_capacity_and_one_with_a_topic_names_it() {
        JsonNode channel = get("/v1/channels?tree=acme").body().path("channels").path(1);

        assertThat(channel.path("path").asText()).isEqualTo("root.import");
        assertThat(channel.path("capacity").isNull()).isTrue();
        assertThat(channel.path("topic").asText()).isEqualTo("sluice.channel.root.import");
    }

    @Test
    void a_pause_says_why_by_whom_and_since_when() {
        partition.pause("main", "root.shop", "moving");

        JsonNode paused = get("/v1/channels").body().path("channels").path(2).path("paused");

        assertThat(paused.path("reason").asText()).isEqualTo("moving");
        assertThat(paused.path("by").asText()).isEqualTo("ann");
        assertThat(paused.path("at").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void the_channel_text_of_a_tree_is_told_with_where_it_is_not_what_the_file_says() throws Exception {
        partition.configure("main", "root.shop:5");

        JsonNode answer = get("/v1/channels/text").body();

        assertThat(answer.path("text").asText()).contains("root.shop:5\n").contains("root:4\n");
        assertThat(answer.path("differences")).isEqualTo(Answers.json().readTree("""
                [{"path": "root.shop", "file": "root.shop:2", "live": "root.shop:5"}]"""));
        assertThat(get("/v1/channels/text?tree=acme").body().path("differences").isEmpty())
                .isTrue();
    }

    // ---- jobs

    @Test
    void failed_jobs_are_listed_with_their_error() {
        partition.worker();
        JobId job = partition.failed("main", "root.shop");

        JsonNode row = get("/v1/jobs?state=failed").body().path("jobs").path(0);

        assertThat(row.path("id").asText()).isEqualTo(job.toString());
        assertThat(row.path("state").asText()).isEqualTo("FAILED");
        assertThat(row.path("error").asText()).isEqualTo("java.io.IOException: disk full");
        assertThat(row.path("worker").asText()).isEqualTo("worker-1");
        assertThat(row.path("notBefore").isNull()).isTrue();
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            submitted.add(partition.submit("main", "root.shop").toString());
        }
        List<String> seen = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = get("/v1/jobs?state=READY&limit=3&page=" + page).body();
            answer.path("jobs").forEach(row -> seen.add(row.path("id").asText()));
            page = answer.path("nextPage").asText("");
        } while (!page.isEmpty() && !page.equals("null"));

        assertThat(seen).isEqualTo(submitted);
    }

    @Test
    void jobs_of_one_channel_are_listed_alone() {
        partition.submit("main", "root");
        JobId wanted = partition.submit("main", "root.shop");

        JsonNode jobs = get("/v1/jobs?state=ready&channel=root.shop").body().path("jobs");

        assertThat(jobs).hasSize(1);
        assertThat(jobs.path(0).path("id").asText()).isEqualTo(wanted.toString());
    }

    @Test
    void a_job_is_shown_with_trace_headers_and_without_its_payload() {
        partition.worker();
        JobId job = partition.failed("main", "root.shop");

        JsonNode details = get("/v1/jobs/" + job).body();

        assertThat(details.path("id").asText()).isEqualTo(job.toString());
        assertThat(details.path("failure").path("stackTrace").asText()).contains("at A.b");
        assertThat(details.path("headers").path("user").asText()).isEqualTo("ann");
        assertThat(details.path("payload").path("size").asInt()).isEqualTo(7);
        assertThat(details.path("payload").path("text").isNull()).isTrue();
    }

    @Test
    void a_payload_is_shown_as_text_or_base64_on_demand() {
        JobId json = partition.submit("main", "root");
        JobId bytes = partition.submit("main", "root", new Payload(new byte[] {1, 2}, "application/octet-stream"));

        assertThat(get("/v1/jobs/" + json + "?payload=true")
                        .body()
                        .path("payload")
                        .path("text")
                        .asText())
                .isEqualTo("{\"n\":0}");
        assertThat(get("/v1/jobs/" + bytes + "?payload=true")
                        .body()
                        .path("payload")
                        .path("base64")
                        .asText())
                .isEqualTo("AQI=");
    }

    @Test
    void a_done_job_shows_its_result() {
        partition.worker();
        JobId job = partition.submit("main", "root");
        partition.release();
        partition.run(job, new Command.Done(Optional.of("42")));

        assertThat(get("/v1/jobs/" + job).body().path("result").asText()).isEqualTo("42");
        assertThat(get("/v1/jobs/" + job).body().path("state").asText()).isEqualTo("DONE");
    }

    @Test
    void a_job_shows_how_far_it_is_while_it_runs_and_what_it_logged_when_it_ended() {
        partition.worker();
        JobId job = partition.submit("main", "root");
        partition.release();
        partition.begin(job, new Progress(40, "row 400"));

        JsonNode running = get("/v1/jobs?state=running").body().path("jobs").path(0);
        assertThat(running.path("progress").path("percent").asInt()).isEqualTo(40);
        assertThat(running.path("progress").path("message").asText()).isEqualTo("row 400");
        assertThat(get("/v1/jobs/" + job).body().path("log")).isEmpty();

        partition.end(job, new Command.Done(Optional.empty()), "opened the file\nread 1000 rows");
        JsonNode done = get("/v1/jobs/" + job).body();
        assertThat(done.path("progress").path("percent").asInt()).isEqualTo(40);
        assertThat(done.path("log")).extracting(JsonNode::asText).containsExactly("opened the file", "read 1000 rows");
    }

    @Test
    void the_documents_read_back_as_they_were_written() throws Exception {
        partition.worker();
        JobId job = partition.failed("main", "root.shop");
        JobDetails written = partition.queries().job(job, true).orElseThrow();

        assertThat(Answers.json().readValue(Answers.json().writeValueAsBytes(written), JobDetails.class))
                .isEqualTo(written);
    }

    // ---- everything

    @Test
    void workers_and_trees_are_listed() {
        partition.worker();
        partition.submit("acme", "root");
        partition.submit("main", "root");

        assertThat(get("/v1/workers")
                        .body()
                        .path("workers")
                        .path(0)
                        .path("types")
                        .path(0)
                        .asText())
                .isEqualTo("greet");
        assertThat(get("/v1/trees?limit=1").body().toString())
                .isEqualTo("{\"trees\":[{\"tree\":\"acme\",\"partition\":2,\"seats\":0,\"ready\":1}],"
                        + "\"nextPage\":\"acme\",\"missing\":[]}");
        assertThat(get("/v1/trees?limit=1&page=acme")
                        .body()
                        .path("trees")
                        .path(0)
                        .path("tree")
                        .asText())
                .isEqualTo("main");
        assertThat(get("/v1/trees?limit=1&page=acme").body().path("nextPage").isNull())
                .isTrue();
    }

    @Test
    void health_always_answers_and_ready_only_when_it_is() {
        instances.notReady("restoring");

        assertThat(get("/v1/health").status()).isEqualTo(200);
        assertThat(get("/v1/health").body().path("bootstrapServers").asText()).isEqualTo("broker:9092");
        assertThat(get("/v1/ready").status()).isEqualTo(503);
        assertThat(get("/v1/ready").body().path("state").asText()).isEqualTo("restoring");
    }

    @Test
    void channels_sweeps_and_workers_come_in_pages_without_a_gap() {
        for (int i = 0; i < 5; i++) {
            partition.submit("main", "root.many." + i);
            partition.sweep("main");
            partition.worker("host.example-" + i);
        }

        assertThat(paged("/v1/channels?limit=3", "channels", "path"))
                .isEqualTo(paged("/v1/channels?limit=1000", "channels", "path"))
                .hasSize(9)
                .contains("root", "root.import", "root.shop", "root.many", "root.many.4");
        assertThat(get("/v1/channels?limit=1&page=root.import")
                        .body()
                        .path("channels")
                        .path(0)
                        .path("topic")
                        .asText())
                .isEqualTo("sluice.channel.root");
        assertThat(paged("/v1/sweeps?limit=2", "sweeps", "id")).hasSize(5).doesNotHaveDuplicates();
        assertThat(paged("/v1/workers?limit=2", "workers", "id")).hasSize(5).doesNotHaveDuplicates();
        for (String path : List.of("/v1/channels?page=a..b", "/v1/sweeps?page=x", "/v1/workers?page=%00")) {
            assertThat(get(path).status()).isEqualTo(400);
            assertThat(get(path).whatToDo()).contains("nextPage");
        }
    }

    private List<String> paged(String path, String rows, String name) {
        List<String> names = new ArrayList<>();
        JsonNode page = get(path).body();
        page.path(rows).forEach(row -> names.add(row.path(name).asText()));
        while (page.hasNonNull("nextPage")) {
            page = get(path + "&page=" + page.path("nextPage").asText()).body();
            page.path(rows).forEach(row -> names.add(row.path(name).asText()));
        }
        return names;
    }

    // ---- what cannot be answered

    @Test
    void an_unknown_state_is_answered_with_the_known_ones() {
        Asking.Answer answer = get("/v1/jobs?state=broken");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("unknown state \"broken\"");
        assertThat(answer.whatToDo()).contains("WAITING, SCHEDULED, READY, RELEASED, RUNNING, DONE, FAILED, CANCELLED");
    }

    @Test
    void wrong_parameters_are_refused_with_what_is_allowed() {
        assertThat(get("/v1/jobs").error()).contains("state is missing");
        assertThat(get("/v1/jobs?state=ready&limit=1001").whatToDo()).contains("1 to 1000");
        assertThat(get("/v1/jobs?state=ready&page=xyz").status()).isEqualTo(400);
        assertThat(get("/v1/jobs?state=ready&chanel=root").error()).isEqualTo("unknown parameter \"chanel\"");
        assertThat(get("/v1/jobs?state=ready&channel=root..a").status()).isEqualTo(400);
        assertThat(get("/v1/channels?tree=a%20b").status()).isEqualTo(400);
        assertThat(get("/v1/channels?tree=a&tree=b").error()).isEqualTo("the parameter tree stands there twice");
        assertThat(get("/v1/trees?page=a%00b").status()).isEqualTo(400);
        assertThat(get("/v1/jobs/nonsense").error()).contains("is not a job id");
        assertThat(get("/v1/jobs/main:01920000-0000-7000-8000-000000000001?payload=yes")
                        .whatToDo())
                .isEqualTo("true and false are allowed");
    }

    @Test
    void an_unknown_job_and_an_unknown_path_are_not_found() {
        assertThat(get("/v1/jobs/main:01920000-0000-7000-8000-000000000001").status())
                .isEqualTo(404);
        assertThat(get("/v2/jobs").status()).isEqualTo(404);
        assertThat(get("/v2/jobs").whatToDo()).contains("/v1/jobs");
    }

    @Test
    void a_moving_partition_says_when_to_ask_again() {
        Asking.Answer answer = get("/v1/channels?tree=elsewhere");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(answer.error()).contains("restored");
    }

    @Test
    void a_port_that_is_taken_is_named() {
        assertThatThrownBy(() -> HttpApi.start("127.0.0.1", api.port(), instances))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + api.port());
    }

    @Test
    void metrics_are_told_as_prometheus_reads_them() throws Exception {
        for (String path : List.of("/metrics", "/v1/metrics")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).isEqualTo(instances.metrics());
        }
    }

    // ---- jobs

    @Test
    void a_count_tells_how_many_jobs_a_filter_lets_through() {
        partition.worker();
        partition.failed("main", "root.shop");
        partition.submit("main", "root.shop");
        partition.submit("main", "root.import.a");
        partition.submit("acme", "root.shop");

        assertThat(count("")).isEqualTo(3);
        assertThat(count("?channel=root.shop")).isEqualTo(2);
        assertThat(count("?channel=root.import")).isEqualTo(1);
        assertThat(count("?state=failed,ready&channel=root.shop")).isEqualTo(2);
        assertThat(count("?state=failed&error=java.io.IOException")).isEqualTo(1);
        assertThat(count("?state=failed&error=Other")).isZero();
        assertThat(count("?type=other")).isZero();
        assertThat(count("?tree=acme")).isEqualTo(1);
        assertThat(get("/v1/count").body().path("complete").asBoolean()).isTrue();
        assertThat(get("/v1/count?state=broken").status()).isEqualTo(400);
        assertThat(get("/v1/count?olderThanMs=-1").status()).isEqualTo(400);
    }

    private int count(String query) {
        return get("/v1/count" + query).body().path("count").asInt();
    }

    @Test
    void sweeps_that_are_at_work_are_listed_with_how_far_they_are() {
        partition.submit("main", "root.shop");
        partition.sweep("main");

        JsonNode sweep = get("/v1/sweeps").body().path("sweeps").path(0);
        assertThat(sweep.path("by").asText()).isEqualTo("ann");
        assertThat(sweep.path("changed").asInt()).isZero();
        assertThat(sweep.path("what").asText()).contains("Cancel");
        assertThat(get("/v1/sweeps?tree=acme").body().path("sweeps")).isEmpty();
    }
}
