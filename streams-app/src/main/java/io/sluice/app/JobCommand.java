package io.sluice.app;

import io.sluice.sdk.JobId;
import io.sluice.web.JobDetails;
import io.sluice.web.JobDocument;
import io.sluice.web.PayloadText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows all about one job. */
@Command(
        name = "job",
        description = "Shows all about one job, with its last error's trace and the lines that its handler logged.",
        footer = {"", "Example:", "  sluice job main:01920000-0000-7000-8000-000000000001 --payload"})
final class JobCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main.")
    private JobId job;

    @Option(names = "--payload", description = "Show the payload too.")
    private boolean payload;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        String path = "/v1/jobs/" + job;
        Map<String, Boolean> parameters = Map.of("payload", payload);
        if (screen.isJson()) {
            screen.json(api.get(path, parameters));
        } else {
            show(api.get(path, parameters, JobDetails.class));
        }
        return ExitCode.OK;
    }

    private void show(JobDetails details) {
        JobDocument row = details.row();
        line("id", row.id());
        line("type", row.type());
        line("channel", row.channel());
        line("state", row.state());
        line("reason", details.reason());
        line("description", row.description());
        line("priority", row.priority());
        line("attempt", row.attempt() + attempts(details));
        line("run", row.run());
        line("submitted", row.submittedAt());
        line("ETA", details.eta());
        line("not before", row.notBefore());
        line("progress", row.progress().map(JobCommand::progress));
        line("worker", row.worker());
        line("started", row.startedAt());
        line("finished", row.finishedAt());
        details.headers().forEach((name, value) -> line("header " + name, value));
        showPayload(details.payload());
        line("result", details.result());
        details.failure().ifPresent(this::showError);
        showLog(details.log());
    }

    private static String attempts(JobDetails details) {
        if (details.maxAttempts().isEmpty()) {
            return "";
        }
        int most = details.maxAttempts().getAsInt();
        return most == 0 ? " (unlimited)" : " of " + most;
    }

    private static String progress(JobDocument.Progress progress) {
        return (progress.percent() + " % " + progress.message()).strip();
    }

    private void showPayload(PayloadText part) {
        line("payload", part.size() + " bytes of " + part.contentType());
        part.text().or(part::base64).ifPresent(text -> screen.out().println(text));
    }

    private void showError(JobDetails.Error error) {
        PrintWriter out = screen.out();
        line("error", error.type() + ": " + error.message());
        error.stackTrace().lines().forEach(out::println);
    }

    private void showLog(List<String> lines) {
        if (!lines.isEmpty()) {
            line("log", "the last " + lines.size() + " lines");
            lines.forEach(screen.out()::println);
        }
    }

    private void line(String name, Object value) {
        Object shown = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (shown != null && !shown.toString().isEmpty()) {
            screen.out().println(String.format("%-12s %s", name, shown));
        }
    }
}
