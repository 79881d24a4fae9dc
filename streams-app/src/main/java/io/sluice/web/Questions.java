package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.state.JobQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is, as people and programs ask for it. */
final class Questions {

    private static final int JOBS_A_PAGE = 100;

    private final Instances instances;
    private final Router router;

    Questions(Instances instances, Router router) {
        this.instances = instances;
        this.router = router;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/channels", this::channels, "tree", "limit", "page"),
                Route.get("/v1/channels/text", this::channelText, "tree"),
                Route.get("/v1/trees", this::trees, "limit", "page"),
                Route.get("/v1/jobs", this::jobs, "tree", "state", "channel", "limit", "page"),
                Route.get("/v1/jobs/{id}", this::job, "payload"),
                Route.get("/v1/jobs/{id}/why", this::why),
                Route.get("/v1/flows/{id}", this::flow, "limit", "page", "joins"),
                Route.get("/v1/schedules", this::schedules, "tree", "limit", "page"),
                Route.get("/v1/schedules/{id}", this::schedule, "tree"),
                Route.get("/v1/workers", this::workers, "limit", "page"),
                Route.get("/v1/count", this::count, "tree", "state", "channel", "type", "error", "olderThanMs"),
                Route.get("/v1/sweeps", this::sweeps, "tree", "limit", "page"),
                Route.get("/v1/health", (request, given) -> request.json(instances.health())),
                Route.get("/v1/ready", this::ready),
                Route.get("/metrics", this::metrics),
                Route.get("/v1/metrics", this::metrics));
    }

    // ---- about one tree

    private void channels(Context request, Parameters given) {
        String tree = given.tree();
        int limit = given.limit(Parameters.MOST);
        Optional<ChannelPath> after = given.page(ChannelPath::parse);
        router.answer(request, tree, queries -> queries.channels(tree, after, limit));
    }

    private void channelText(Context request, Parameters given) {
        String tree = given.tree();
        router.answer(request, tree, queries -> queries.channelText(tree));
    }

    private void jobs(Context request, Parameters given) {
        JobQuery query =
                new JobQuery(given.tree(), given.state(), given.channel(), given.limit(JOBS_A_PAGE), given.page());
        router.answer(request, query.tree(), queries -> queries.jobs(query));
    }

    private void job(Context request, Parameters given) {
        JobId id = given.job();
        boolean withPayload = given.flag("payload");
        router.answer(
                request,
                id.tree(),
                queries -> queries.job(id, withPayload)
                        .orElseThrow(() -> ApiProblem.notFound(
                                "no job " + id + " is kept",
                                "check the id; a job that ended is forgotten after its channel's retention; sluice history "
                                        + id + " asks the events, which know it longer")));
    }

    private void why(Context request, Parameters given) {
        JobId id = given.job();
        router.answer(
                request,
                id.tree(),
                queries -> queries.why(id, System.currentTimeMillis())
                        .orElseThrow(() -> ApiProblem.notFound(
                                "no job " + id + " is kept",
                                "check the id; a job that ended is forgotten after its channel's retention; sluice history "
                                        + id + " asks the events, which know it longer")));
    }

    private void flow(Context request, Parameters given) {
        FlowId id = given.flow();
        int limit = given.limit(JOBS_A_PAGE);
        long after = given.arrival();
        boolean withJoins = given.flag("joins");
        router.answer(
                request,
                id.tree(),
                queries -> queries.flow(id, after, limit, withJoins).orElseThrow(() -> noFlow(id)));
    }

    static ApiProblem noFlow(FlowId id) {
        return ApiProblem.notFound(
                "no flow " + id + " is kept",
                "check the id; a closed flow is forgotten after the retention of its jobs");
    }

    private void schedules(Context request, Parameters given) {
        String tree = given.tree();
        int limit = given.limit(Parameters.MOST);
        String after = given.page().orElse("");
        router.answer(request, tree, queries -> queries.schedules(tree, after, limit));
    }

    private void schedule(Context request, Parameters given) {
        String tree = given.tree();
        String id = request.pathParam("id");
        router.answer(
                request,
                tree,
                queries -> queries.schedule(tree, id)
                        .orElseThrow(() -> ApiProblem.notFound(
                                "there is no schedule " + id + " in tree " + tree,
                                "GET /v1/schedules?tree=" + tree + " lists those there are")));
    }

    private void count(Context request, Parameters given) {
        String tree = given.tree();
        JobFilter filter = given.filter();
        router.answer(request, tree, queries -> queries.count(tree, filter, System.currentTimeMillis()));
    }

    private void sweeps(Context request, Parameters given) {
        String tree = given.tree();
        int limit = given.limit(Parameters.MOST);
        Optional<UUID> after = given.page(UUID::fromString);
        router.answer(request, tree, queries -> queries.sweeps(tree, after, limit));
    }

    // ---- about everything: what an instance left out comes after its last, so after the last of the page

    private void trees(Context request, Parameters given) {
        int limit = given.limit(Parameters.MOST);
        String after = given.pageOfTrees();
        List<TreeDocument> rows = new ArrayList<>();
        instances.local().forEach(here -> rows.addAll(here.queries().trees(after, limit + 1)));
        Router.Others<Answers.Trees> others = router.others(request, Answers.Trees.class);
        others.answers().forEach(answer -> rows.addAll(answer.trees()));
        boolean more =
                others.answers().stream().anyMatch(answer -> answer.nextPage().isPresent());
        rows.sort(Comparator.comparing(TreeDocument::tree));
        Page<TreeDocument> page = Page.of(rows, limit, more, TreeDocument::tree);
        request.json(new Answers.Trees(page.rows(), page.next(), others.missing()));
    }

    private void workers(Context request, Parameters given) {
        int limit = given.limit(Parameters.MOST);
        String after = given.page().orElse("");
        List<WorkerDocument> rows = new ArrayList<>();
        instances.local().forEach(here -> rows.addAll(here.queries().workers(after, limit + 1)));
        Router.Others<Answers.Workers> others = router.others(request, Answers.Workers.class);
        others.answers().forEach(answer -> rows.addAll(answer.workers()));
        boolean more =
                others.answers().stream().anyMatch(answer -> answer.nextPage().isPresent());
        Page<WorkerDocument> page = Page.of(List.copyOf(WorkerDocument.merge(rows)), limit, more, WorkerDocument::id);
        request.json(new Answers.Workers(page.rows(), page.next(), others.missing()));
    }

    private void ready(Context request, Parameters given) {
        Optional<String> notReady = instances.notReady();
        request.status(notReady.isEmpty() ? 200 : 503)
                .json(new Answers.Ready(notReady.isEmpty(), notReady.orElse("ready")));
    }

    /** Of this instance alone: whoever scrapes asks each. */
    private void metrics(Context request, Parameters given) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(instances.metrics());
    }
}
