package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.app.Main;
import io.sluice.core.JobState;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobRequest;
import io.sluice.web.Answers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was measured is in the events, and tells how long the rest will take. */
class TimesIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final int JOBS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private final StringWriter told = new StringWriter();

    @Test
    void waits_and_runs_are_told_and_what_waits_is_foretold() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("times").start();
        String tree = stage.trees(1).getFirst();
        JobClient client = stage.client();
        History history = stage.history();
        client.configure(tree, "root.import:2");
        client.submitAll(Collections.nCopies(
                        JOBS, JobRequest.of(WorkerMain.BUSY, 50).tree(tree).channel("root.import")))
                .join();
        await("what was submitted is committed")
                .atMost(PATIENCE)
                .until(() -> sluice(scheduler, "forecast", "root.import", "--tree", tree)
                        .contains("nobody can know"));
        stage.worker(8, "busy");
        await("all ends")
                .atMost(PATIENCE)
                .until(() -> history.readOn().count(List.of(tree), JobState::isEnded) == JOBS);

        await("all that was measured is written").atMost(PATIENCE).until(() -> runs(scheduler, tree) == JOBS);
        JsonNode line = line(scheduler, tree);
        assertThat(line.path("waits").path("count").asInt()).isEqualTo(JOBS);
        assertThat(line.path("runs").path("p50Ms").asInt()).isBetween(45, 500);
        assertThat(line.path("waits").path("p95Ms").asInt()).isGreaterThan(500);
        Shown.mustBe("sluice times", sluice(scheduler, "times", "--from", "1h", "--tree", tree));
        assertThat(sluice(scheduler, "times", "--tree", tree, "--hourly")).contains(":00:00Z");

        client.pause(tree, "root.import", "tests");
        client.submitAll(Collections.nCopies(
                        JOBS, JobRequest.of(WorkerMain.BUSY, 50).tree(tree).channel("root.import")))
                .join();
        await("a forecast")
                .atMost(PATIENCE)
                .until(() -> sluice(scheduler, "forecast", "--tree", tree).contains("120 jobs in paused channels"));
        client.resume(tree, "root.import");
        await("another")
                .atMost(PATIENCE)
                .until(() -> sluice(scheduler, "forecast", "root.import", "--tree", tree)
                        .contains("done by about"));
        Shown.mustBe("sluice forecast", told.toString());
        // Else its jobs would run among those of the next test.
        await("the end of all")
                .atMost(PATIENCE)
                .until(() -> history.readOn().count(List.of(tree), JobState::isEnded) == 2 * JOBS);
    }

    private int runs(SchedulerProcess scheduler, String tree) throws Exception {
        return line(scheduler, tree).path("runs").path("count").asInt();
    }

    private JsonNode line(SchedulerProcess scheduler, String tree) throws Exception {
        return Answers.json()
                .readTree(sluice(scheduler, "times", "--tree", tree, "--json"))
                .path("times")
                .path(0);
    }

    private String sluice(SchedulerProcess scheduler, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", scheduler.api().url()));
        told.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(told);
        assertThat(Main.run(out, out, all.toArray(String[]::new)))
                .as(told.toString())
                .isZero();
        return told.toString();
    }
}
