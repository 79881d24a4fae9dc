package io.sluice.app;

import io.sluice.core.JobState;
import io.sluice.sdk.JobAction;
import io.sluice.sdk.JobFilter;
import io.sluice.sdk.JobId;
import io.sluice.web.Answers;
import io.sluice.web.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** One job by its id, or all that a filter lets through: what every command takes that changes jobs. */
final class ManyJobs {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main. Without it: a filter.")
    private JobId job;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "All jobs of this channel and of all below it, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(names = "--type", paramLabel = "TYPE", description = "All jobs of this type.")
    private String type;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "All jobs in this state, or in one of these. Default: those for which the command is meant.")
    private List<JobState> states = new ArrayList<>();

    @Option(names = "--error", paramLabel = "CLASS", description = "All jobs whose last error is of this class.")
    private String error;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = AgeReader.class,
            description = "All jobs that ended, or, if they have not, arrived that long ago or longer, such as 2h.")
    private Duration olderThan;

    @Option(names = "--tree", paramLabel = "TREE", description = "The tree of the filter. Default: main.")
    private String tree;

    @Option(names = "--dry-run", description = "Only count the jobs that the filter lets through.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do it to all that the filter lets through; without it nothing is done.")
    private boolean yes;

    @Mixin
    private Operator operator;

    /** An age as people type it. */
    static final class AgeReader implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Span.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + text + "\" is no age; expected is a span such as 90s, 5m, 6h, 2d"));
        }
    }

    /**
     * Does it.
     *
     * @param action what is done to each
     * @param usual the states that are meant if none is named
     * @param done how to say that one job had it done, such as {@code requeued}
     */
    int run(JobAction action, Set<JobState> usual, String done) {
        if (job != null) {
            if (hasFilter() || dryRun || tree != null) {
                throw CommandFailed.badUsage("the id " + job + " names one job; a filter, --tree and --dry-run are for"
                        + " many. Leave out one of both");
            }
            return operator.send(done + " " + job, client -> client.act(job, action));
        }
        if (!hasFilter()) {
            throw CommandFailed.badUsage("give the ID of a job, or a filter: --channel, --type, --state, --error or"
                    + " --older-than (--channel root is the whole tree)");
        }
        return yes && !dryRun ? sweep(action, done) : count(usual);
    }

    private boolean hasFilter() {
        return channel != null || type != null || !states.isEmpty() || error != null || olderThan != null;
    }

    private String inTree() {
        return channel != null ? channel.treeOr(tree) : tree == null ? "main" : tree;
    }

    private int sweep(JobAction action, String done) {
        JobFilter filter = filter();
        return operator.sweep(inTree(), done, client -> client.sweep(inTree(), filter, action));
    }

    private JobFilter filter() {
        try {
            JobFilter filter = JobFilter.all();
            filter = channel == null ? filter : filter.channel(channel.path().text());
            filter = type == null ? filter : filter.type(type);
            filter = error == null ? filter : filter.error(error);
            filter = olderThan == null ? filter : filter.olderThan(olderThan);
            for (JobState state : states) {
                filter = filter.state(state.name());
            }
            return filter;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private int count(Set<JobState> usual) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("tree", inTree());
        parameters.put(
                "state",
                (states.isEmpty() ? usual : Set.copyOf(states))
                        .stream().map(JobState::name).sorted().collect(Collectors.joining(",")));
        if (channel != null) {
            parameters.put("channel", channel.path());
        }
        if (type != null) {
            parameters.put("type", type);
        }
        if (error != null) {
            parameters.put("error", error);
        }
        if (olderThan != null) {
            parameters.put("olderThanMs", olderThan.toMillis());
        }
        return show(operator.api().get("/v1/count", parameters, Answers.Count.class));
    }

    static String counted(Answers.Count answer) {
        return (answer.complete() ? "" : "at least ") + (answer.count() == 1 ? "1 job" : answer.count() + " jobs");
    }

    private int show(Answers.Count answer) {
        if (operator.screen().isJson()) {
            operator.screen().json(answer);
        } else {
            operator.screen().out().println(counted(answer));
        }
        if (dryRun) {
            return ExitCode.OK;
        }
        operator.screen().say("nothing was done: add --yes to do it to all of them");
        return ExitCode.REFUSED;
    }
}
