package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.core.JobState;
import io.sluice.web.Answers;
import io.sluice.web.EndedDocument;
import io.sluice.web.JobDocument;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists jobs of one state. */
@Command(
        name = "jobs",
        description = {
            "Lists the jobs of a tree that are in one state.",
            "With --from it lists what came to that end in a window of time, out of the events: also jobs that are long purged."
        },
        footer = {
            "",
            "Example:",
            "  sluice jobs --state failed --channel root.shop --limit 20",
            "  sluice jobs --state done --from 3d --to 2d"
        })
final class JobsCommand implements Callable<Integer> {

    private static final String PATH = "/v1/jobs";
    private static final String ENDED = "/v1/ended";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            required = true,
            description = "waiting, scheduled, ready, released, running, done, failed or cancelled.")
    private JobState state;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description =
                    "Only jobs of exactly this channel, such as root.shop or acme/root.shop; with --from of all below"
                            + " it as well.")
    private ChannelName channel;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description =
                    "A window's beginning: a span ago such as 3d, or an instant such as 2030-01-31T08:00:00Z. Only for"
                            + " done, failed and cancelled.")
    private String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "The window's end, in the same words. Default: now.")
    private String to;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type; with --from.")
    private String type;

    @Option(
            names = "--error",
            paramLabel = "CLASS",
            description = "Only jobs that failed with an error of this class; with --from.")
    private String error;

    @Option(names = "--tree", paramLabel = "TREE", description = "Whose jobs. Default: main.")
    private String tree;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most that many, up to 1000. Default: 100.")
    private int limit;

    @Option(names = "--page", paramLabel = "TOKEN", description = "The next page, as the page before says.")
    private String page;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("tree", channel == null ? (tree == null ? "main" : tree) : channel.treeOr(tree));
        parameters.put("state", state);
        parameters.put("limit", limit);
        if (channel != null) {
            parameters.put("channel", channel.path());
        }
        if (page != null) {
            parameters.put("page", page);
        }
        if (from != null) {
            parameters.put("from", from);
            putIfGiven("to", to, parameters);
            putIfGiven("type", type, parameters);
            putIfGiven("error", error, parameters);
            showEnded(parameters);
            return ExitCode.OK;
        }
        if (to != null || type != null || error != null) {
            throw CommandFailed.badUsage("--to, --type and --error go with --from");
        }
        if (screen.isJson()) {
            screen.json(api.get(PATH, parameters));
        } else {
            show(api.get(PATH, parameters, Answers.Jobs.class));
        }
        return ExitCode.OK;
    }

    private static void putIfGiven(String name, String value, Map<String, Object> parameters) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    // ---- what has ended, out of the events

    private void showEnded(Map<String, Object> parameters) {
        if (screen.isJson()) {
            screen.json(api.get(ENDED, parameters));
            return;
        }
        Answers.Ended answer = api.get(ENDED, parameters, Answers.Ended.class);
        TextTable table = new TextTable(
                text("JOB"),
                text("ENDED"),
                text("TYPE"),
                text("CHANNEL"),
                number("ATTEMPT"),
                text("WORKER"),
                text("ERROR OR REASON"));
        for (EndedDocument job : answer.jobs()) {
            String why = job.error()
                    .map(told -> told.type() + ": " + told.message())
                    .orElse(job.reason() == null ? "" : job.reason());
            table.row(
                    job.job(),
                    job.at(),
                    job.type(),
                    job.channel(),
                    job.attempt(),
                    job.worker() == null ? "" : job.worker(),
                    TextTable.atMost(80, why));
        }
        table.print(screen.out());
        answer.nextPage().ifPresent(next -> screen.say("there may be more: add --page " + next));
        if (answer.jobs().isEmpty() && answer.nextPage().isEmpty()) {
            screen.say("no jobs were " + state.name().toLowerCase(Locale.ROOT) + " in that window");
        }
    }

    // ---- what is there

    private void show(Answers.Jobs answer) {
        TextTable table = new TextTable(
                text("JOB"),
                text("TYPE"),
                text("CHANNEL"),
                number("PRIORITY"),
                number("ATTEMPT"),
                text("SUBMITTED"),
                text(lastTitle()));
        for (JobDocument job : answer.jobs()) {
            table.row(
                    job.id(),
                    job.type(),
                    job.channel(),
                    job.priority(),
                    job.attempt(),
                    job.submittedAt(),
                    TextTable.atMost(80, last(job)));
        }
        table.print(screen.out());
        answer.nextPage().ifPresent(next -> screen.say("there may be more: add --page " + next));
        if (answer.jobs().isEmpty() && answer.nextPage().isEmpty()) {
            screen.say("no jobs are " + state.name().toLowerCase(Locale.ROOT));
        }
    }

    private String lastTitle() {
        return switch (state) {
            case FAILED -> "ERROR";
            case SCHEDULED -> "NOT BEFORE";
            case RELEASED, RUNNING -> "WORKER";
            case DONE, CANCELLED -> "FINISHED";
            case WAITING, READY -> "DESCRIPTION";
        };
    }

    private String last(JobDocument job) {
        return switch (state) {
            case FAILED -> job.error().orElse("");
            case SCHEDULED -> job.notBefore().map(Object::toString).orElse("");
            case RELEASED, RUNNING -> job.worker().orElse("");
            case DONE, CANCELLED -> job.finishedAt().map(Object::toString).orElse("");
            case WAITING, READY -> job.description();
        };
    }
}
