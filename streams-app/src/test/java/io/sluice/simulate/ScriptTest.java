package io.sluice.simulate;

import static io.sluice.simulate.Simulated.brief;
import static io.sluice.simulate.Simulated.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.Submission;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line may say and what it means. What the rules make of it is tested with the rules. */
class ScriptTest {

    // ---- time

    @Test
    void a_timer_fires_at_its_own_time_as_time_moves_on() {
        assertThat(brief(
                        List.of("JobReady"),
                        "{\"submit\":{\"id\":\"b\",\"eta\":70}}",
                        "{\"submit\":{\"id\":\"a\",\"eta\":50}}",
                        "{\"at\":1000,\"advance\":true}"))
                .containsExactly("50 JobReady a", "70 JobReady b");
    }

    @Test
    void what_is_due_comes_before_a_command_of_the_same_time() {
        assertThat(brief(
                        List.of("JobStarted", "JobSubmitted"),
                        "{\"channels\":\"root:1\"}",
                        "{\"submit\":{\"id\":\"a\",\"eta\":50}}",
                        "{\"at\":50,\"submit\":{\"id\":\"b\",\"priority\":1}}"))
                .containsExactly("0 JobSubmitted a", "50 JobStarted a", "50 JobSubmitted b");
    }

    @Test
    void at_left_out_is_that_of_the_line_before_and_0_at_first() {
        assertThat(brief(
                        List.of("JobSubmitted"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":7,\"submit\":{\"id\":\"b\"}}",
                        "{\"submit\":{\"id\":\"c\"}}"))
                .containsExactly("0 JobSubmitted a", "7 JobSubmitted b", "7 JobSubmitted c");
    }

    @Test
    void a_command_is_handled_with_all_its_releases_before_the_next_one_of_the_same_time() {
        assertThat(brief(
                        List.of("JobSubmitted", "JobReleased", "JobStarted"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"b\",\"priority\":1}}"))
                .containsExactly(
                        "0 JobSubmitted a",
                        "0 JobReleased a",
                        "0 JobStarted a",
                        "0 JobSubmitted b",
                        "0 JobReleased b",
                        "0 JobStarted b");
    }

    @Test
    void a_year_passes_at_once() {
        assertThat(brief(
                        List.of("JobStarted", "JobLost"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"advance\":\"365d\"}",
                        "{\"submit\":{\"id\":\"b\"}}"))
                .containsExactly("0 JobStarted a", 365L * 86_400_000 + " JobStarted b");
    }

    // ---- workers

    @Test
    void a_job_whose_claim_is_a_line_is_not_claimed_by_itself() {
        assertThat(brief(
                        List.of("JobReleased", "JobStarted"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"b\"}}",
                        "{\"at\":9,\"claim\":\"a\",\"worker\":\"w1\"}"))
                .containsExactly("0 JobReleased a", "0 JobReleased b", "0 JobStarted b", "9 JobStarted a");
    }

    @Test
    void the_worker_that_is_there_by_itself_lives_for_ever_and_runs_every_type_on_every_topic() {
        assertThat(brief(
                        List.of("JobStarted", "JobLost"),
                        "{\"channels\":\"root:*,a:1:topic\"}",
                        "{\"submit\":{\"id\":\"a\",\"type\":\"x\",\"channel\":\"a\"}}",
                        "{\"at\":500000,\"submit\":{\"id\":\"b\",\"type\":\"y\"}}"))
                .containsExactly("0 JobStarted a", "500000 JobStarted b");
    }

    @Test
    void declared_workers_take_only_what_they_have_slots_and_types_for() {
        assertThat(brief(
                        List.of("JobStarted"),
                        "{\"workers\":[{\"id\":\"w1\",\"slots\":1,\"types\":[\"t\"]}]}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"b\"}}",
                        "{\"submit\":{\"id\":\"c\",\"type\":\"u\"}}",
                        "{\"at\":9,\"done\":\"a\"}"))
                .containsExactly("0 JobStarted a", "9 JobStarted b");
    }

    @Test
    void a_rate_limited_job_comes_back_and_its_channel_is_shut_until_then() {
        assertThat(brief(
                        List.of("JobStarted", "JobSnoozed"),
                        "{\"channels\":\"[default]\\nroot:1\\n[acme]\\nroot:2\"}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"b\"}}",
                        "{\"at\":5,\"rateLimit\":\"a\",\"after\":\"10ms\"}",
                        "{\"at\":20,\"advance\":true}"))
                .containsExactly("0 JobStarted a", "5 JobSnoozed a", "15 JobStarted a");
    }

    @Test
    void the_lines_that_a_handler_wrote_stand_with_the_end_of_its_run() {
        List<String> events = new ArrayList<>();
        List<String> script = List.of(
                "{\"submit\":{\"id\":\"a\"}}",
                "{\"retry\":\"a\",\"after\":\"0ms\",\"log\":\"busy\"}",
                "{\"done\":\"a\",\"log\":[\"opened\",\"read\"]}");
        Script.run(script.iterator(), events::add, false);
        assertThat(events)
                .anyMatch(event -> event.contains("JobRetried") && event.contains("\"log\":\"busy\""))
                .anyMatch(event -> event.contains("JobDone") && event.contains("\"log\":\"opened\\nread\""));
    }

    @Test
    void a_killed_worker_is_lost_after_its_lease() {
        assertThat(brief(
                        List.of("JobStarted", "JobLost"),
                        "{\"workers\":[{\"id\":\"w1\"}]}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":4000,\"kill\":\"w1\"}",
                        "{\"at\":60000,\"advance\":true}"))
                .containsExactly("0 JobStarted a", "15000 JobLost a");
    }

    @Test
    void a_worker_that_claims_by_a_line_lives_by_its_heartbeats() {
        assertThat(brief(
                        List.of("JobLost"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"claim\":\"a\",\"worker\":\"w1\"}",
                        "{\"at\":10000,\"heartbeat\":\"w1\"}",
                        "{\"at\":20000,\"heartbeat\":\"w1\"}",
                        "{\"at\":100000,\"advance\":true}"))
                .first()
                .isEqualTo("35000 JobLost a");
    }

    // ---- names

    @Test
    void names_come_back_in_every_field_and_sentence() {
        assertThat(run("{\"at\":1,\"cancel\":\"nobody\",\"tree\":\"acme\"}"))
                .containsExactly("{\"at\":1,\"event\":\"CommandRejected\",\"tree\":\"acme\",\"job\":\"acme:nobody\","
                        + "\"code\":\"UNKNOWN_JOB\",\"reason\":\"job acme:nobody cannot be cancelled: no such job is"
                        + " kept; closed jobs go after their retention\"}");
    }

    @Test
    void an_id_in_full_is_itself() {
        String id = "01920000-0000-7000-8000-000000000001";
        assertThat(run("{\"submit\":{\"id\":\"" + id + "\"}}"))
                .first()
                .asString()
                .contains("\"job\":\"" + id + "\"");
    }

    // ---- bad lines

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"at\":1,\"dance\":true}|no command; expected is one of advance, ",
                "{\"at\":1}|no command",
                "{\"done\":\"a\",\"fail\":\"a\"}|more than one command: [done, fail]",
                "{\"done\":\"a\",\"wrokers\":1}|unknown field \"wrokers\"; known are at, by, done, log, result, run, submits, submitted, tree, worker",
                "{\"submit\":{\"id\":\"a\",\"prio\":1}}|unknown field \"prio\"",
                "{\"submit\":{\"type\":\"t\"}}|the field id is missing",
                "{\"submit\":{\"id\":\"a\",\"priority\":\"high\"}}|priority is \"high\"; expected is a whole number",
                "{\"submit\":{\"id\":\"a\",\"retry\":\"often\"}}|\"often\"; allowed are fixed(10s)",
                "{\"submit\":{\"id\":\"a\",\"dedup\":{\"key\":\"k\",\"mode\":\"drop\"}}}|mode is \"drop\"; allowed are \"keep\", \"replace\"",
                "{\"submit\":{\"id\":\"a\",\"parents\":[{\"id\":\"b\",\"on\":\"luck\"}]}}|on is \"luck\"; allowed are \"done\", \"failure\", \"any\"",
                "{\"channels\":\"root:-1\"}|channel entry \"root:-1\"",
                "{\"snooze\":\"a\"}|the field after is missing",
                "{\"retry\":\"a\",\"after\":\"soon\"}|\"soon\" is not a duration",
                "{\"claim\":\"a\"}|the field worker is missing",
                "{\"kill\":\"w9\"}|there is no worker w9 to kill",
                "{\"at\":5,\"advance\":true} x|no JSON",
                "  {\"at\":5,}|no JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name (column 9)",
                "{\"submit\":{\"id\":\"a\"|no JSON: Unexpected end-of-input: expected close marker for Object (column 20)",
                "{\"at\":1,\"at\":2,\"advance\":true}|no JSON: Duplicate field 'at'",
                "{\"at\":9223372036854775807,\"advance\":true}|at is 9223372036854775807; at most 253402300799999, the end of 9999",
                "{\"advance\":\"999999999999d\"}|\"999999999999d\" is too long a duration",
                "{\"advance\":253402300799999000}|advance is",
                "{\"advance\":false}|advance is false; expected is true, or by how much",
                "{\"sweep\":false,\"action\":\"cancel\"}|sweep is false; expected is a filter",
                "{\"sweep\":{\"action\":{\"name\":\"cancel\"}}}|the field filter is missing",
                "{\"pause\":true}|pause is true; expected is its channel, or an object",
                "{\"pause\":{\"reason\":\"x\"}}|pause: the field channel is missing",
                "{\"pause\":\"root\",\"tree\":\"a b\"}|tree \"a b\" is not a name",
                "{\"workers\":[{\"id\":\"w\"},{\"id\":\"w\"}]}|there are two workers w",
                "{\"workers\":[{\"id\":\"w\",\"slots\":-1}]}|has -1 slots",
                "{\"claim\":\"nobody\",\"worker\":\"w\"}|there is no job nobody",
                "{\"claim\":\"before\",\"run\":7,\"worker\":\"w\"}|job before has had no run 7; its last one was 1",
                "{\"handBack\":\"nobody\",\"worker\":\"w\"}|there is no job nobody",
                "{\"heartbeat\":[\"nobody\"],\"worker\":\"w\"}|there is no job nobody",
                "{\"heartbeat\":\"w9\"}|there is no worker w9: neither a line workers nor a claim has named it; there are simulated",
                "{\"sweep\":{\"states\":[\"CLOSED\"]},\"action\":\"cancel\"}|states is \"CLOSED\"; allowed are \"WAITING\", ",
                "{\"submit\":{\"id\":\"a\",\"headers\":{\"n\":1}}}|the header n is 1; expected is a text",
                "{\"submit\":{\"id\":\"a\",\"timeout\":1,\"timeoutMs\":1}}|timeout and timeoutMs are the same",
                "{\"cancel\":\"a\",\"text\":\"x\"}|unknown field \"text\"; only the action of a sweep has it",
                "[1]|a line is one JSON object",
                "{\"at\":-1,\"advance\":true}|at is -1, before the 0 of a line above; time never falls",
            })
    void a_bad_line_stops_it_with_its_number_and_clear_words(String line, String words) {
        List<String> events = new ArrayList<>();
        assertThatThrownBy(() -> Script.run(
                        List.of("", "# a comment", "{\"submit\":{\"id\":\"before\"}}", line)
                                .iterator(),
                        events::add,
                        false))
                .isInstanceOf(BadLineException.class)
                .hasMessageStartingWith("line 4: ")
                .hasMessageContaining(words);
        if (!line.contains("before")) {
            assertThat(events).as("what the lines before it did").hasSize(4);
        }
    }

    @Test
    void a_file_is_in_utf8_and_a_mark_at_its_beginning_is_passed_over() {
        List<String> events = new ArrayList<>();
        Script.run(bytes("\uFEFF{\"pause\":\"root\",\"reason\":\"ü\"}\r\n\r\n"), events::add, false);
        assertThat(events).singleElement().asString().contains("\"reason\":\"ü\"");
        InputStream latin = new ByteArrayInputStream(
                "{\"resume\":\"root\"}\n{\"pause\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Script.run(latin, events::add, false))
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 2: it is not in UTF-8, as a script has to be");
        assertThat(events).hasSize(2);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_the_rules_have_no_form_for_is_refused_as_what_is_over_a_limit() {
        for (String field : List.of(
                "\"dedup\":\"\"",
                "\"dedup\":{\"key\":\"k\",\"window\":-1}",
                "\"retry\":{\"delayMs\":-1}",
                "\"maxAttempts\":-1")) {
            assertThat(run("{\"submit\":{\"id\":\"a\"," + field + "}}"))
                    .singleElement()
                    .asString()
                    .contains("CommandRejected", "\"job\":\"a\"", "OVER_LIMIT");
        }
    }

    @Test
    void a_payload_is_the_json_that_stands_there() {
        Asking asking = new Asking(new JobNames(), new Known());
        assertThat(payload(asking, "\"x\"")).isEqualTo("\"x\"");
        assertThat(payload(asking, "[1,null]")).isEqualTo("[1,null]");
        assertThat(payload(asking, "7")).isEqualTo("7");
        assertThat(payload(asking, "\"x\",\"contentType\":\"text/plain\"")).isEqualTo("x");
    }

    private static String payload(Asking asking, String json) {
        Submission job = asking.submission(JsonText.object("{\"id\":\"a\",\"payload\":" + json + "}"), "main");
        return new String(job.payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_result_by_hand_is_any_json() {
        assertThat(run(
                        "{\"channels\":\"root:0\"}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"setDone\":\"a\",\"result\":{\"rows\":3}}"))
                .last()
                .asString()
                .contains("\"result\":\"{\\\"rows\\\":3}\"");
    }

    @Test
    void states_stand_in_their_own_order() {
        assertThat(
                        run(
                                "{\"submit\":{\"id\":\"a\"}}",
                                "{\"sweep\":{\"states\":[\"DONE\",\"CANCELLED\",\"READY\",\"WAITING\"]},\"action\":\"delete\"}"))
                .anyMatch(event -> event.contains("\"states\":[\"WAITING\",\"READY\",\"DONE\",\"CANCELLED\"]"));
    }

    @Test
    void commands_are_read_by_the_components_of_their_records() {
        assertThat(AnyCommand.known().keySet()).contains("configureFile", "pause", "dropTree");
        assertThat(run("{\"requeue\":{\"job\":\"a\"}}")).isEqualTo(run("{\"requeue\":\"a\"}"));
    }

    @Test
    void what_is_done_to_jobs_has_the_name_of_what_is_done() {
        assertThat(new ActionWords().names())
                .containsExactlyInAnyOrder(
                        "cancel",
                        "requeue",
                        "setDone",
                        "delete",
                        "reprioritize",
                        "reschedule",
                        "move",
                        "setMaxAttempts");
        assertThat(brief(
                        List.of(
                                "JobReprioritized",
                                "JobRescheduled",
                                "JobMoved",
                                "MaxAttemptsSet",
                                "JobDone",
                                "JobPurged"),
                        "{\"channels\":\"root:0\"}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"reprioritize\":\"a\",\"priority\":3}",
                        "{\"at\":2,\"reschedule\":\"a\",\"eta\":90}",
                        "{\"at\":3,\"move\":\"a\",\"channel\":\"root.b\"}",
                        "{\"at\":4,\"setMaxAttempts\":\"a\",\"maxAttempts\":9}",
                        "{\"at\":5,\"setDone\":\"a\",\"result\":\"by hand\"}",
                        "{\"at\":6,\"delete\":{\"job\":\"a\"}}"))
                .containsExactly(
                        "1 JobReprioritized a",
                        "2 JobRescheduled a",
                        "3 JobMoved a",
                        "4 MaxAttemptsSet a",
                        "5 JobDone a",
                        "6 JobPurged a");
    }

    @Test
    void a_job_is_cancelled_by_force() {
        assertThat(brief(
                        List.of("JobCancelled"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"cancel\":\"a\"}",
                        "{\"at\":2,\"cancel\":\"a\",\"force\":true,\"reason\":\"stuck\"}"))
                .containsExactly("2 JobCancelled a");
    }

    @Test
    void a_sweep_has_a_filter_and_an_action_and_is_cancelled_by_its_id() {
        assertThat(brief(
                        List.of("JobCancelled"),
                        "{\"channels\":\"root:0\"}",
                        "{\"submit\":{\"id\":\"a\",\"channel\":\"root.x\"}}",
                        "{\"submit\":{\"id\":\"b\"}}",
                        "{\"at\":1,\"sweep\":{\"channel\":\"root.x\",\"states\":[\"READY\"]},\"action\":{\"name\":\"cancel\"}}",
                        "{\"at\":9,\"advance\":true}"))
                .containsExactly("1 JobCancelled a");
        assertThat(run(
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"sweep\":true,\"action\":{\"name\":\"cancel\",\"reason\":\"all\"},\"id\":\"s\"}",
                        "{\"cancelSweep\":\"s\"}"))
                .last()
                .asString()
                .contains("UNKNOWN_SWEEP", "sweep s of tree main cannot be cancelled: it is through");
    }

    @Test
    void a_tree_is_dropped() {
        assertThat(brief(
                        List.of("JobPurged", "TreeDropped"),
                        "{\"channels\":\"root:0\"}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"dropTree\":\"moved out\"}",
                        "{\"at\":9000,\"advance\":true}"))
                .first()
                .isEqualTo("1 JobPurged a");
    }

    @Test
    void effects_are_written_when_asked_for() {
        List<String> lines = new ArrayList<>();
        Script.run(
                List.of("{\"submit\":{\"id\":\"a\"}}", "{\"at\":3,\"cancel\":\"a\"}")
                        .iterator(),
                lines::add,
                true);
        assertThat(lines)
                .last()
                .isEqualTo("{\"at\":3,\"effect\":\"TellStop\",\"worker\":\"simulated\",\"job\":\"a\",\"run\":1,"
                        + "\"reason\":\"cancelled: \"}");
    }

    // ---- flows

    @Test
    void a_flow_is_submitted_cancelled_and_requeued_by_its_name() {
        assertThat(brief(
                        List.of("JobSubmitted", "JobDone", "JobCancelled", "JobRequeued", "JobReady"),
                        "{\"submitFlow\":\"f\",\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\",\"parents\":[\"a\"]}]}",
                        "{\"done\":\"a\"}",
                        "{\"done\":\"b\"}",
                        "{\"submitFlow\":\"acme:g\",\"jobs\":[{\"id\":\"c\",\"eta\":50}],\"tree\":\"acme\"}",
                        "{\"cancelFlow\":\"g\",\"tree\":\"acme\"}",
                        "{\"requeueFlow\":\"g\",\"tree\":\"acme\"}"))
                .containsExactly(
                        "0 JobSubmitted a",
                        "0 JobSubmitted b",
                        "0 JobDone a",
                        "0 JobReady b",
                        "0 JobDone b",
                        "0 JobSubmitted acme:c",
                        "0 JobCancelled acme:c",
                        "0 JobRequeued acme:c");
    }

    @Test
    void a_handler_submits_with_its_outcome() {
        assertThat(brief(
                        List.of("JobSubmitted", "JobDone", "JobReady"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"child\",\"parents\":[\"a\"]}}",
                        "{\"done\":\"a\",\"submitted\":[{\"id\":\"b\",\"holdsChildren\":true}]}",
                        "{\"done\":\"b\"}"))
                .containsExactly(
                        "0 JobSubmitted a",
                        "0 JobSubmitted child",
                        "0 JobSubmitted b",
                        "0 JobDone a",
                        "0 JobDone b",
                        "0 JobReady child");
    }

    @Test
    void a_job_of_a_bundle_is_handed_back_alone() {
        assertThat(run(
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"claim\":\"a\",\"worker\":\"w\"}",
                        "{\"handBack\":[\"a\"],\"worker\":\"w\",\"reason\":\"rest\"}"))
                .anyMatch(event -> event.contains("\"JobHandedBack\",\"job\":\"a\""));
    }
}
