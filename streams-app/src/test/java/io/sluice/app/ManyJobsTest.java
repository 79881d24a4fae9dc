package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.web.HttpApi;
import io.sluice.web.InstancesByHand;
import io.sluice.web.PartitionInMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that change jobs: by id or by filter, and what they refuse before they send anything. */
class ManyJobsTest {

    private static final String ID = "main:01920000-0000-7000-8000-000000000001";

    private final PartitionInMemory partition = new PartitionInMemory(2);
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
    void a_dry_run_counts_what_the_filter_lets_through() {
        partition.worker();
        partition.failed("main", "root.shop.a");
        partition.submit("main", "root.shop");

        assertThat(told("requeue", "--channel", "root.shop", "--dry-run").out()).isEqualToIgnoringNewLines("1 job");
        assertThat(told("cancel", "--channel", "root.shop", "--dry-run").out()).isEqualToIgnoringNewLines("2 jobs");
        assertThat(told("cancel", "--channel", "acme/root", "--dry-run").out()).isEqualToIgnoringNewLines("0 jobs");
        Told json = told("delete", "--state", "failed", "--error", "java.io.IOException", "--dry-run", "--json");
        assertThat(json.out()).contains("\"count\":1").contains("\"complete\":true");
        assertThat(json.code()).isZero();
    }

    @Test
    void without_yes_a_filter_does_nothing_but_count() {
        partition.submit("main", "root.shop");

        Told told = told("move", "--channel", "root.shop", "--to", "root.slow");

        assertThat(told.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(told.out()).contains("1 job");
        assertThat(told.err()).contains("nothing was done: add --yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "requeue", "delete", "set-done"})
    void neither_an_id_nor_a_filter_is_refused_and_so_are_both(String command) {
        assertThat(told(command).err()).contains("give the ID of a job, or a filter");
        assertThat(told(command, "--yes").code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(told(command, ID, "--type", "t").err())
                .contains("names one job")
                .contains("Leave out one of both");
    }

    @Test
    void what_does_not_read_is_refused() {
        assertThat(told("reprioritize", ID).err()).contains("--priority");
        assertThat(told("reschedule", ID, "--eta", "soon").err()).contains("90s, 5m, 6h, 2d");
        assertThat(told("move", ID, "--to", "acme/root.x").err()).contains("a job stays in its tree");
        assertThat(told("set-max-attempts", ID, "--max-attempts", "-1").err()).contains("0 (unlimited) or more");
        assertThat(told("delete", "--older-than", "old", "--yes").err()).contains("is no age");
        assertThat(told("delete", "--state", "broken").code()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void cancel_by_force_says_what_it_risks() {
        assertThat(told("cancel", "--help").out().replaceAll("\\s+", " "))
                .contains("may still be at work while the next job of its channel runs");
    }

    @Test
    void a_tree_is_dropped_only_with_yes() {
        partition.submit("acme", "root.shop");

        Told told = told("drop-tree", "acme");

        assertThat(told.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(told.out()).contains("1 job");
        assertThat(told.err()).contains("add --yes to drop the tree acme");
    }

    @Test
    void sweeps_are_shown_with_how_far_they_are() {
        partition.sweep("main");

        assertThat(told("sweeps").out()).contains("LOOKED AT").contains("ann");
        assertThat(told("sweeps", "--tree", "acme").err()).contains("no sweep is at work in tree acme");
        assertThat(told("sweeps", "--json").out()).contains("\"lookedAt\":0");
    }

    @Test
    void submit_takes_the_retry_policy_in_the_words_of_the_channel_text() {
        assertThat(RetryOption.parse("steps{1: 10s, 5: 1m..2m}"))
                .isEqualTo(io.sluice.sdk.RetryPolicy.steps(1, java.time.Duration.ofSeconds(10))
                        .then(5, java.time.Duration.ofMinutes(1), java.time.Duration.ofMinutes(2)));
        assertThat(told("submit", "greet", "--retry", "sometimes").err()).contains("allowed are fixed(10s)");
        assertThat(told("submit", "greet", "--dedup-replace").err()).contains("need --dedup");
    }
}
