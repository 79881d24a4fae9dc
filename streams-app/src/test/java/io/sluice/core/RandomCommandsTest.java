package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands, and after every step what must always hold. The build lives the same lives each time, so that it fails for what
 * was changed and not for what was drawn; {@code -Dsluice.lives=100} lives that many more, with seeds that are drawn and printed.
 * A life that failed becomes a named example below.
 */
class RandomCommandsTest {

    private static final int STEPS = 1_500;
    private static final int LIVES = 50;

    /**
     * What never occurs is not tested, however many steps there are: so all kinds of commands and events must, a run that is lost
     * among them (some 30 a life, but workers that all keep their word lose none).
     */
    @Test
    void whatever_happens_the_invariants_hold() {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 1; seed <= LIVES; seed++) {
            kinds.addAll(live(1_000_003L * seed));
        }

        assertThat(missing(kinds)).as("never occurred").isEmpty();
    }

    /** Those that nobody has lived yet. */
    @Test
    @EnabledIfSystemProperty(named = "sluice.lives", matches = "[0-9]+")
    void whatever_happens_the_invariants_hold_in_lives_that_are_drawn() {
        long first = System.nanoTime();
        for (int i = 0; i < Integer.getInteger("sluice.lives"); i++) {
            live(first + 1_000_003L * i);
        }
    }

    private static Set<Class<?>> live(long seed) {
        System.out.println("random commands, seed " + seed);
        Life life = new Life(seed);
        try {
            life.live(STEPS);
            life.mustHaveHappened();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ", " + e.getMessage(), e);
        }
        return life.world.kinds;
    }

    private static List<String> missing(Set<Class<?>> kinds) {
        Set<Class<?>> all = new HashSet<>();
        Set.of(Command.class, Command.End.class, JobAction.class, Event.class).forEach(type -> gather(type, all));
        // The wire makes them of what cannot be a job, a flow, a schedule or a filter.
        all.removeAll(Set.of(
                Command.Unfit.class, Command.UnfitFlow.class, Command.UnfitSchedule.class, Command.UnfitSweep.class));
        // The answer to a command with an id of its own, which these have not.
        all.remove(Event.NothingChanged.class);
        // Written by hand, when topics are grown.
        all.remove(Event.PartitionsGrown.class);
        // The shell measures.
        all.remove(Event.TimesMeasured.class);
        all.remove(Command.WriteTimes.class);
        // Steps are over within the millisecond here, so no walk comes upon them: see CarryingTest.
        all.remove(Event.CascadeCarried.class);
        all.removeAll(kinds);
        return all.stream().map(Class::getSimpleName).sorted().toList();
    }

    private static void gather(Class<?> type, Set<Class<?>> all) {
        if (type.isRecord()) {
            all.add(type);
            return;
        }
        for (Class<?> one : type.getPermittedSubclasses()) {
            gather(one, all);
        }
    }

    /** In this life the timer of a channel's retention was set after the channel had gone with its tree, and brought it back. */
    @Test
    void a_channel_that_went_with_its_tree_stays_away() {
        new Life(2_107_507_834_454L + 8 * 1_000_003L).live(STEPS);
    }

    /** In these lives a parent's end was told to one child and not yet to a join before another: nothing was said to keep that. */
    @ParameterizedTest
    @ValueSource(longs = {9_576_390_721_452L, 9_599_552_245_197L})
    void why_knows_of_parents_that_are_told_step_by_step(long life) {
        new Life(life).live(800);
    }
}
