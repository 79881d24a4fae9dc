package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What opens and shuts a channel. */
interface ChannelScenarios extends Scenarios {

    @Test
    default void a_channel_of_capacity_1_that_is_not_sequential_lets_others_go_on_after_a_failure() {
        Tale tale = tale().channels("root:*,numbers:1").worker(8).submit("numbers", "1", "2");
        assertThat(tale.next()).isEqualTo("1");
        tale.nothingIsReleased().end("1", broken("no number left"));

        assertThat(tale.run(1)).containsExactly("2");
    }

    @Test
    default void a_paused_channel_keeps_its_jobs_until_it_is_resumed() {
        Tale tale = tale().worker(2).command(new Command.Pause("shop", "stocktaking"));
        tale.submit("shop", "sale").submit("", "other");

        assertThat(tale.run(1)).containsExactly("other");
        tale.nothingIsReleased().command(new Command.Resume("shop"));

        assertThat(tale.run(1)).containsExactly("sale");
    }

    @Test
    default void a_paused_type_keeps_its_jobs_in_the_whole_tree_and_blocks_nobody_else() {
        Tale tale = tale().channels("root:1").worker(1, "mail");
        tale.command(new Command.Pause("", "the mail server is down", tale.type("mail")));
        tale.submitOf("mail", "letter").submit("", "other");

        assertThat(tale.run(1)).containsExactly("other");
        tale.nothingIsReleased().command(new Command.Resume("", tale.type("mail")));

        assertThat(tale.run(1)).containsExactly("letter");
    }

    @Test
    default void a_type_that_no_worker_runs_waits_and_blocks_nobody() {
        Tale tale =
                tale().channels("root:1").worker(1).submitOf("mail", "letter").submit("", "other");
        assertThat(tale.run(1)).containsExactly("other");
        tale.nothingIsReleased();

        tale.worker(1, "mail");

        assertThat(tale.run(1)).containsExactly("letter");
    }

    @Test
    default void a_lowered_capacity_drains_the_surplus_and_a_raised_one_holds_at_once() {
        Tale tale = tale().channels("root:2").worker(8).submit("", "1", "2", "3", "4", "5");
        assertThat(tale.next(2)).containsExactly("1", "2");

        tale.channels("root:1").await(Event.ChannelConfigured.class, 2);
        tale.done("1").nothingIsReleased().done("2");
        assertThat(tale.next()).isEqualTo("3");
        tale.nothingIsReleased().channels("root:3");

        assertThat(tale.next(2)).containsExactly("4", "5");
    }

    @Test
    default void a_throttled_channel_releases_evenly_spaced() {
        Tale tale = tale().channels("root:*,api:*:throttle=10/1s").worker(8).submit("api", "1", "2", "3");
        assertThat(tale.run(3)).containsExactly("1", "2", "3");

        List<Long> released = tale.times(Event.JobReleased.class);

        assertThat(released.get(1) - released.get(0)).isGreaterThanOrEqualTo(100);
        assertThat(released.get(2) - released.get(1)).isGreaterThanOrEqualTo(100);
    }

    @Test
    default void a_burst_lets_some_go_at_once_but_never_more_in_the_period() {
        Tale tale = tale().channels("root:*,api:*:throttle=2/500ms:burst=2").worker(8);
        tale.submit("api", "1", "2", "3");
        assertThat(tale.run(3)).containsExactly("1", "2", "3");

        List<Long> released = tale.times(Event.JobReleased.class);

        assertThat(released.get(2) - released.get(0)).isGreaterThanOrEqualTo(500);
    }

    @Test
    default void a_job_that_was_rate_limited_shuts_its_channel_for_that_long() {
        Tale tale = tale().channels("root:*,api:1").worker(8).submit("api", "call", "next call");
        assertThat(tale.next()).isEqualTo("call");
        tale.end("call", new Command.RateLimited(300));
        Event.ChannelShut shut = tale.await(Event.ChannelShut.class, 1).getFirst();

        tale.submit("", "other");
        assertThat(tale.run(1)).containsExactly("other");
        assertThat(tale.run(2)).containsExactly("call", "next call");
        assertThat(tale.releasedAt("call")).isGreaterThanOrEqualTo(shut.until());
    }

    @Test
    default void a_final_failure_in_a_channel_submits_the_job_that_its_on_failure_names() {
        Tale tale = tale();
        tale.channels("root:*,shop:*:on-failure=" + tale.type("tell"))
                .worker(8, "tell")
                .submit("shop", "sale");
        tale.next();
        tale.end("sale", broken("out of stock"));

        String told = tale.next();

        assertThat(tale.held(told).payload()).contains(tale.id("sale").toString());
        tale.done(told).await(Event.JobDone.class, 1);
        tale.nothingIsReleased();
    }
}
