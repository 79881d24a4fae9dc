package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A world in which anything may happen, and what must hold of it: after every step the invariants, at the end that the state is the
 * fold of its events and that every job ends once all is open. A failure is done again, made shorter, and told as a script.
 */
final class Life {

    static final String FILE =
            "root:6:retention=20s:retention.failed=30s,root.a:2,root.a.b:1,root.c:3:on-failure=u,root.d:2:topic";

    private static final long CARRIED_WITHIN = 84_000;

    final World world;

    private final UnaryOperator<State> bug;
    private final Invariants invariants;
    private final boolean isRebuilt;
    private final RandomFlowCommands flows;
    private final RandomCommands commands;

    /** When something was wrong. */
    enum Stage {
        AFTER_A_STEP,
        IN_THE_FOLD,
        IN_THE_DRAIN
    }

    /** Alike is what shows at the same stage in the same way. */
    private record Problem(Stage stage, Class<?> type) {}

    Life(long seed) {
        this(seed, UnaryOperator.identity());
    }

    /** @param bug what the rules get to see instead of the state */
    Life(long seed, UnaryOperator<State> bug) {
        this(seed, bug, seed % 2 != 0);
    }

    /** @param isRebuilt whether its end is lived in a state that is made of the events alone */
    private Life(long seed, UnaryOperator<State> bug, boolean isRebuilt) {
        this.bug = bug;
        this.isRebuilt = isRebuilt;
        world = new World()
                .bundling()
                .carrying(CARRIED_WITHIN)
                .inStepsOf(3)
                .planting(this::seen)
                .foretold();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<JobId> jobs = new ArrayList<>();
        flows = new RandomFlowCommands(world, jobs, random);
        invariants = new Invariants(world, jobs, flows);
        commands = new RandomCommands(world, invariants, flows, random);
    }

    /** What the rules see of the state, and what they record in it is noted. */
    private State seen(State state) {
        State planted = bug.apply(state);
        return (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("apply")) {
                        world.note(((Recorded) arguments[0]).event());
                    }
                    try {
                        return method.invoke(planted, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A failure, told as a script. */
    static final class Broken extends AssertionError {

        private static final long serialVersionUID = 1;

        final Stage stage;
        final transient List<String> script;

        private Broken(String words, Stage stage, List<String> script, Throwable cause) {
            super(words, cause);
            this.stage = stage;
            this.script = script;
        }
    }

    /** @throws Broken with where it was and the shortest steps that come to it */
    void live(int steps) {
        world.channels(FILE);
        for (int step = 0; step < steps; step++) {
            String what = "";
            try {
                what = commands.doSomething();
                invariants.check();
            } catch (AssertionError | RuntimeException e) {
                throw failure("step " + step + " (" + what + ")", Stage.AFTER_A_STEP, e);
            }
        }
        List<Step> lived = List.copyOf(world.steps);
        try {
            invariants.checkFold();
            invariants.checkFoldFromTheMiddle();
        } catch (AssertionError | RuntimeException e) {
            throw failure("the fold", Stage.IN_THE_FOLD, e);
        }
        try {
            drain();
        } catch (AssertionError | RuntimeException e) {
            world.steps.clear();
            world.steps.addAll(lived);
            throw failure("the drain", Stage.IN_THE_DRAIN, e);
        }
    }

    private void drain() {
        if (isRebuilt) {
            world.rebuild();
        }
        invariants.drain();
    }

    /** The test must get somewhere. */
    void mustHaveHappened() {
        assertThat(invariants.wholeFromTheMiddle())
                .as("trees that came whole although their events began in the middle")
                .isPositive();
        assertThat(world.events(Event.JobDone.class)).hasSizeGreaterThan(20);
        assertThat(invariants.bundled()).as("some must go together").isPositive();
    }

    // ---- done again

    private Broken failure(String where, Stage stage, Throwable e) {
        List<String> script = script(shortest(List.copyOf(world.steps), new Problem(stage, e.getClass())), stage);
        String words = where + ": " + e.getMessage() + "\n" + script.size()
                + " lines are enough for that; sluice simulate runs them:\n" + String.join("\n", script);
        return new Broken(words, stage, script, e);
    }

    private List<Step> shortest(List<Step> steps, Problem problem) {
        return new Shrinker()
                .shrink(
                        steps,
                        some -> new Life(0, bug, isRebuilt)
                                .again(some, problem.stage())
                                .equals(Optional.of(problem)));
    }

    /** Does the steps and looks for a problem up to that stage. */
    private Optional<Problem> again(List<Step> steps, Stage upTo) {
        Stage stage = Stage.AFTER_A_STEP;
        try {
            for (Step step : steps) {
                step.take(world);
                if (upTo == Stage.AFTER_A_STEP) {
                    invariants.check();
                } else {
                    invariants.follow();
                    flows.gather();
                }
            }
            if (upTo != Stage.AFTER_A_STEP) {
                stage = Stage.IN_THE_FOLD;
                invariants.checkFold();
                invariants.checkFoldFromTheMiddle();
            }
            if (upTo == Stage.IN_THE_DRAIN) {
                stage = Stage.IN_THE_DRAIN;
                drain();
            }
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(new Problem(stage, e.getClass()));
        }
    }

    private static List<String> script(List<Step> steps, Stage stage) {
        List<String> lines = new ArrayList<>(StepScript.of(steps));
        switch (stage) {
            case AFTER_A_STEP -> {}
            case IN_THE_FOLD -> lines.add("# and then the state is not what its events make");
            case IN_THE_DRAIN ->
                lines.add(
                        "# and then, maybe only in a state that is made of the events, some job does not end, although all is"
                                + " opened and workers do whatever they get");
        }
        return lines;
    }
}
