package io.sluice.simulate;

import io.sluice.core.Cause;
import io.sluice.core.ChannelFile;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Every word that a line can have and how it is read. Commands need no line here: those whose word is not in the table are
 * read by {@link AnyCommand}.
 */
final class Words {

    private final JobNames names;
    private final Asking asking;
    private final AnyCommand commands;
    private final ActionWords actions = new ActionWords();
    private final Known known;
    private final Outcomes outcomes;
    private final Claims claims;
    private final Map<String, Reader> table = new TreeMap<>();

    /** Reads what is behind a word. */
    @FunctionalInterface
    private interface Reader {
        Step read(Line line);
    }

    Words(JobNames names, Known known) {
        this.names = names;
        this.known = known;
        this.asking = new Asking(names, known);
        this.commands = new AnyCommand(names, asking);
        this.outcomes = new Outcomes(names, asking);
        this.claims = new Claims(names);
        AnyCommand.known().forEach((word, type) -> table.put(word, line -> command(type, line)));
        // What workers report and what comes back from the log has words of its own, or none.
        List.of("claimed", "outcomes", "handedBack", "progressed", "tick", "leaseCheck", "unfit", "unfitSweep")
                .forEach(table::remove);
        // What is done to jobs has the name of what is done.
        table.remove("onJob");
        actions.names().forEach(name -> table.put(name, line -> onJob(name, line)));
        table.put("sweep", this::sweep);
        table.put("dropTree", this::dropTree);
        table.put("channels", this::channels);
        table.put("configureFile", this::channels);
        table.put("submit", this::submit);
        table.put("done", outcomes::done);
        table.put("fail", outcomes::fail);
        table.put("retry", outcomes::retry);
        table.put("snooze", outcomes::snooze);
        table.put("rateLimit", outcomes::rateLimit);
        table.put("claim", claims::claim);
        table.put("handBack", claims::handBack);
        table.put("heartbeat", claims::heartbeat);
        table.put("workers", this::workers);
        table.put("kill", line -> kill(Fields.text(line.subject(), "kill")));
        table.put("byHand", Words::byHand);
        table.put("bundles", Words::bundles);
        table.put("advance", Words::advance);
    }

    /** @throws IllegalArgumentException if no such line can be */
    Line line(int number, String text) {
        return Line.read(number, text, table.keySet());
    }

    /** @throws IllegalArgumentException if the line does not read */
    Step step(Line line) {
        Step step = table.get(line.word()).read(line);
        line.fields().nothingElse();
        return step;
    }

    /** The jobs whose claims are lines of the script. */
    Set<JobId> claimedByLines() {
        return claims.claimedByLines();
    }

    // ---- commands

    private Step command(Class<? extends Record> type, Line line) {
        Command command = commands.read(type, line.subject(), line.fields(), line.tree());
        if (command instanceof Command.Configure configure) {
            learn(configure.channels());
        }
        return sent(command, treeOf(command, line.tree()), line);
    }

    /** The tree of the job or flow that it names, else what the line says. */
    private static String treeOf(Command command, String said) {
        return RecordLine.treeIn(command).orElse(said);
    }

    /** What does not read is for the rules to refuse. */
    private void learn(String channels) {
        try {
            known.channels(channels);
        } catch (IllegalArgumentException e) {
            // Nothing is learnt from it.
        }
    }

    private static Step sent(Command command, String tree, Line line) {
        return sent(
                UUID.nameUUIDFromBytes(("line " + line.number()).getBytes(StandardCharsets.UTF_8)),
                command,
                tree,
                line);
    }

    private static Step sent(UUID id, Command command, String tree, Line line) {
        Cause cause = new Cause(tree, Optional.of(id), line.by().orElse("script"));
        return simulation -> simulation.command(command, cause);
    }

    private Step submit(Line line) {
        Object job = line.subject();
        if (job instanceof Map<?, ?> map && map.containsKey("job")) {
            Fields whole = Fields.of(job, "submit");
            job = whole.there("job");
            whole.nothingElse();
        }
        Command command = asking.submit(job, line.tree());
        return sent(command, treeOf(command, line.tree()), line);
    }

