package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.web.Answers;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command shows its answer: data for people or, with {@code --json}, for programs; messages apart from it. */
final class Screen {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print JSON for programs instead of text for people.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** A message; never part of the data. */
    void say(String message) {
        command.commandLine().getErr().println(message);
    }

    /** One JSON document, or one of several lines of them. */
    void json(Object document) {
        try {
            out().println(Answers.json().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + document + " as JSON", e);
        }
    }
}
