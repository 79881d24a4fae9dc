package io.sluice.testing;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Jobs that run before their submitter goes on: their ETAs are left out, and what goes wrong is the submitter's. */
final class Inline {

    private final Consumer<Submission> original;
    private final Thrown thrown;
    private final List<InlineJobException> failures = new ArrayList<>();

    /** @param original is told what was asked for where something is left out */
    Inline(Consumer<Submission> original, Thrown thrown) {
        this.original = original;
        this.thrown = thrown;
    }

    // ---- times

    Command withoutEta(Command command) {
        return switch (command) {
            case Command.Submit submit -> new Command.Submit(withoutEta(submit.job()));
            case Command.SubmitFlow flow ->
                new Command.SubmitFlow(
                        flow.flow(),
                        flow.description(),
                        flow.jobs().stream().map(this::withoutEta).toList());
            case Command.Outcomes outcomes ->
                new Command.Outcomes(
                        outcomes.worker(),
                        outcomes.outcomes().stream().map(this::withoutEta).toList());
            default -> command; // brings no jobs along
        };
    }

    private Command.Outcome withoutEta(Command.Outcome outcome) {
        if (!(outcome.end() instanceof Command.Done done) || done.submitted().isEmpty()) {
            return outcome;
        }
        List<Command.Submitted> submitted = done.submitted().stream()
                .map(each -> new Command.Submitted(withoutEta(each.job()), each.holdsChildren()))
                .toList();
        return new Command.Outcome(
                outcome.bundle(),
                outcome.job(),
                outcome.run(),
                outcome.startedAt(),
                outcome.finishedAt(),
                new Command.Done(done.result(), submitted),
                outcome.log());
    }

    private Submission withoutEta(Submission job) {
        if (job.options().eta().isEmpty()) {
            return job;
        }
        original.accept(job);
        Submission.Options was = job.options();
        return job.with(new Submission.Options(
                was.priority(),
                OptionalLong.empty(),
                was.maxAttempts(),
                was.retry(),
                was.timeoutMs(),
                was.expires(),
                was.dedup()));
    }

    // ---- failures

    synchronized void follow(Recorded recorded) {
        switch (recorded.event()) {
            case Event.JobFailed e -> failed(e.job(), e.type(), e.error(), "failed");
            case Event.JobRetried e -> failed(e.job(), e.type(), e.error(), "failed and will be tried again");
            // Nothing else is a failure.
            default -> {}
        }
    }

    private void failed(JobId id, String type, Failure error, String how) {
        io.sluice.sdk.JobId job = Ids.sdk(id);
        failures.add(new InlineJobException(
                job,
                "job " + job + " (" + type + "), which ran inline, " + how + ": " + error.type()
                        + (error.message().isEmpty() ? "" : ": " + error.message()),
                thrown.of(job).orElse(null)));
    }

    /** What went wrong since this was called last, in its order. */
    synchronized List<InlineJobException> take() {
        List<InlineJobException> all = List.copyOf(failures);
        failures.clear();
        return all;
    }
}
