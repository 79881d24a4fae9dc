package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.FlowId;
import io.sluice.sdk.JobFlow;
import io.sluice.web.Answers;
import io.sluice.web.HttpApi;
import io.sluice.web.InstancesByHand;
import io.sluice.web.PartitionInMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowCommandsTest {

    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4");
    private final HttpApi api = HttpApi.start("127.0.0.1", 0, new InstancesByHand().owns(2, partition, "main"));

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
    void a_flow_is_shown_with_its_progress_and_its_jobs() throws IOException {
        FlowId flow = partition.flow("main");

        Told told = told("flow", flow.toString());

        assertThat(told.code()).isZero();
        assertThat(told.out())
                .contains("flow " + flow + " (month's end)")
                .contains("0 of 3 done, 0 failed, 0 cancelled")
                .contains("WAITING")
                .doesNotContain("sluice.join");
        JsonNode json = Answers.json()
                .readTree(told("flow", flow.toString(), "--json", "--joins").out());
        assertThat(json.path("jobs")).hasSize(4);
    }

    @Test
    void a_dry_run_tells_how_many_jobs_a_command_is_about_and_sends_nothing() {
        String flow = partition.flow("main").toString();

        assertThat(told("cancel-flow", flow, "--dry-run").out()).contains("3 jobs would be cancelled");
        assertThat(told("requeue-flow", flow, "--dry-run").out()).contains("0 jobs would be requeued");
        assertThat(told("requeue-flow", flow, "--dry-run", "--json").out()).contains("\"dryRun\":true");
    }

    @Test
    void a_flow_that_is_not_there_ends_with_1() {
        Told told = told("flow", "main:01920000-0000-7000-8000-000000000001");

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err()).contains("no flow main:01920000-0000-7000-8000-000000000001 is kept");
    }

    @Test
    void a_flow_file_has_chains_groups_and_named_jobs() throws IOException {
        JobFlow flow = FlowFile.read(Answers.json().readTree("""
                {"description": "nightly", "chain": [
                  {"type": "extract", "payload": {"day": 1}, "channel": "shop", "priority": 3},
                  {"group": [{"type": "a"}, {"type": "b"}]},
                  {"jobs": [
                    {"name": "log", "type": "log", "whenever": ["charge"]},
                    {"name": "charge", "type": "charge"},
                    {"name": "more", "after": ["charge"], "group": [{"type": "c"}, {"type": "d"}]}]}]}"""), "acme");

        assertThat(flow).isNotNull();
    }

    @Test
    void a_flow_file_that_makes_no_sense_is_refused_with_the_part_that_is_wrong(@TempDir Path folder)
            throws IOException {
        assertThat(submitted(folder, "{\"chain\":[]}")).contains("a chain of a flow is empty");
        assertThat(submitted(folder, "{\"group\":[{\"typ\":\"a\"}]}")).contains("\"typ\" is unknown");
        assertThat(submitted(folder, "{\"jobs\":[{\"type\":\"a\",\"after\":[\"b\"]}]}"))
                .contains("names \"b\"");
        assertThat(submitted(folder, "{}")).contains("\"chain\", \"group\" or \"jobs\"");
        assertThat(submitted(folder, "no json")).contains("the flow is no JSON");
    }

    private static String submitted(Path folder, String json) throws IOException {
        Path file = Files.writeString(folder.resolve("flow.json"), json);
        Told told = Told.by("submit-flow", file.toString(), "--bootstrap-servers", "127.0.0.1:1");
        assertThat(told.code()).isEqualTo(2);
        return told.err();
    }
}
