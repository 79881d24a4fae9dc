package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can be known to be wrong before anybody is asked; the rest needs a broker. */
class HistoryAndReplayCommandTest {

    @Test
    void a_replay_needs_both_ends_of_its_window_in_that_order() {
        assertThat(Told.by("replay", "--from", "1h").err()).contains("--to");
        assertThat(Told.by("replay", "--from", "1h", "--to", "2h").err()).contains("the window ends before it begins");
        assertThat(Told.by("replay", "--from", "1h", "--to", "0s", "--limit", "0")
                        .err())
                .contains("at least 1");
    }

    @Test
    void only_what_ended_is_replayed_and_only_what_failed_has_an_error() {
        assertThat(Told.by("replay", "--from", "1h", "--to", "0s", "--state", "ready")
                        .err())
                .contains("allowed are FAILED, CANCELLED and DONE");
        assertThat(Told.by("replay", "--from", "1h", "--to", "0s", "--state", "done,failed", "--error", "E")
                        .err())
                .contains("only FAILED ended with an error");
    }

    @Test
    void a_channel_and_a_tree_do_not_contradict_each_other() {
        Told told = Told.by("replay", "--from", "1h", "--to", "0s", "--channel", "acme/root.shop", "--tree", "main");

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err()).contains("leave one of them out");
    }

    @Test
    void a_history_is_one_job_s() {
        assertThat(Told.by("history").code()).isEqualTo(2);
        assertThat(Told.by("history", "nonsense").err()).contains("is no job id");
    }
}
