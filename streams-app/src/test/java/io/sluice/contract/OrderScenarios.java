package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Submission.Options;
import org.junit.jupiter.api.Test;

/** Which job goes first. */
interface OrderScenarios extends Scenarios {

    @Test
    default void a_smaller_priority_goes_first_also_a_negative_one_and_among_equals_who_came_first() {
        Tale tale = tale().channels("root:1").worker(1).submit("", "blocker");
        assertThat(tale.next()).isEqualTo("blocker");
        tale.submit("", "first", "second").submit("urgent", Options.NONE.withPriority(-1));
        tale.await(Event.JobSubmitted.class, 4);

        tale.done("blocker");

        assertThat(tale.run(3)).containsExactly("urgent", "first", "second");
    }

    @Test
    default void with_aging_a_job_that_has_waited_goes_before_a_better_priority_that_came_late() {
        Tale tale = tale().channels("root:1:aging=20ms").worker(1).submit("", "blocker");
        assertThat(tale.next()).isEqualTo("blocker");
        tale.submit("patient", Options.NONE.withPriority(20)).passes(300);
        tale.submit("late", Options.NONE.withPriority(10)).submit("urgent", Options.NONE.withPriority(-1000));
        tale.await(Event.JobSubmitted.class, 5);

        tale.done("blocker");

        assertThat(tale.run(3)).containsExactly("urgent", "patient", "late");
    }

    @Test
    default void children_of_a_fair_channel_take_turns() {
        Tale tale = tale().channels("root:1,tenant:*:fair")
                .worker(1)
                .command(new Command.Pause("root", "until all are there"));
        tale.submit("tenant.big", "b1", "b2", "b3").submit("tenant.small", "s1");
        tale.await(Event.JobSubmitted.class, 4);

        tale.command(new Command.Resume("root"));

        assertThat(tale.run(4)).containsExactly("b1", "s1", "b2", "b3");
    }

    @Test
    default void trees_do_not_wait_for_each_other() {
        Engine engine = engine();
        Tale full = new Tale(engine).channels("root:1").worker(4).submit("", "1", "2");
        Tale other = new Tale(engine).channels("root:1").worker(4).submit("", "1");
        assertThat(full.next()).isEqualTo("1");
        full.nothingIsReleased();

        assertThat(other.run(1)).containsExactly("1");

        full.nothingIsReleased().done("1");
        assertThat(full.run(1)).containsExactly("2");
    }
}
