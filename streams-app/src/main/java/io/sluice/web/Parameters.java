package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parameters of one request, checked: what does not read is answered with what is allowed. */
final class Parameters {

    /** The longest page. */
    static final int MOST = 1000;

    private static final String MAIN = "main";

    private final Context request;

    /** @param known names that the route takes; any other is a mistake that would go unseen */
    Parameters(Context request, Set<String> known) {
        this.request = request;
        for (String given : request.queryParamMap().keySet()) {
            if (!known.contains(given)) {
                throw ApiProblem.badRequest(
                        "unknown parameter \"" + given + "\"", "allowed here: " + String.join(", ", sorted(known)));
            }
        }
    }

    private static Iterable<String> sorted(Set<String> names) {
        return names.isEmpty() ? Set.of("none") : names.stream().sorted().toList();
    }

    String tree() {
        String name = text("tree").orElse(MAIN);
        // A job id checks the name of its tree, and nothing else in core is public that does.
        read("tree", name, tree -> new JobId(tree, new UUID(0, 0)));
        return name;
    }

    JobState state() {
        String states = Arrays.stream(JobState.values()).map(JobState::name).collect(Collectors.joining(", "));
        String name = text("state")
                .orElseThrow(() ->
                        ApiProblem.badRequest("the parameter state is missing", "add ?state= and one of " + states));
        try {
            return JobState.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("unknown state \"" + name + "\"", "allowed are " + states);
        }
    }

    Optional<ChannelPath> channel() {
        return text("channel").map(path -> read("channel", path, ChannelPath::parse));
    }

    int limit(int otherwise) {
        String given = text("limit").orElse(Integer.toString(otherwise));
        if (!given.matches("[0-9]{1,6}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > MOST) {
            throw ApiProblem.badRequest(
                    "the limit is \"" + given + "\"", "a whole number from 1 to " + MOST + " is allowed");
        }
        return Integer.parseInt(given);
    }

    Optional<String> page() {
        return text("page");
    }

    boolean flag(String name) {
        String given = text(name).orElse("false");
        if (!given.equals("true") && !given.equals("false")) {
            throw ApiProblem.badRequest(
                    "the parameter " + name + " is \"" + given + "\"", "true and false are allowed");
        }
        return given.equals("true");
    }

    JobId job() {
        return read("id", request.pathParam("id"), JobId::parse);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(request.queryParam(name)).filter(value -> !value.isEmpty());
    }

    private static <T> T read(String name, String value, Function<String, T> reading) {
        try {
            return reading.apply(value);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(e.getMessage(), "correct the parameter " + name);
        }
    }
}
