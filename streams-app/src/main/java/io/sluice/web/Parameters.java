package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.log.EndedQuery;
import io.sluice.log.MeasuredTimes;
import java.time.Duration;
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

    static final String MAIN = "main";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Context request;

    /** @param known names that the route takes; any other is a mistake that would go unseen */
    Parameters(Context request, Set<String> known) {
        this.request = request;
        for (String given : request.queryParamMap().keySet()) {
            if (!known.contains(given)) {
                throw ApiProblem.badRequest(
                        "unknown parameter \"" + given + "\"", "allowed here: " + String.join(", ", sorted(known)));
            }
            if (request.queryParams(given).size() > 1) {
                throw ApiProblem.badRequest("the parameter " + given + " stands there twice", "give it once");
            }
        }
    }

    private static Iterable<String> sorted(Set<String> names) {
        return names.isEmpty() ? Set.of("none") : names.stream().sorted().toList();
    }

    String tree() {
        String name = text("tree").orElse(MAIN);
        read("tree", name, Parameters::isTree);
        return name;
    }

    /** @throws IllegalArgumentException if it is no name of a tree */
    static String checkTree(String name) {
        return isTree(name).tree();
    }

    /** A job id checks the name of its tree, and nothing else in core is public that does. */
    private static JobId isTree(String name) {
        return new JobId(name, new UUID(0, 0));
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

    /** A filter; states are split by commas. */
    JobFilter filter() {
        Set<JobState> states = text("state").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(name -> read("state", name, one -> JobState.valueOf(one.toUpperCase(Locale.ROOT))))
                .collect(Collectors.toSet());
        long age = text("olderThanMs")
                .map(millis -> read("olderThanMs", millis, Long::parseLong))
                .orElse(0L);
        Optional<ChannelPath> path = channel();
        return read("type", "", any -> new JobFilter(path, text("type"), states, text("error"), age));
    }

    /** Which times, of the last day where nothing is said. */
    MeasuredTimes.Query times() {
        long from = read("from", text("from").orElse("24h"), Span::ago).toEpochMilli();
        long to = read("to", text("to").orElse("0s"), Span::ago).toEpochMilli();
        return read(
                "from", "", any -> new MeasuredTimes.Query(tree(), from, to, channel(), text("type"), flag("hourly")));
    }

    /** Which ends are listed out of the events. */
    EndedQuery ended() {
        JobFilter filter = filter();
        String from = text("from")
                .orElseThrow(() -> ApiProblem.badRequest(
                        "the parameter from is missing", "add ?from= and a span ago such as 3h, or an instant"));
        long to = read("to", text("to").orElse("0s"), Span::ago).toEpochMilli();
        long since = read("from", from, Span::ago).toEpochMilli();
        int limit = limit(100);
        return read(
                "state",
                "",
                any -> new EndedQuery(
                        EndedQuery.which(
                                tree(), since, to, filter.states(), filter.channel(), filter.type(), filter.error()),
                        page(EndedQuery.Place::parse),
                        limit));
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
        return page(Parameters::isToken);
    }

    /** A page that begins behind what the token names. */
    <T> Optional<T> page(Function<String, T> reading) {
        return text("page").map(token -> {
            try {
                return reading.apply(token);
            } catch (IllegalArgumentException e) {
                throw ApiProblem.badRequest(
                        "the page is \"" + token + "\", which is none",
                        "take it from nextPage of the answer before, or leave it out");
            }
        });
    }

    private static String isToken(String token) {
        if (token.length() > 1000 || token.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("no token of ours");
        }
        return token;
    }

    /** A page of trees begins behind a tree's name; empty: at the first. */
    String pageOfTrees() {
        return page(Parameters::isTree).map(JobId::tree).orElse("");
    }

    boolean flag(String name) {
        String given = text(name).orElse("false");
        if (!given.equals("true") && !given.equals("false")) {
            throw ApiProblem.badRequest(
                    "the parameter " + name + " is \"" + given + "\"", "true and false are allowed");
        }
        return given.equals("true");
    }

    /** Which events are wanted. */
    EventFilter events(Set<String> kinds) {
        Set<String> wanted = text("event").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .collect(Collectors.toSet());
        if (!kinds.containsAll(wanted)) {
            throw ApiProblem.badRequest(
                    "unknown events among " + wanted,
                    "known are " + String.join(", ", kinds) + "; split them by commas");
        }
        return new EventFilter(
                text("tree").map(name -> read("tree", name, Parameters::isTree).tree()),
                channel(),
                text("type"),
                text("job").map(id -> read("job", id, JobId::parse)),
                wanted);
    }

    /** Where a stream of events begins. */
    EventStart from() {
        String given = text("from").orElse("now");
        return switch (given) {
            case "now" -> new EventStart.Now();
            case "beginning" -> new EventStart.Beginning();
            default -> new EventStart.At(read("from", given, Span::ago));
        };
    }

    /** How long to wait; not at all where it is not said. */
    Duration wait(String name) {
        String given = text(name).orElse("0s");
        return Span.parse(given)
                .filter(span -> span.compareTo(LONGEST_WAIT) <= 0)
                .orElseThrow(() -> ApiProblem.badRequest(
                        "the parameter " + name + " is \"" + given + "\"",
                        "a span from 0s to " + LONGEST_WAIT.toSeconds() + "s is allowed"));
    }

    JobId job() {
        return read("id", request.pathParam("id"), JobId::parse);
    }

    FlowId flow() {
        return read("id", request.pathParam("id"), FlowId::parse);
    }

    /** The page of a flow's jobs: the arrival number that it begins behind. */
    long arrival() {
        return page(Long::parseUnsignedLong).orElse(0L);
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
