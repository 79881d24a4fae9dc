package io.sluice.simulate;

import io.sluice.core.Cause;
import io.sluice.core.Effect;
import io.sluice.core.Recorded;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs a script of JSON lines through the rules, in memory and in virtual time.
 *
 * @since 0.1
 */
public final class Script implements Simulation.Watcher {

    private final JobNames names = new JobNames();
    private final Known known = new Known();
    private final Words words = new Words(names, known);
    private final RecordLine records = new RecordLine(names);
    private final Consumer<String> out;
    private final boolean effects;
    private final List<Planned> plan = new ArrayList<>();
    private final Set<String> people = new HashSet<>();
    private Optional<BadLineException> bad = Optional.empty();

    /** A line that reads. */
    private record Planned(Line line, Step step) {}

    private Script(Consumer<String> out, boolean effects) {
        this.out = out;
        this.effects = effects;
    }

    /**
     * Runs all lines. What the lines before a bad one did is written all the same.
     *
     * @param lines the script
     * @param out takes each event as one line of JSON, in order
     * @param effects whether what would be sent to workers is written as well
     * @throws BadLineException with the number of a line that does not read
     */
    public static void run(Iterator<String> lines, Consumer<String> out, boolean effects) {
        Script script = new Script(out, effects);
        script.read(lines);
        script.run();
        if (script.bad.isPresent()) {
            throw script.bad.get();
        }
    }

    /**
     * The same, from a file.
     *
     * @param script in UTF-8
     * @param out takes each event as one line of JSON, in order
     * @param effects whether what would be sent to workers is written as well
     * @throws BadLineException with the number of a line that does not read
     * @throws UncheckedIOException if the file cannot be read
     */
    public static void run(InputStream script, Consumer<String> out, boolean effects) {
        run(new Utf8Lines(script), out, effects);
    }

    /** All of it before anything happens: a job whose claim is a line further down is not claimed by itself. */
    private void read(Iterator<String> lines) {
        long at = 0;
        for (int number = 1; lines.hasNext() && bad.isEmpty(); number++) {
            try {
                String text = lines.next();
                if (text.isBlank() || text.stripLeading().startsWith("#")) {
                    continue;
                }
                Line line = words.line(number, text);
                at = notBefore(at, line);
                plan.add(new Planned(line, words.step(line)));
                line.by().ifPresent(people::add);
            } catch (IllegalArgumentException | ArithmeticException e) {
                bad = Optional.of(new BadLineException(number, e.getMessage()));
            }
        }
    }

    private static long notBefore(long at, Line line) {
        long its = line.at().orElse(at);
        if (its < at) {
            throw new IllegalArgumentException(
                    "at is " + its + ", before the " + at + " of a line above; time never falls");
        }
        return its;
    }

    private void run() {
        Simulation simulation = new Simulation(known, words.claimedByLines(), this);
        for (Planned planned : plan) {
            Line line = planned.line();
            try {
                line.at().ifPresent(at -> advance(simulation, at));
                planned.step().take(simulation);
            } catch (IllegalArgumentException e) {
                throw new BadLineException(line.number(), e.getMessage());
            } catch (RuntimeException e) {
                throw new IllegalStateException("line " + line.number() + ": a rule threw; this is a bug", e);
            }
        }
    }

    /** A line may stand behind one that let time pass by a duration. */
    private static void advance(Simulation simulation, long at) {
        if (at < simulation.now()) {
            throw new IllegalArgumentException("at is " + at + ", but it is " + simulation.now() + " already");
        }
        simulation.advance(at);
    }

    @Override
    public void happened(Recorded recorded) {
        names.follow(recorded.tree(), recorded.event());
        out.accept(records.line(
                recorded.at(), "event", recorded.tree(), (Record) recorded.event(), person(recorded.cause())));
    }

    /** Who wanted it, if a line says who; what workers report has no such name. */
    private Optional<String> person(Cause cause) {
        return Optional.of(cause.by()).filter(by -> cause.command().isPresent() && people.contains(by));
    }

    @Override
    public void sent(Effect effect, long at) {
        if (effects || isRefusal(effect)) {
            out.accept(records.line(at, "effect", "", (Record) effect, Optional.empty()));
        }
    }

    /** The one answer that is no event: what was claimed is not open any more. */
    private static boolean isRefusal(Effect effect) {
        return effect instanceof Effect.TellConfirmed told && told.refusal().isPresent();
    }
}
