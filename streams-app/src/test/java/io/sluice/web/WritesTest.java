package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.web.Commands.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesTest {

    private static final String JOB = "acme:01920000-0000-7000-8000-000000000001";

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4");
    private final InstancesByHand instances = new InstancesByHand().owns(2, partition, "main", "acme");
    private final CommandsByHand commands = new CommandsByHand();
    private final HttpApi api =
            HttpApi.start(Door.local("127.0.0.1", 0), instances, new HttpApi.Log(commands, EventTopic.NONE));

    @AfterEach
    void close() {
        api.close();
    }

    private Asking.Answer post(String path, String body, String... headers) {
        return Asking.post(api, path, body.replace('\'', '"'), headers);
    }

    private Order order(String path, String body) {
        Asking.Answer answer = post(path, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return commands.last();
    }

    // ---- what is wanted

    @Test
    void what_is_done_to_a_job_is_read_from_path_and_body() {
        JobId job = JobId.parse(JOB);

        assertThat(order("/v1/jobs/" + JOB + "/cancel", "{'reason':'late'}"))
                .isEqualTo(new Order.Act(job, new JobAction.Cancel("late", false)));
        assertThat(order("/v1/jobs/" + JOB + "/requeue", "")).isEqualTo(new Order.Act(job, new JobAction.Requeue()));
        assertThat(order("/v1/jobs/" + JOB + "/set-done", "{'result':{'rows':3.10}}"))
                .isEqualTo(new Order.Act(job, new JobAction.SetDone(Optional.of("{\"rows\":3.10}"))));
        assertThat(order("/v1/jobs/" + JOB + "/reprioritize", "{'priority':-7}"))
                .isEqualTo(new Order.Act(job, new JobAction.Reprioritize(-7)));
        assertThat(order("/v1/jobs/" + JOB + "/reschedule", "{'eta':'2030-01-31T08:00:00Z'}"))
                .isEqualTo(new Order.Act(job, new JobAction.Reschedule(1_896_076_800_000L)));
        assertThat(order("/v1/jobs/" + JOB + "/move", "{'channel':'slow'}"))
                .isEqualTo(new Order.Act(job, new JobAction.Move("root.slow")));
        assertThat(order("/v1/jobs/" + JOB + "/set-max-attempts", "{'maxAttempts':0}"))
                .isEqualTo(new Order.Act(job, new JobAction.SetMaxAttempts(0)));
    }

    @Test
    void what_is_done_to_many_has_a_filter() {
        assertThat(order(
                        "/v1/sweeps",
                        "{'action':'requeue','tree':'acme','filter':{'channel':'root.shop',"
                                + "'state':['failed','DONE'],'type':'greet','error':'E','olderThan':'2h'}}"))
                .isEqualTo(new Order.Sweep(
                        "acme",
                        new JobFilter(
                                Optional.of(ChannelPath.parse("root.shop")),
                                Optional.of("greet"),
                                Set.of(JobState.FAILED, JobState.DONE),
                                Optional.of("E"),
                                7_200_000L),
                        new JobAction.Requeue()));
        assertThat(post("/v1/sweeps", "{'action':'delete','filter':{}}").error())
                .contains("lets all jobs through");
        assertThat(post("/v1/sweeps", "{'action':'delete'}").error()).contains("filter of the body is missing");
        assertThat(post("/v1/sweeps", "{'action':'explode','filter':{'type':'t'}}")
                        .error())
                .contains("unknown action \"explode\"")
                .contains("set-max-attempts");
    }

    @Test
    void a_dry_run_counts_what_the_action_is_meant_for() {
        partition.worker();
        partition.failed("acme", "root");
        partition.submit("acme", "root");
        String filter = "'tree':'acme','dryRun':true,'filter':{'channel':'root'}}";

        assertThat(post("/v1/sweeps", "{'action':'requeue'," + filter)
                        .body()
                        .path("jobs")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("/v1/sweeps", "{'action':'cancel'," + filter)
                        .body()
                        .path("jobs")
                        .asInt())
                .isEqualTo(2);
        assertThat(post("/v1/trees/acme/drop", "{'dryRun':true}")
                        .body()
                        .path("jobs")
                        .asInt())
                .isEqualTo(2);
        assertThat(commands.sent).isEmpty();
    }

    @Test
    void a_dry_run_is_answered_by_the_owner_of_the_tree() {
        InstancesByHand elsewhere = new InstancesByHand();
        elsewhere.knows("127.0.0.1:" + api.port(), "acme");
        partition.submit("acme", "root");
        try (HttpApi other = HttpApi.start(
                Door.local("127.0.0.1", 0), elsewhere, new HttpApi.Log(new CommandsByHand(), EventTopic.NONE))) {
            assertThat(Asking.post(other, "/v1/trees/acme/drop", "{\"dryRun\":true}")
                            .body()
                            .path("jobs")
                            .asInt())
                    .isEqualTo(1);
            assertThat(Asking.post(other, "/v1/trees/acme/drop", "{}").status())
                    .as("a command goes to the log, whoever owns the tree")
                    .isEqualTo(202);
        }
    }

    @Test
    void flows_channels_schedules_and_trees_are_changed() {
        FlowId flow = FlowId.parse("main:01920000-0000-7000-8000-000000000009");

        assertThat(order("/v1/flows/" + flow + "/cancel", "{'reason':'late'}"))
                .isEqualTo(new Order.CancelFlow(flow, "late"));
        assertThat(order("/v1/flows/" + flow + "/requeue", "")).isEqualTo(new Order.RequeueFlow(flow));
        assertThat(order("/v1/channels", "{'channels':'shop:2'}")).isEqualTo(new Order.Configure("main", "shop:2"));
        assertThat(order("/v1/pause", "{'tree':'acme','channel':'shop','reason':'r'}"))
                .isEqualTo(new Order.Pause("acme", "root.shop", "r"));
        assertThat(order("/v1/pause", "{'type':'greet'}")).isEqualTo(new Order.PauseType("main", "greet", ""));
        assertThat(order("/v1/resume", "{'channel':'shop'}")).isEqualTo(new Order.Resume("main", "root.shop"));
        assertThat(order("/v1/schedules/nightly/disable", ""))
                .isEqualTo(new Order.SwitchSchedule("main", "nightly", false));
        assertThat(order("/v1/trees/acme/drop", "{'reason':'gone'}")).isEqualTo(new Order.DropTree("acme", "gone"));
        assertThat(order("/v1/sweeps/" + CommandsByHand.ID + "/cancel", ""))
                .isEqualTo(new Order.CancelSweep("main", CommandsByHand.ID));
    }

    @Test
    void who_wants_it_stands_in_the_body_or_in_a_header() {
        post("/v1/pause", "{'channel':'root','by':'ann'}", Sender.BY, "bob");
        post("/v1/pause", "{'channel':'root'}", Sender.BY, "bob");
        post("/v1/pause", "{'channel':'root'}");

        assertThat(commands.sent).extracting(CommandsByHand.Sending::by).containsExactly("ann", "bob", "http");
        assertThat(post("/v1/pause", "{'channel':'root','by':'" + "x".repeat(101) + "'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoever_waits_is_told_what_became_of_it() {
        assertThat(post("/v1/pause?wait=1500ms", "{'channel':'root'}")
                        .body()
                        .path("verdict")
                        .asText())
                .isEqualTo("accepted");
        assertThat(commands.sent.getLast().patience()).isEqualTo(Duration.ofMillis(1500));

        commands.answer(new Commands.Verdict.Rejected("UNKNOWN_JOB", "no job x is kept"));
        Asking.Answer refused = post("/v1/jobs/" + JOB + "/requeue?wait=5s", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.error()).isEqualTo("refused (UNKNOWN_JOB): no job x is kept");
        assertThat(refused.body().path("command").asText()).isEqualTo(CommandsByHand.ID.toString());
        assertThat(post("/v1/pause?wait=31s", "{'channel':'root'}").whatToDo()).contains("0s to 30s");
        assertThat(post("/v1/pause?wait=soon", "{'channel':'root'}").status()).isEqualTo(400);
    }

    // ---- what is refused

    @Test
    void what_does_not_read_is_refused_with_the_field_and_what_is_expected() {
        assertThat(post("/v1/pause", "{'chanel':'root'}").error()).contains("either a channel or a type");
        assertThat(post("/v1/pause", "{'channel':'root','reson':'x'}").error())
                .isEqualTo("unknown field \"reson\" in the body; known are by, channel, reason, tree, type");
        assertThat(post("/v1/pause", "[1]").error()).contains("the body is [1]; expected is a JSON object");
        assertThat(post("/v1/pause", "{'channel':'root'} x").error()).contains("the body is no JSON");
        assertThat(post("/v1/pause", "{'channel':'root','channel':'root'}").error())
                .contains("no JSON");
        assertThat(post("/v1/pause", "{'channel':'root','tree':'a b'}").error()).contains("\"a b\"");
        assertThat(post("/v1/jobs/" + JOB + "/reprioritize", "{'priority':1.5}").error())
                .isEqualTo("the field priority of the body is 1.5; expected is a whole number of 32 bits");
        assertThat(post("/v1/jobs/" + JOB + "/reprioritize", "{}").error()).contains("priority of the body is missing");
        assertThat(post("/v1/jobs/" + JOB + "/reschedule", "{'eta':'soon'}").error())
                .contains("\"soon\" is no time");
        assertThat(post("/v1/jobs/nonsense/cancel", "").status()).isEqualTo(400);
        assertThat(post("/v1/sweeps/nonsense/cancel", "").error()).contains("is no sweep");
        assertThat(commands.sent).isEmpty();
    }

    @Test
    void a_body_over_its_limit_is_refused() {
        String large = "{'channel':'root','reason':'" + "x".repeat(1024 * 1024) + "'}";

        Asking.Answer refused = post("/v1/pause", large);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.error()).isEqualTo("the body is larger than 1 MiB");
        assertThat(post("/v1/flows", "{'chain':[{'type':'a','payload':'" + "x".repeat(1024 * 1024) + "'}]}")
                        .status())
                .isEqualTo(202);
        assertThat(post("/v1/flows", "{'x':'" + "x".repeat(4 * 1024 * 1024) + "'}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_command_that_did_not_get_to_the_log_is_to_be_sent_again() {
        commands.fail(new Commands.NotSentException("the broker did not confirm it"));

        Asking.Answer answer = post("/v1/pause", "{'channel':'root'}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(answer.error()).isEqualTo("the broker did not confirm it");
    }

    @Test
    void nothing_of_a_bug_is_shown() {
        commands.fail(new UnsupportedOperationException("secret"));

        Asking.Answer answer = post("/v1/pause", "{'channel':'root'}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().toString()).doesNotContain("secret").doesNotContain("Exception");
    }
}
