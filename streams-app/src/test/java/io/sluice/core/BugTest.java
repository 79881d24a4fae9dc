package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Semantics §14: releasing is a step of its own, and what throws in it is paused. */
class BugTest {

    private final World world = new World();

    /** The state, but whoever reads that job meets a bug. */
    private Scheduler poisoned(JobId poison) {
        State state = (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("job") && arguments[0].equals(poison)) {
                        throw new IllegalStateException("a bug about " + poison);
                    }
                    try {
                        return method.invoke(world.state, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new Scheduler(state, new Scheduler.Settings(0, World.LEASE));
    }

    @Test
    void a_release_that_throws_keeps_what_was_applied_and_pauses_the_channel_with_the_trace() {
        world.submit("poison", job -> job.channel("bad").priority(1)).submit("good", job -> job.channel("fine"));
        world.submit("behind", job -> job.channel("bad.deep"));
        world.scheduler = poisoned(World.id("poison"));

        world.worker("w", 10);

        assertThat(world.released("poison", "good", "behind")).containsExactly("good");
        assertThat(world.stateOf("poison")).isEqualTo(JobState.READY);
        assertThat(world.state.workers()).as("the command stays applied").containsKey("w");
        assertThat(world.events(Event.ChannelPaused.class)).singleElement().satisfies(pause -> {
            assertThat(pause.channel()).isEqualTo(ChannelPath.parse("bad"));
            assertThat(pause.by()).isEqualTo("sluice");
            assertThat(pause.reason()).startsWith("BUG: ").contains("a bug about", "Dispatcher");
        });
        world.restart();
        world.submit("after", job -> job.channel("fine"));
        assertThat(world.released("poison", "behind", "after")).containsExactly("after");
    }

    @Test
    void a_resumed_channel_is_tried_again() {
        world.submit("poison", job -> job.channel("bad"));
        world.scheduler = poisoned(World.id("poison"));
        world.worker("w", 10);
        world.restart();

        world.command(new Command.Resume("bad"));

        assertThat(world.released("poison")).containsExactly("poison");
    }

    @Test
    void what_is_about_no_job_goes_on_up() {
        State broken = (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("treesWithReadyJobs")) {
                        throw new IllegalStateException("the store");
                    }
                    return method.invoke(world.state, arguments);
                });
        Scheduler scheduler = new Scheduler(broken, new Scheduler.Settings(0, World.LEASE));

        assertThatThrownBy(() -> scheduler.release(world.now, 5)).hasMessageContaining("the store");
        assertThat(scheduler
                        .releaseThrew(new IllegalStateException(), world.now)
                        .events())
                .isEmpty();
    }
}
