package io.sluice.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.sluice.core.JobId;
import io.sluice.state.JobQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The query API over HTTP: what is, never what shall be. Commands go through the log.
 *
 * @since 0.1
 */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int JOBS_A_PAGE = 100;
    private static final String ROUTES =
            "/v1/channels, /v1/trees, /v1/jobs, /v1/jobs/{tree:uuid}, /v1/workers, /v1/health, /v1/ready";

    private final Instances instances;
    private final Router router;
    private final Javalin server;

    private HttpApi(Instances instances) {
        this.instances = instances;
        this.router = new Router(instances);
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to answer.
     *
     * @param host the address to listen on; {@code 127.0.0.1} keeps the API on this machine, and it asks for no password
     * @param port the port; 0 takes a free one
     * @param instances who knows
     * @throws IllegalStateException if the port is taken or the address is not this machine's
     */
    public static HttpApi start(String host, int port, Instances instances) {
        HttpApi api = new HttpApi(instances);
        try {
            api.server.start(host, port);
            return api;
        } catch (JavalinBindException e) {
            api.close();
            throw new IllegalStateException(
                    "cannot listen on " + host + ":" + port
                            + ": the port is taken or the address is not this machine's."
                            + " Choose another one with --http-port (0 takes a free one)",
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Stops to answer. */
    @Override
    public void close() {
        server.stop();
        router.close();
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.jsonMapper(new JavalinJackson(Answers.json(), true));
        config.routes.get("/v1/channels", this::channels);
        config.routes.get("/v1/trees", this::trees);
        config.routes.get("/v1/jobs", this::jobs);
        config.routes.get("/v1/jobs/{id}", this::job);
        config.routes.get("/v1/workers", this::workers);
        config.routes.get("/v1/health", request -> request.json(instances.health()));
        config.routes.get("/v1/ready", this::ready);
        config.routes.exception(ApiProblem.class, HttpApi::problem);
        config.routes.exception(InvalidStateStoreException.class, HttpApi::moved);
        config.routes.exception(HttpResponseException.class, HttpApi::noSuchRoute);
        config.routes.exception(Exception.class, HttpApi::bug);
    }

    // ---- about one tree

    private void channels(Context request) {
        String tree = new Parameters(request, Set.of("tree")).tree();
        router.answer(request, tree, queries -> new Answers.Channels(tree, queries.channels(tree)));
    }

    private void jobs(Context request) {
        Parameters given = new Parameters(request, Set.of("tree", "state", "channel", "limit", "page"));
        JobQuery query =
                new JobQuery(given.tree(), given.state(), given.channel(), given.limit(JOBS_A_PAGE), given.page());
        router.answer(request, query.tree(), queries -> queries.jobs(query));
    }

    private void job(Context request) {
        Parameters given = new Parameters(request, Set.of("payload"));
        JobId id = given.job();
        boolean withPayload = given.flag("payload");
        router.answer(
                request,
                id.tree(),
                queries -> queries.job(id, withPayload)
                        .orElseThrow(
                                () -> ApiProblem.notFound(
                                        "no job " + id + " is kept",
                                        "check the id; a job that ended is forgotten after its channel's retention, the events know it longer")));
    }

    // ---- about everything

    private void trees(Context request) {
        Parameters given = new Parameters(request, Set.of("limit", "page"));
        int limit = given.limit(Parameters.MOST);
        List<TreeDocument> rows = new ArrayList<>();
        for (Instances.Local partition : instances.local()) {
            partition.queries().trees(given.page().orElse(""), limit + 1).forEach(rows::add);
        }
        Router.Others<Answers.Trees> others = router.others(request, Answers.Trees.class);
        others.answers().forEach(answer -> rows.addAll(answer.trees()));
        boolean more =
                others.answers().stream().anyMatch(answer -> answer.nextPage().isPresent());
        request.json(page(rows, limit, more, others.missing()));
    }

    /** The first names of all: whatever an instance left out comes after its last, so after the last of the page. */
    private static Answers.Trees page(List<TreeDocument> rows, int limit, boolean more, List<String> missing) {
        rows.sort(Comparator.comparing(TreeDocument::tree));
        List<TreeDocument> page = List.copyOf(rows.subList(0, Math.min(limit, rows.size())));
        boolean last = rows.size() <= limit && !more;
        return new Answers.Trees(
                page, last ? Optional.empty() : Optional.of(page.getLast().tree()), missing);
    }

    private void workers(Context request) {
        new Parameters(request, Set.of());
        List<WorkerDocument> rows = new ArrayList<>();
        instances.local().forEach(partition -> rows.addAll(partition.queries().workers()));
        Router.Others<Answers.Workers> others = router.others(request, Answers.Workers.class);
        others.answers().forEach(answer -> rows.addAll(answer.workers()));
        request.json(new Answers.Workers(List.copyOf(WorkerDocument.merge(rows)), others.missing()));
    }

    private void ready(Context request) {
        Optional<String> notReady = instances.notReady();
        request.status(notReady.isEmpty() ? 200 : 503)
                .json(new Answers.Ready(notReady.isEmpty(), notReady.orElse("ready")));
    }

    // ---- no answer

    private static void problem(ApiProblem problem, Context request) {
        if (problem.status() == 503) {
            request.header("Retry-After", "1");
        }
        request.status(problem.status()).json(problem.body());
    }

    /** The partition left while it was being read. */
    private static void moved(InvalidStateStoreException gone, Context request) {
        problem(ApiProblem.moving("the partition is moving to another instance"), request);
    }

    private static void noSuchRoute(HttpResponseException refused, Context request) {
        request.status(refused.getStatus())
                .json(new Answers.Problem("nothing answers to " + request.path(), "GET one of " + ROUTES));
    }

    private static void bug(Exception bug, Context request) {
        LOG.error("GET {} failed", request.path(), bug);
        request.status(500)
                .json(new Answers.Problem(
                        "the answer could not be made", "look into this instance's log for the cause"));
    }
}
