package io.sluice.core;

import static io.sluice.core.World.id;
import static io.sluice.core.World.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.Comparison;
import io.sluice.state.Fold;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CarryingTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final World world = new World().carrying(7 * DAY);

    // ---- what is written again, and when

    @Test
    void a_job_that_waits_for_8_days_is_written_again_once() {
        world.submit("a").advance(8 * DAY);

        assertThat(carried()).containsExactly(id("a"));
        assertThat(at(Event.JobCarried.class))
                .allSatisfy(at -> assertThat(at - 1_000_000).isBetween(6 * DAY, 7 * DAY + 1_000));
    }

    @Test
    void what_waits_on_is_written_again_every_7_days() {
        world.submit("a").advance(29 * DAY);

        assertThat(carried()).hasSize(4);
    }

    @Test
    void what_was_written_yesterday_is_not_written_again() {
        world.submit("old").advance(6 * DAY + HOUR).submit("young").advance(DAY);

        assertThat(carried()).containsExactly(id("old"));
    }

    @Test
    void what_became_of_a_job_and_what_was_changed_of_it_is_written_too() {
        world.worker("w", 9).failed("a").on("a", new JobAction.Reprioritize(3)).advance(8 * DAY);

        Event.JobCarried carried = world.events(Event.JobCarried.class).getFirst();
        assertThat(carried.submitted().priority()).isEqualTo(10);
        assertThat(carried.status().state()).isEqualTo(JobState.FAILED);
        assertThat(carried.status().error().orElseThrow().message()).isEqualTo("boom");
        assertThat(carried.status().changes().priority()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void writing_again_changes_nothing_but_the_note_that_it_was() {
        world.channels("root:4:throttle=9/1h:burst=9,root.a:1").worker("w", 9).failed("d");
        world.submit("a", asked -> asked.channel("root.a").dedup(new Dedup("k", Dedup.Mode.KEEP, false, 0)));
        world.flow("f", job("b"), job("c", "b")).advance(7 * DAY);
        JobStatus before = world.status("d");
        List<ChannelPath> uncarried = world.state.uncarriedChannels("main", 9);

        assertThat(before.carriedAt()).isPositive();
        assertThat(before.carried(0)).isEqualTo(withoutWritingAgain("d"));
        assertThat(uncarried).isEmpty();
        assertThat(differences(0)).isEmpty();
    }

    private JobStatus withoutWritingAgain(String name) {
        StoredState fold = StoredState.open(new InMemoryStore(), 4);
        world.events.stream()
                .filter(recorded -> !(recorded.event() instanceof Event.Carried))
                .forEach(fold::apply);
        return fold.status(id(name)).orElseThrow();
    }

    // ---- steps

    @Test
    void a_step_looks_at_500_jobs_at_most_and_others_go_on_between_steps() {
        for (int i = 0; i < 1_200; i++) {
            world.submit("j" + i);
        }
        world.advance(8 * DAY);

        Map<Long, Integer> bySteps = new HashMap<>();
        at(Event.JobCarried.class).forEach(at -> bySteps.merge(at, 1, Integer::sum));
        assertThat(carried()).hasSize(1_200).doesNotHaveDuplicates();
        assertThat(bySteps.values()).containsExactlyInAnyOrder(500, 500, 200);
    }

    @Test
    void large_payloads_make_a_step_shorter() {
        for (int i = 0; i < 10; i++) {
            world.submit("j" + i, asked -> asked.payload(400 * 1024));
        }
        world.advance(8 * DAY);

        Map<Long, Integer> bySteps = new HashMap<>();
        at(Event.JobCarried.class).forEach(at -> bySteps.merge(at, 1, Integer::sum));
        assertThat(carried()).hasSize(10);
        assertThat(bySteps.values()).allMatch(jobs -> jobs <= 3);
    }

    @Test
    void what_ends_between_two_steps_is_not_written_again() {
        world.inStepsOf(2).submit("a", "b", "c", "d", "e").advance(7 * DAY - 1);
        while (world.events(Event.JobCarried.class).isEmpty()) {
            world.advance(1);
        }
        JobId last = List.of("a", "b", "c", "d", "e").stream()
                .map(World::id)
                .filter(job -> !carried().contains(job))
                .findFirst()
                .orElseThrow();
        world.command(new Command.OnJob(last, new JobAction.Cancel("", false)))
                .command(new Command.OnJob(last, new JobAction.Delete()))
                .advance(HOUR);

        assertThat(carried()).hasSize(4).doesNotContain(last);
        assertThat(world.events(Event.TreeCarried.class)).hasSize(7);
    }

    @Test
    void a_walk_goes_on_after_a_restart() {
        world.inStepsOf(2).submit("a", "b", "c", "d", "e").advance(7 * DAY - 1);
        while (world.events(Event.JobCarried.class).isEmpty()) {
            world.advance(1);
        }
        world.restart();
        world.advance(HOUR);

        assertThat(carried()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void a_walk_says_since_when_all_that_lives_was_written() {
        world.submit("a").advance(3 * DAY + HOUR).submit("b").advance(DAY);

        List<Event.TreeCarried> walks = world.events(Event.TreeCarried.class);
        assertThat(walks).extracting(Event.TreeCarried::since).containsOnly(1_000_000L);
        world.advance(4 * DAY);
        assertThat(world.events(Event.TreeCarried.class).getLast().since()).isEqualTo(1_000_000L + 3 * DAY + HOUR);
    }

    // ---- trees without a timer

    @Test
    void a_tree_in_which_nothing_lives_has_no_timer() {
        world.command("ghost", new Command.CancelSweep(new UUID(1, 2)));

        assertThat(world.scheduler.nextWakeup()).isEmpty();
    }

    @Test
    void a_dropped_tree_is_written_once_more_and_then_has_no_timer() {
        world.submit("a").command(new Command.DropTree("")).advance(2 * DAY);

        assertThat(world.events(Event.TreeCarried.class)).singleElement().matches(Event.TreeCarried::dropped);
        assertThat(world.scheduler.nextWakeup()).isEmpty();
    }

    @Test
    void a_tree_that_is_used_again_has_its_timer_again() {
        world.submit("a").command(new Command.DropTree("")).advance(2 * DAY);
        world.submit("b").advance(8 * DAY);

        assertThat(carried()).contains(id("b"));
    }

    @Test
    void where_nothing_is_to_be_written_again_there_is_no_timer() {
        World never = new World().carrying(0).submit("a");

        assertThat(never.scheduler.nextWakeup()).isEmpty();
    }

    @Test
    void a_state_that_was_made_from_events_has_its_timers_after_the_start() {
        world.submit("a").submit("b", asked -> asked.tree("acme")).command(new Command.Pause("", "night", "u"));
        StoredState made = StoredState.open(new InMemoryStore(), 4);
        world.events.forEach(made::apply);
        made.land();
        Scheduler fresh = new Scheduler(made, new Scheduler.Settings(0, World.LEASE));

        fresh.handle(new Command.Tick(), Cause.itself(), world.now);

        assertThat(fresh.nextWakeup()).hasValue(world.now + DAY / 2);
    }

    // ---- counters

    @Test
    void counters_that_change_are_written_every_hour() {
        world.worker("w", 9);
        for (int i = 0; i < 6; i++) {
            world.submit("j" + i).claim("w", "j" + i).done("w", "j" + i);
            world.advance(HOUR / 2);
        }

        assertThat(world.events(Event.ChannelCarried.class))
                .extracting(carried -> carried.sums().done())
                .containsExactly(2L, 4L, 6L);
    }

    @Test
    void counters_that_do_not_change_are_written_once_a_day_only() {
        world.worker("w", 9).submit("a").claim("w", "a").done("w", "a").advance(HOUR);
        int first = world.events(Event.ChannelCarried.class).size();

        world.advance(20 * HOUR);

        assertThat(first).isEqualTo(1);
        assertThat(world.events(Event.ChannelCarried.class)).hasSize(1);
        world.advance(4 * HOUR);
        assertThat(world.events(Event.ChannelCarried.class)).hasSize(2);
    }

    // ---- a state from the middle of the log

    @Test
    void a_job_that_runs_while_it_is_written_again_ends_as_ever() {
        World fast = new World().carrying(7_000);
        fast.worker("w", 9).submit("a").claim("w", "a");
        for (int i = 0; i < 5; i++) {
            fast.advance(2_000)
                    .beat(
                            "w",
                            9,
                            Set.of(World.ROOT_TOPIC),
                            Set.of("t"),
                            fast.bundleOf("a").id());
        }
        int middle = index(fast, Event.BundleCarried.class) - 1;
        fast.done("w", "a").advance(8_000);

        assertThat(fast.events(Event.BundleCarried.class)).isNotEmpty();
        assertThat(fast.stateOf("a")).isEqualTo(JobState.DONE);
        assertThat(differences(fast, middle)).isEmpty();
    }

    @Test
    void edges_flows_keys_schedules_and_pauses_are_there_again() {
        world.channels("root:4").worker("w", 9);
        world.flow("f", job("a"), job("b", "a"), job("c", "b"));
        world.submit(
                "k", asked -> asked.eta(world.now + 40 * DAY).dedup(new Dedup("k", Dedup.Mode.KEEP, false, 50 * DAY)));
        world.command(new Command.Configure("root.x:3:throttle=5/1h"));
        world.command(new Command.Pause("root.y", "night")).command(new Command.Pause("", "broken", "u"));
        world.failed("d");
        int middle = world.events.size();
        world.advance(9 * DAY);

        assertThat(differences(middle)).isEmpty();
        assertThat(world.events(Event.FlowCarried.class)).isNotEmpty();
    }

    @Test
    void steps_through_edges_are_written_again() {
        World short3 = new World().carrying(7 * DAY).inStepsOf(3);
        World.Asked[] jobs = new World.Asked[9];
        jobs[0] = job("p");
        for (int i = 1; i < jobs.length; i++) {
            jobs[i] = job("c" + i, "p");
        }
        short3.flow("f", jobs).command(new Command.OnJob(id("p"), new JobAction.SetDone(Optional.empty())));

        short3.command(new Command.CarryDue("main", short3.now, short3.now, Command.CarryPart.CASCADES, ""));

        assertThat(short3.events(Event.CascadeCarried.class))
                .extracting(Event.CascadeCarried::parent)
                .containsExactly(id("p"));
        InMemoryStore late = new InMemoryStore();
        Fold fold = new Fold(late, 4);
        short3.events
                .subList(index(short3, Event.CascadeCarried.class), short3.events.size())
                .forEach(fold::apply);
        fold.land();
        List<String> missing = new ArrayList<>();
        new Comparison(short3.store, late).differences(difference -> missing.add(difference.key()));
        assertThat(missing).isNotEmpty().noneMatch(key -> key.contains("steps through its children"));
    }

    @Test
    void before_all_was_written_again_the_tree_is_not_known() {
        world.submit("a").advance(HOUR);
        int middle = world.events.size() - 1;
        world.submit("b").advance(3 * DAY);
        Fold late = new Fold(new InMemoryStore(), 4);

        world.events.subList(middle, world.events.size()).forEach(late::apply);
        assertThat(late.isWhole("main")).isFalse();

        int so = world.events.size();
        world.advance(5 * DAY);
        world.events.subList(so, world.events.size()).forEach(late::apply);
        assertThat(late.isWhole("main")).isTrue();
    }

    private List<JobId> carried() {
        return world.events(Event.JobCarried.class).stream()
                .map(Event.JobCarried::job)
                .toList();
    }

    private List<Long> at(Class<? extends Event> type) {
        return world.events.stream()
                .filter(recorded -> type.isInstance(recorded.event()))
                .map(Recorded::at)
                .toList();
    }

    private static int index(World world, Class<? extends Event> type) {
        int index = 0;
        while (!type.isInstance(world.events.get(index).event())) {
            index++;
        }
        return index;
    }

    private List<Comparison.Difference> differences(int from) {
        return differences(world, from);
    }

    /** Between what the rules made and what the events from that one on make, which must be enough. */
    private static List<Comparison.Difference> differences(World world, int from) {
        InMemoryStore store = new InMemoryStore();
        Fold fold = new Fold(store, 4);
        world.events.subList(from, world.events.size()).forEach(fold::apply);
        fold.land();
        assertThat(fold.isWhole("main")).isTrue();
        List<Comparison.Difference> differences = new ArrayList<>();
        new Comparison(world.store, store).differences(differences::add);
        return differences;
    }
}
