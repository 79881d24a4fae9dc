package io.sluice.app;

import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits jobs. */
@Command(
        name = "submit",
        description = "Submits a job and prints its id once the scheduler has stored it.",
        footer = {
            "",
            "Example:",
            "  sluice submit greet '{\"name\":\"Ann\"}' --channel root.shop --eta 5m",
            "  echo '{\"name\":\"Ann\"}' | sluice submit greet -"
        })
final class SubmitCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "TYPE", description = "Name of the code to run.")
    private String type;

    // Not in PayloadSource: picocli wants all positions of a command in one class.
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "The payload as JSON; - reads it from standard input. Default: null.")
    private String text;

    @Mixin
    private PayloadSource payload;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "Where it waits, such as root.shop or acme/root.shop. Default: root.")
    private ChannelName channel;

    @Option(names = "--tree", paramLabel = "TREE", description = "The tree. Default: main.")
    private String tree;

    @Option(names = "--priority", paramLabel = "N", description = "Smaller is sooner. Default: 10.")
    private Integer priority;

    @Option(
            names = "--eta",
            paramLabel = "WHEN",
            converter = Moment.Reader.class,
            description = "Not before: a span from now such as 6h, or an instant such as 2030-01-31T08:00:00Z.")
    private Instant eta;

    @Option(names = "--max-attempts", paramLabel = "N", description = "At most that many executions, 0 = unlimited.")
    private Integer maxAttempts;

    // jobs

    @Option(
            names = "--retry",
            paramLabel = "POLICY",
            description = "Wait between attempts: fixed(10s), exponential(10s,2,1h,0.1) or steps{1: 10s, 5: 1m..2m}.")
    private String retry;

    @Option(
            names = "--timeout",
            paramLabel = "SPAN",
            converter = ManyJobs.AgeReader.class,
            description = "Longest execution, such as 5m; 0s is no limit.")
    private Duration timeout;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            converter = Moment.Reader.class,
            description = "Cancelled if not started by then: a span from now such as 6h, or an instant.")
    private Instant expires;

    @Option(names = "--dedup", paramLabel = "KEY", description = "Not stored while a job that holds this key is there.")
    private String dedup;

    @Option(
            names = "--dedup-replace",
            description = "With --dedup: a job that waits takes over payload, priority and ETA.")
    private boolean dedupReplace;

    @Option(names = "--dedup-until-finished", description = "With --dedup: the key is held while the job runs as well.")
    private boolean dedupUntilFinished;

    @Option(
            names = "--dedup-window",
            paramLabel = "SPAN",
            converter = ManyJobs.AgeReader.class,
            description = "With --dedup: the key is held that long from the submission on, finished or not.")
    private Duration dedupWindow;

    @Option(names = "--description", paramLabel = "TEXT", description = "One line for people.")
    private String description;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header. May come several times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--id",
            paramLabel = "ID",
            converter = JobName.class,
            description = "Its id; sending the same again is safe. Default: a new one.")
    private JobId id;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Submits that many alike, 1 to 100000. Default: 1.")
    private int count;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if (count < 1 || count > 100_000 || count > 1 && id != null) {
            throw CommandFailed.badUsage(
                    "--count is " + count + "; allowed is 1 to 100000, and only 1 together with --id");
        }
        if (id != null && !treeOr(id.tree()).equals(id.tree())) {
            throw CommandFailed.badUsage("the id " + id + " is of tree " + id.tree() + ", the job is to be in "
                    + treeOr(id.tree()) + "; they must be the same");
        }
        JobRequest<RawValue> request = request();
        return operator.with(client -> submit(client, request));
    }

    private JobRequest<RawValue> request() {
        try {
            // As it was written: a parsed number may not come out as it went in.
            JobRequest<RawValue> request =
                    JobRequest.of(JobType.of(type, RawValue.class), new RawValue(payload.json(text)));
            request = id != null ? request.id(id) : request.tree(treeOr("main"));
            request = channel == null ? request : request.channel(channel.path().text());
            request = priority == null ? request : request.priority(priority);
            request = eta == null ? request : request.eta(eta);
            request = maxAttempts == null ? request : request.maxAttempts(maxAttempts);
            request = description == null ? request : request.description(description);
            request = retry == null ? request : request.retry(RetryOption.parse(retry));
            request = timeout == null ? request : request.timeout(timeout);
            request = expires == null ? request : request.expires(expires);
            request = dedup == null ? noDedup(request) : request.dedup(dedup());
            for (Map.Entry<String, String> header : headers.entrySet()) {
                request = request.header(header.getKey(), header.getValue());
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private JobRequest<RawValue> noDedup(JobRequest<RawValue> request) {
        if (dedupReplace || dedupUntilFinished || dedupWindow != null) {
            throw new IllegalArgumentException(
                    "--dedup-replace, --dedup-until-finished and --dedup-window need --dedup");
        }
        return request;
    }

    private Dedup dedup() {
        Dedup key = Dedup.key(dedup);
        key = dedupReplace ? key.replace() : key;
        key = dedupUntilFinished ? key.untilFinished() : key;
        return dedupWindow == null ? key : key.window(dedupWindow);
    }

    private String treeOr(String otherwise) {
        if (channel != null && !channel.tree().isEmpty()) {
            return channel.treeOr(tree);
        }
        return tree == null ? otherwise : tree;
    }

    private int submit(JobClient client, JobRequest<RawValue> request) {
        if (count == 1) {
            return show(client.submit(request));
        }
        List<JobRequest<RawValue>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(request);
        }
        int worst = ExitCode.OK;
        for (JobHandle handle : client.submitAll(requests).join()) {
            worst = Math.max(worst, show(handle));
        }
        return worst;
    }

    private int show(JobHandle handle) {
        Verdict verdict = operator.waits() ? Operator.await(handle.admitted()) : new Verdict.Accepted();
        Map<String, String> document = new LinkedHashMap<>();
        document.put("job", handle.id().toString());
        int code = ExitCode.OK;
        switch (verdict) {
            case Verdict.Accepted accepted -> document.put("verdict", operator.waits() ? "accepted" : "sent");
            case Verdict.Duplicate duplicate -> {
                document.put("verdict", "duplicate");
                document.put("existing", duplicate.existing().toString());
                operator.screen().say("not stored again: " + duplicate.existing() + " is there already");
            }
            case Verdict.Replaced replaced -> {
                document.put("verdict", "replaced");
                document.put("existing", replaced.existing().toString());
                operator.screen()
                        .say("not stored: " + replaced.existing() + " took over its payload, priority and ETA");
            }
            case Verdict.Rejected rejected -> {
                document.put("verdict", "rejected");
                document.put("code", rejected.code());
                document.put("reason", rejected.reason());
                operator.screen().say("refused (" + rejected.code() + "): " + rejected.reason());
                code = ExitCode.REFUSED;
            }
        }
        print(document, code);
        return code;
    }

    private void print(Map<String, String> document, int code) {
        if (operator.screen().isJson()) {
            operator.screen().json(document);
        } else if (code == ExitCode.OK) {
            operator.screen().out().println(document.get("job"));
        }
    }
}
