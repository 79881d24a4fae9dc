package io.sluice.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API over HTTP: questions are answered from the store, commands go through the log.
 *
 * @since 0.1
 */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final Doorkeeper doorkeeper;
    private final Router router;
    private final Commands commands;
    private final Events events;
    private final List<Route> routes;
    private final Javalin server;

    private HttpApi(Door door, Instances instances, Log log) {
        this.doorkeeper = new Doorkeeper(door);
        this.router = new Router(instances, door.token());
        this.commands = log.commands();
        this.events = new Events(log.events());
        this.routes = Stream.of(
                        new Questions(instances, router).routes(),
                        new Writes(router, new Sender(commands)).routes(),
                        new LogQuestions(log.events(), router).routes(),
                        List.of(events.route(), OpenApi.route()))
                .flatMap(List::stream)
                .toList();
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to answer.
     *
     * @param door where it listens and who may ask
     * @param instances who knows
     * @param log the way to the log and back; closed with the API
     * @throws IllegalStateException if the port is taken or the address is not this machine's
     */
    public static HttpApi start(Door door, Instances instances, Log log) {
        HttpApi api = new HttpApi(door, instances, log);
        try {
            api.server.start(door.host(), door.port());
            return api;
        } catch (JavalinBindException e) {
            api.close();
            throw new IllegalStateException(
                    "cannot listen on " + door.host() + ":" + door.port()
                            + ": the port is taken or the address is not this machine's."
                            + " Choose another one with --http-port (0 takes a free one)",
                    e);
        }
    }

    /** Starts to answer questions of this machine about what is; takes no commands and follows no events. */
    public static HttpApi start(String host, int port, Instances instances) {
        return start(Door.local(host, port), instances, new Log(Commands.NONE, EventTopic.NONE));
    }

    /**
     * What the API does without the state.
     *
     * @param commands the way to the log
     * @param events the way back
     * @since 0.1
     */
    public record Log(Commands commands, EventTopic events) {}

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** All that it answers. */
    List<Route> routes() {
        return routes;
    }

    /** Stops to answer. */
    @Override
    public void close() {
        events.close();
        server.stop();
        commands.close();
        router.close();
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.jsonMapper(new JavalinJackson(Answers.json(), true));
        config.routes.before(doorkeeper::check);
        routes.forEach(route -> route.in(config.routes));
        config.routes.exception(ApiProblem.class, HttpApi::problem);
        config.routes.exception(InvalidStateStoreException.class, HttpApi::moved);
        config.routes.exception(IllegalArgumentException.class, HttpApi::unreadable);
        config.routes.exception(Commands.NotSentException.class, HttpApi::notSent);
        config.routes.exception(HttpResponseException.class, this::noSuchRoute);
        config.routes.exception(Exception.class, HttpApi::bug);
    }

    // ---- no answer

    private static void problem(ApiProblem problem, Context request) {
        if (problem.status() == 503) {
            request.header("Retry-After", "1");
        }
        if (problem.status() == 401) {
            request.header("WWW-Authenticate", "Bearer realm=\"sluice\"");
        }
        request.status(problem.status()).json(problem.body());
    }

    /** The partition left while it was being read. */
    private static void moved(InvalidStateStoreException gone, Context request) {
        problem(ApiProblem.moving("the partition is moving to another instance"), request);
    }

    /** What is wanted does not read. Only {@link Writes} lets such an exception through. */
    private static void unreadable(IllegalArgumentException wrong, Context request) {
        if (request.method().equals(HandlerType.POST)) {
            problem(ApiProblem.badRequest(wrong.getMessage(), "correct it; /v1/openapi.json has every field"), request);
        } else {
            bug(wrong, request);
        }
    }

    private static void notSent(Commands.NotSentException unsure, Context request) {
        problem(
                ApiProblem.unavailable(
                        unsure.getMessage(), "send it again, a job with the same id: it is not stored twice"),
                request);
    }

    private void noSuchRoute(HttpResponseException refused, Context request) {
        String known = routes.stream()
                .filter(route -> route.method().equals(HandlerType.GET))
                .map(Route::path)
                .collect(Collectors.joining(", "));
        request.status(refused.getStatus())
                .json(new Answers.Problem(
                        "nothing answers to " + request.method() + " " + request.path(),
                        "GET one of " + known + "; /v1/openapi.json describes them all"));
    }

    private static void bug(Exception bug, Context request) {
        LOG.error("{} {} failed", request.method(), request.path(), bug);
        request.status(500)
                .json(new Answers.Problem(
                        "the answer could not be made", "look into this instance's log for the cause"));
    }
}
