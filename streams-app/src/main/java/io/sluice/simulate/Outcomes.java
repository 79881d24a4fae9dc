package io.sluice.simulate;

import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines that say how a run ended. */
final class Outcomes {

    private final JobNames names;
    private final Asking asking;

    Outcomes(JobNames names, Asking asking) {
        this.names = names;
        this.asking = asking;
    }

    /** The handler returned. */
    Step done(Line line) {
        JobId job = job(line);
        Optional<String> result = ActionWords.result(line.fields().get("result"));
        return outcome(line, new Command.Done(result, submitted(line, job)));
    }

    private List<Command.Submitted> submitted(Line line, JobId by) {
        List<Command.Submitted> submitted = new ArrayList<>();
        Object given = line.fields().either("submits", "submitted").orElse(List.of());
        for (Object json : Fields.list(given, "submits")) {
            submitted.add(asking.submitted(json, by, submitted.size()));
        }
        return submitted;
    }

    /** The error is final. */
    Step fail(Line line) {
        return outcome(line, new Command.Failed(error(line.fields())));
    }

    /** The handler asked to be tried again. */
    Step retry(Line line) {
        Fields fields = line.fields();
        return outcome(
                line,
                new Command.Retry(
                        error(fields),
                        fields.duration("after", "delayMs"),
                        fields.get("policy").map(json -> Policies.policy(json, "policy"))));
    }

    Step snooze(Line line) {
        return outcome(line, new Command.Snoozed(wait(line, "a snooze")));
    }

    Step rateLimit(Line line) {
        return outcome(line, new Command.RateLimited(wait(line, "a rate limit")));
    }

    private static long wait(Line line, String what) {
        return line.fields()
                .duration("after", "delayMs")
                .orElseThrow(() ->
                        new IllegalArgumentException("the field after is missing: " + what + " says for how long"));
    }

    /** A message alone, or an object with type, message and stackTrace. */
    private static Failure error(Fields line) {
        Object error = line.get("error").orElse("");
        if (error instanceof String message) {
            return new Failure("Error", message, "");
        }
        Fields fields = Fields.of(error, "error");
        Failure failure = new Failure(
                fields.text("type").orElse("Error"),
                fields.text("message").orElse(""),
                fields.text("stackTrace").orElse(""));
        fields.nothingElse();
        return failure;
    }

    private JobId job(Line line) {
        return names.job(Fields.text(line.subject(), line.word()), line.tree());
    }

    private Step outcome(Line line, Command.End end) {
        NamedRun named = NamedRun.of(job(line), line.fields());
        String log = line.fields().get("log").map(Outcomes::log).orElse("");
        return simulation -> {
            String worker = named.worker(simulation);
            int run = named.run(simulation);
            Command.Outcome outcome = new Command.Outcome(
                    named.released(simulation).orElse(new BundleId(named.job().tree(), 0)),
                    named.job(),
                    run,
                    WorkerClock.of(simulation.past().startedAt(named.job(), run).orElse(simulation.now())),
                    WorkerClock.of(simulation.now()),
                    end,
                    log);
            simulation.ended(worker, outcome);
        };
    }

    /** A text, or a list of lines. */
    private static String log(Object json) {
        if (json instanceof List<?> lines) {
            return lines.stream()
                    .map(line -> Fields.text(line, "a line of log"))
                    .collect(Collectors.joining("\n"));
        }
        return Fields.text(json, "log");
    }
}
