package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.simulate.Script;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A bug that is planted into the rules shows in a random life, and comes out as a short script that simulate runs. */
class ShrinkerTest {

    private static final int STEPS = 1_500;

    @Test
    void an_invariant_that_breaks_because_an_edge_is_forgotten() {
        Life.Broken broken = broken(withoutApplying(Event.EdgesChanged.class::isInstance));

        assertThat(broken.stage).isEqualTo(Life.Stage.AFTER_A_STEP);
        assertThat(broken.script).hasSizeLessThan(12);
        assertThat(run(broken.script)).anyMatch(event -> event.contains("\"EdgesChanged\""));
    }

    /** A flow is in the script as one line, with its jobs and whom they wait for. */
    @Test
    void a_flow_whose_submission_throws() {
        Life.Broken broken = broken(throwing(Event.FlowSubmitted.class::isInstance));

        assertThat(broken.stage).isEqualTo(Life.Stage.AFTER_A_STEP);
        assertThat(broken.script)
                .filteredOn(line -> line.contains("\"submitFlow\""))
                .hasSize(1);
        assertThat(broken.script).hasSizeLessThan(10);
        assertThat(run(broken.script)).anyMatch(event -> event.contains("\"FlowSubmitted\""));
    }

    @Test
    void a_state_that_is_not_the_fold_of_its_events() {
        Life.Broken broken = broken(withoutApplying(Event.MaxAttemptsSet.class::isInstance));

        assertThat(broken.stage).isEqualTo(Life.Stage.IN_THE_FOLD);
        assertThat(broken.script)
                .filteredOn(line -> line.contains("\"setMaxAttempts\""))
                .hasSize(1);
        assertThat(broken.script).hasSizeLessThan(10);
        assertThat(run(broken.script)).anyMatch(event -> event.contains("\"MaxAttemptsSet\""));
    }

    @Test
    void a_job_that_never_ends() {
        Life.Broken broken = broken(withLateTimers());

        assertThat(broken.stage).isEqualTo(Life.Stage.IN_THE_DRAIN);
        assertThat(broken.script).hasSizeLessThan(10);
        assertThat(run(broken.script)).anyMatch(event -> event.contains("\"eta\":"));
    }

    // ---- bugs

    /** Events are recorded and sent, but the state that the rules go on with does not know them. */
    private static UnaryOperator<State> withoutApplying(Predicate<Event> forgotten) {
        return seen((state, method, arguments) ->
                method.equals("apply") && forgotten.test(((Recorded) arguments[0]).event()) ? null : NOT_PLANTED);
    }

    private static UnaryOperator<State> throwing(Predicate<Event> poison) {
        return seen((state, method, arguments) -> {
            if (method.equals("apply") && poison.test(((Recorded) arguments[0]).event())) {
                throw new IllegalStateException("planted");
            }
            return NOT_PLANTED;
        });
    }

    /** A job's timer comes, but for another time than the one that the job waits for. */
    private static UnaryOperator<State> withLateTimers() {
        return seen((state, method, arguments) -> method.equals("dueTimers")
                ? state.dueTimers((long) arguments[0], (int) arguments[1]).stream()
                        .map(ShrinkerTest::late)
                        .toList()
                : NOT_PLANTED);
    }

    private static Timer late(Timer timer) {
        return timer.command() instanceof Command.JobDue due
                ? new Timer(
                        timer.due(),
                        timer.subject(),
                        timer.failures(),
                        new Command.JobDue(due.job(), due.notBefore() + 1))
                : timer;
    }

    private static final Object NOT_PLANTED = new Object();

    private interface Planted {
        Object answer(State state, String method, Object[] arguments);
    }

    private static UnaryOperator<State> seen(Planted planted) {
        return state -> (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (proxy, method, arguments) -> {
                    Object answer = planted.answer(state, method.getName(), arguments);
                    if (answer != NOT_PLANTED) {
                        return answer;
                    }
                    try {
                        return method.invoke(state, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    // ---- lives

    private static Life.Broken broken(UnaryOperator<State> bug) {
        return catchThrowableOfType(Life.Broken.class, () -> {
            for (long seed = 1; seed < 20; seed++) {
                new Life(seed, bug).live(STEPS);
            }
        });
    }

    private static List<String> run(List<String> script) {
        List<String> events = new ArrayList<>();
        Script.run(script.iterator(), events::add, false);
        return events;
    }
}
