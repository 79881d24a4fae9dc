package io.sluice.core;

import static io.sluice.core.World.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Dedup.Mode;
import io.sluice.core.JobAction.Delete;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Semantics §7: a window holds a key although its job is gone, and that job's id has come again as another job. */
class ReusedKeysTest {

    private static final long WINDOW = 10_000;

    private final World world = new World();

    /** The key is held by the window of a deleted job whose id another job without a key has now. */
    ReusedKeysTest() {
        world.worker("w", 1).submit("a", job -> job.dedup(new Dedup("k", Mode.KEEP, false, WINDOW)));
        world.run("a").on("a", new Delete());
    }

    @Test
    void a_job_that_has_the_holders_id_now_is_not_replaced() {
        world.command(new Command.Pause("root", "")).submit("a");

        world.submit("b", job -> job.payload("new").dedup(replace()));

        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(World.id("b"), World.id("a")));
        assertThat(new String(world.job("a").payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }

    @Test
    void nor_is_it_when_it_is_on_its_way_to_a_worker() {
        world.worker("w", 1).submit("a");
        assertThat(world.stateOf("a")).isEqualTo(JobState.RELEASED);

        world.submit("b", job -> job.dedup(replace()));

        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(World.id("b"), World.id("a")));
    }

    @Test
    void it_does_not_keep_the_key_from_a_job_that_comes_back() {
        world.worker("w", 2).submit("earlier", job -> job.dedup("k"));
        assertThat(world.isKept("earlier")).isFalse();
        world.advance(WINDOW).worker("w", 2);
        world.submit("c", job -> job.dedup("k")).claim("w", "c");
        world.submit("d", job -> job.dedup(new Dedup("k", Mode.KEEP, false, WINDOW)));
        world.run("d").on("d", new Delete()).submit("d").advance(WINDOW);

        world.end("w", "c", World.retryable("net")).submit("e", job -> job.dedup("k"));

        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(World.id("e"), World.id("c")));
    }

    @Test
    void nobody_waits_for_it_in_place_of_the_holder() {
        world.command(new Command.Pause("root", "")).submit("a");

        world.flow("f", job("held").dedup("k"), job("z").dedup("z"), job("child", "held"));

        assertThat(world.job("child").parents()).isEmpty();
    }

    @Test
    void the_key_is_forgotten_when_the_window_is_over_although_the_id_is_there() {
        world.command(new Command.Pause("root", "")).submit("a").advance(WINDOW);

        assertThat(world.state.dedup("main", "k")).isEmpty();
    }

    @Test
    void a_dropped_tree_forgets_the_key_although_the_id_is_there_again() {
        world.command(new Command.DropTree("bye")).submit("a").advance(1);

        assertThat(world.state.dedup("main", "k")).isEmpty();
    }

    private static Dedup replace() {
        return new Dedup("k", Mode.REPLACE, false, 0);
    }
}
