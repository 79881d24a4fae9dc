package io.sluice.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.State;
import io.sluice.core.Submission;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A bug in a rule does in a simulation what it does in a partition. */
class StumblingRuleTest {

    private static final JobId POISON = new JobId("main", new UUID(0, 1));
    private static final JobId GOOD = new JobId("main", new UUID(0, 2));

    private final List<Event> events = new ArrayList<>();
    private final Simulation simulation = new Simulation(
            new Known(),
            Set.of(),
            new Simulation.Watcher() {
                @Override
                public void happened(Recorded recorded) {
                    events.add(recorded.event());
                }

                @Override
                public void sent(Effect effect, long at) {
                    // Nobody looks.
                }
            },
            StumblingRuleTest::stumbling);

    /** Whoever reads that job throws, once it is stored. */
    private static State stumbling(State state) {
        return (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("job")
                            && arguments[0].equals(POISON)
                            && state.job(POISON).isPresent()) {
                        throw new IllegalStateException("a bug about " + POISON);
                    }
                    try {
                        return method.invoke(state, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_release_that_throws_pauses_the_channel_and_the_script_goes_on() {
        submit(POISON, "root.bad");
        submit(GOOD, "root.fine");

        assertThat(events)
                .filteredOn(Event.ChannelPaused.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    Event.ChannelPaused pause = (Event.ChannelPaused) event;
                    assertThat(pause.channel().text()).isEqualTo("root.bad");
                    assertThat(pause.reason()).contains("a bug about");
                });
        assertThat(simulation.state().status(GOOD).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    }

    private void submit(JobId id, String channel) {
        Submission job = Submission.of(id, "t", channel, new Payload(new byte[0], "text/plain"));
        simulation.command(new Command.Submit(job), new Cause("main", Optional.empty(), "test"));
    }
}
