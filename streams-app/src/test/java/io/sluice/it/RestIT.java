package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.web.HttpToken;
import io.sluice.web.Listening;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every command over HTTP, on its way through a real log, and what became of it. */
class RestIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final HttpToken TOKEN = new HttpToken("a-token-that-nobody-guesses");

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private String tree;
    private Rest api;

    @BeforeEach
    void start() {
        SchedulerProcess scheduler = stage.scheduler("rest");
        scheduler.launch("--http-token", TOKEN.value());
        scheduler.awaitReady();
        api = new Rest(scheduler.api().url(), TOKEN);
        tree = stage.trees(1).getFirst();
    }

    private Rest.Answer done(String path, String body) {
        Rest.Answer answer = api.post(path + "?wait=20s", body.replace("TREE", tree));
        assertThat(answer.status()).as(path + " " + body + ": " + answer.body()).isEqualTo(200);
        return answer;
    }

    private Rest.Answer refused(String path, String body, int status) {
        Rest.Answer answer = api.post(path + "?wait=20s", body.replace("TREE", tree));
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(status);
        return answer;
    }

    private Rest.Answer state(String job) {
        return api.get("/v1/jobs/" + job + "?payload=true");
    }

    @Test
    void a_job_is_submitted_with_all_options_once_and_changed_until_it_is_forgotten() {
        String uuid = "01920000-0000-7000-8000-000000000001";
        String body =
                "{'id':'" + uuid + "','tree':'TREE','type':'greet','payload':{'price':1.10,'big':12345678901234567890},"
                        + "'channel':'root.shop','priority':3,'eta':'1h','maxAttempts':2,'retry':'fixed(10s)','timeout':'30s',"
                        + "'expires':'2h','dedup':'k','description':'hello','headers':{'user':'ann'},'by':'ann'}";

        Rest.Answer first = done("/v1/jobs", body);
        String job = first.text("job");
        assertThat(job).isEqualTo(tree + ":" + uuid);
        assertThat(first.text("verdict")).isEqualTo("accepted");
        Rest.Answer again = done("/v1/jobs", body);
        assertThat(again.text("verdict")).isEqualTo("duplicate");
        assertThat(again.text("existing")).isEqualTo(job);
        Rest.Answer kept = state(job);
        assertThat(kept.text("state")).isEqualTo("SCHEDULED");
        assertThat(kept.text("channel")).isEqualTo("root.shop");
        assertThat(kept.body().path("priority").asInt()).isEqualTo(3);
        assertThat(kept.body().path("maxAttempts").asInt()).isEqualTo(2);
        assertThat(kept.body().path("headers").path("user").asText()).isEqualTo("ann");
        assertThat(kept.body().path("payload").path("text").asText())
                .isEqualTo("{\"price\":1.10,\"big\":12345678901234567890}");

        String path = "/v1/jobs/" + job;
        done(path + "/reprioritize", "{'priority':-1}");
        done(path + "/move", "{'channel':'root.slow'}");
        done(path + "/set-max-attempts", "{'maxAttempts':9}");
        done(path + "/reschedule", "{'eta':'0s'}");
        assertThat(state(job).text("state")).isEqualTo("READY");
        assertThat(state(job).text("channel")).isEqualTo("root.slow");
        assertThat(state(job).body().path("priority").asInt()).isEqualTo(-1);
        assertThat(state(job).body().path("maxAttempts").asInt()).isEqualTo(9);
        done(path + "/set-done", "{'result':{'rows':3}}");
        assertThat(state(job).text("result")).isEqualTo("{\"rows\":3}");
        Rest.Answer refusal = refused(path + "/cancel", "{}", 409);
        assertThat(refusal.text("code")).isEqualTo("WRONG_STATE");
        assertThat(refusal.text("error")).contains("is DONE");
        done(path + "/requeue", "");
        done(path + "/cancel", "{'reason':'late'}");
        assertThat(state(job).text("reason")).isEqualTo("late");
        done(path + "/delete", "");
        assertThat(state(job).status()).isEqualTo(404);
        assertThat(refused(path + "/requeue", "", 409).text("code")).isEqualTo("UNKNOWN_JOB");
    }

    @Test
    void many_jobs_flows_schedules_channels_and_trees_are_changed() {
        for (int i = 0; i < 3; i++) {
            done("/v1/jobs", "{'tree':'TREE','type':'nobody-runs-it','channel':'root.import'}");
        }
        String sweep = "{'tree':'TREE','action':'cancel','reason':'all','filter':{'channel':'root.import'}";
        assertThat(done("/v1/sweeps", sweep + ",'dryRun':true}")
                        .body()
                        .path("jobs")
                        .asInt())
                .isEqualTo(3);
        done("/v1/sweeps", sweep + "}");
        await().untilAsserted(() -> assertThat(api.get("/v1/count?state=cancelled&tree=" + tree)
                        .body()
                        .path("count")
                        .asInt())
                .isEqualTo(3));
        assertThat(refused("/v1/sweeps/01920000-0000-7000-8000-00000000ffff/cancel", "{'tree':'TREE'}", 409)
                        .text("code"))
                .isEqualTo("UNKNOWN_SWEEP");

        Rest.Answer flow =
                done("/v1/flows", "{'tree':'TREE','chain':[{'type':'nobody-runs-it'},{'type':'nobody-runs-it'}]}");
        assertThat(flow.body().path("jobs")).hasSize(2);
        String path = "/v1/flows/" + flow.text("flow");
        assertThat(done(path + "/cancel", "{'dryRun':true}").body().path("jobs").asInt())
                .isEqualTo(2);
        done(path + "/cancel", "{'reason':'late'}");
        done(path + "/requeue", "{}");
        assertThat(api.get(path).body().path("cancelled").asInt()).isZero();

        done(
                "/v1/schedules",
                "{'tree':'TREE','id':'nightly','cron':'30 2 * * *','type':'report','zone':'Europe/Berlin'}");
        done("/v1/schedules/nightly/disable", "{'tree':'TREE'}");
        String schedule = "/v1/schedules/nightly?tree=" + tree;
        assertThat(api.get(schedule).body().path("enabled").asBoolean()).isFalse();
        done("/v1/schedules/nightly/enable", "{'tree':'TREE'}");
        done("/v1/schedules/nightly/trigger", "{'tree':'TREE'}");
        assertThat(api.get(schedule).text("lastJob")).startsWith(tree + ":");
        done("/v1/schedules/nightly/delete", "{'tree':'TREE'}");
        assertThat(api.get(schedule).status()).isEqualTo(404);

        done("/v1/channels", "{'tree':'TREE','channels':'root.shop:2:throttle=5/1s'}");
        assertThat(api.get("/v1/channels/text?tree=" + tree).text("text")).contains("root.shop:2:throttle=5/1s");
        refused("/v1/channels", "{'tree':'TREE','channels':'root.shop:x'}", 400);
        done("/v1/pause", "{'tree':'TREE','channel':'root.shop','reason':'moving','by':'ann'}");
        assertThat(api.get("/v1/channels?tree=" + tree).body().toString()).contains("\"by\":\"ann\"");
        done("/v1/resume", "{'tree':'TREE','channel':'root.shop'}");
        done("/v1/pause", "{'tree':'TREE','type':'report'}");
        done("/v1/resume", "{'tree':'TREE','type':'report'}");
        done("/v1/trees/" + tree + "/drop", "{'reason':'moved out'}");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(api.get("/v1/count?tree=" + tree)
                                .body()
                                .path("count")
                                .asInt())
                        .isZero());
    }

    @Test
    void whoever_does_not_wait_gets_the_commands_id_and_finds_it_in_the_events() {
        Listening events = Listening.to(
                api.url() + "/v1/events?event=JobSubmitted,ChannelPaused&tree=" + tree,
                "Authorization",
                TOKEN.header());

        Rest.Answer job = api.post("/v1/jobs", "{'tree':'" + tree + "','type':'greet','by':'ann'}");
        Rest.Answer pause = api.post("/v1/pause", "{'tree':'" + tree + "','channel':'root'}");

        assertThat(job.status()).isEqualTo(202);
        assertThat(job.text("verdict")).isEqualTo("sent");
        assertThat(pause.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(events.told()).hasSize(2));
        assertThat(events.told().get(0).data().path("command").asText()).isEqualTo(job.text("command"));
        assertThat(events.told().get(0).data().path("by").asText()).isEqualTo("ann");
        assertThat(events.told().get(1).data().path("command").asText()).isEqualTo(pause.text("command"));
        assertThat(events.told().get(1).data().path("by").asText()).isEqualTo("http");
        events.close();
    }
}