    private Step onJob(String action, Line line) {
        boolean whole = line.subject() instanceof Map;
        Fields fields = whole ? Fields.of(line.subject(), action) : line.fields();
        String name = whole ? fields.needed("job") : Fields.text(line.subject(), action);
        JobId job = names.job(name, line.tree());
        Command command = new Command.OnJob(job, actions.action(action, fields));
        if (whole) {
            fields.nothingElse();
        }
        return sent(command, job.tree(), line);
    }

    private Step sweep(Line line) {
        return byId(actions.sweep(line.subject(), line.fields()), line);
    }

    private Step dropTree(Line line) {
        return byId(commands.read(Command.DropTree.class, line.subject(), line.fields(), line.tree()), line);
    }

    /** What goes on for a while can be cancelled by its id. */
    private Step byId(Command command, Line line) {
        Optional<UUID> id = line.fields().text("id").map(name -> names.within(line.tree(), name));
        return id.map(named -> sent(named, command, line.tree(), line))
                .orElseGet(() -> sent(command, line.tree(), line));
    }

    /** The channels file. It belongs to no tree. */
    private Step channels(Line line) {
        boolean whole = line.subject() instanceof Map;
        Fields fields = whole ? Fields.of(line.subject(), line.word()) : line.fields();
        String text = whole ? fields.needed("text") : Fields.text(line.subject(), line.word());
        if (whole) {
            fields.nothingElse();
        }
        known.file(ChannelFile.parse(text));
        return sent(new Command.ConfigureFile(text), "", line);
    }

    // ---- workers and time

    private Step workers(Line line) {
        Map<String, Crew.Facts> declared = new LinkedHashMap<>();
        for (Object json : Fields.list(line.subject(), "workers")) {
            Crew.Facts worker = worker(Fields.of(json, "a worker"));
            if (declared.put(worker.id(), worker) != null) {
                throw new IllegalArgumentException(
                        "there are two workers " + worker.id() + "; each has an id of its own");
            }
        }
        Set<String> byHand = claims.beatByLines();
        return simulation -> simulation.workers(List.copyOf(declared.values()), byHand);
    }

    private static Crew.Facts worker(Fields worker) {
        String id = worker.needed("id");
        int slots = Fields.smallNumber(worker.get("slots").orElse(1), "slots");
        if (slots < 0 || id.isEmpty()) {
            throw new IllegalArgumentException(
                    "the worker \"" + id + "\" has " + slots + " slots; expected are an id and 0 slots or more");
        }
        Optional<Set<String>> topics = texts(worker, "topics").map(Words::topics);
        Crew.Facts facts = new Crew.Facts(id, slots, topics, texts(worker, "types"));
        worker.nothingElse();
        return facts;
    }

    private static Optional<Set<String>> texts(Fields fields, String name) {
        if (!fields.has(name)) {
            return Optional.empty();
        }
        Set<String> texts = new TreeSet<>();
        fields.list(name).forEach(one -> texts.add(Fields.text(one, name)));
        return Optional.of(texts);
    }

    private static Set<String> topics(Set<String> channels) {
        Set<String> topics = new TreeSet<>();
        channels.forEach(channel -> topics.add(Known.topic(channel)));
        return topics;
    }

    private static Step kill(String worker) {
        return simulation -> simulation.crew().kill(worker);
    }

    private static Step byHand(Line line) {
        boolean all = Fields.flag(line.subject(), "byHand");
        return simulation -> simulation.crew().byHand(all);
    }

    private static Step bundles(Line line) {
        boolean on = Fields.flag(line.subject(), "bundles");
        return simulation -> simulation.bundles(on);
    }

    /** {@code true}: to the line's own time; a duration: by so much. */
    private static Step advance(Line line) {
        if (Boolean.TRUE.equals(line.subject())) {
            return simulation -> {};
        }
        if (line.subject() instanceof Boolean) {
            throw new IllegalArgumentException("advance is false; expected is true, or by how much such as \"10s\"");
        }
        long by = Fields.duration(line.subject(), "advance");
        if (by < 0 || by > Line.LATEST) {
            throw new IllegalArgumentException("advance is " + by + " ms; 0 to " + Line.LATEST + " are allowed");
        }
        return simulation -> {
            Line.checkTime(simulation.now() + by);
            simulation.advance(simulation.now() + by);
        };
    }
}
