package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.sdk.FlowHandle;
import io.sluice.sdk.FlowId;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.Verdict;
import io.sluice.web.Answers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a flow. */
@Command(
        name = "submit-flow",
        description = "Submits a flow and prints its id once the scheduler has stored it.",
        footer = {
            "",
            "Example:",
            "  echo '{\"chain\":[{\"type\":\"extract\"},{\"group\":[{\"type\":\"a\"},{\"type\":\"b\"}]}]}' | sluice submit-flow -",
            "  sluice submit-flow nightly.json --tree acme"
        })
final class SubmitFlowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The flow as JSON; - reads it from standard input.")
    private String file;

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "The tree. Default: main.")
    private String tree;

    @Option(
            names = "--id",
            paramLabel = "ID",
            converter = FlowName.class,
            description = "Its id; sending the same again is safe. Default: a new one.")
    private FlowId id;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        JobFlow flow = read();
        return operator.with(client -> show(client.submit(id == null ? flow : flow.id(id))));
    }

    private JobFlow read() {
        try {
            String json = file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
            return FlowFile.read(Answers.json().readTree(json), tree);
        } catch (JsonProcessingException e) {
            throw CommandFailed.badUsage("the flow is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw CommandFailed.badUsage("the flow cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private int show(FlowHandle handle) {
        Verdict verdict = operator.waits() ? Operator.await(handle.admitted()) : new Verdict.Accepted();
        if (verdict instanceof Verdict.Rejected rejected) {
            throw CommandFailed.refused("refused (" + rejected.code() + "): " + rejected.reason());
        }
        boolean isDuplicate = verdict instanceof Verdict.Duplicate;
        if (isDuplicate) {
            operator.screen().say("not stored again: the flow, or who holds its keys, is there already");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("flow", handle.id().toString());
        document.put("jobs", handle.jobs().stream().map(Object::toString).toList());
        document.put("verdict", isDuplicate ? "duplicate" : operator.waits() ? "accepted" : "sent");
        if (operator.screen().isJson()) {
            operator.screen().json(document);
        } else {
            operator.screen().out().println(handle.id());
        }
        return ExitCode.OK;
    }
}
