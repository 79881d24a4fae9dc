package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.web.Commands.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** What shall be: every command, sent through the log. What a command would do, without doing it, is a question to the owner. */
final class Writes {

    private final Router router;
    private final Sender sender;

    Writes(Router router, Sender sender) {
        this.router = router;
        this.sender = sender;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                order("/v1/jobs", (request, body) -> new Order.Submit(body)),
                Route.post("/v1/flows", this::submitFlow, Sender.WAIT),
                Route.post("/v1/flows/{id}/cancel", this::cancelFlow, Sender.WAIT),
                Route.post("/v1/flows/{id}/requeue", this::requeueFlow, Sender.WAIT),
                Route.post("/v1/sweeps", this::sweep, Sender.WAIT),
                order("/v1/sweeps/{id}/cancel", Writes::cancelSweep),
                order("/v1/channels", Writes::configure),
                order("/v1/pause", Writes::pause),
                order("/v1/resume", Writes::resume),
                order("/v1/schedules", (request, body) -> new Order.PutSchedule(body)),
                order(
                        "/v1/schedules/{id}/delete",
                        (request, body) -> new Order.DeleteSchedule(tree(body), request.pathParam("id"))),
                order(
                        "/v1/schedules/{id}/trigger",
                        (request, body) -> new Order.TriggerSchedule(tree(body), request.pathParam("id"))),
                order(
                        "/v1/schedules/{id}/enable",
                        (request, body) -> new Order.SwitchSchedule(tree(body), request.pathParam("id"), true)),
                order(
                        "/v1/schedules/{id}/disable",
                        (request, body) -> new Order.SwitchSchedule(tree(body), request.pathParam("id"), false)),
                Route.post("/v1/trees/{tree}/drop", this::dropTree, Sender.WAIT)));
        ActionJson.names().forEach(name -> routes.add(action(name)));
        return List.copyOf(routes);
    }

    /** Reads what is wanted. */
    private interface Reading {
        Order of(Context request, Fields body);
    }

    private Route order(String path, Reading reading) {
        return Route.post(
                path,
                (request, given) -> {
                    Fields body = Body.fields(request, Body.MOST);
                    sender.send(request, given, body, reading.of(request, body));
                },
                Sender.WAIT);
    }

    // ---- jobs

    private Route action(String name) {
        return Route.post(
                "/v1/jobs/{id}/" + name,
                (request, given) -> {
                    Fields body = Body.fields(request, Body.MOST);
                    sender.send(request, given, body, new Order.Act(given.job(), ActionJson.read(name, body)));
                },
                Sender.WAIT);
    }

    private void sweep(Context request, Parameters given) {
        Fields body = Body.fields(request, Body.MOST);
        String tree = tree(body);
        JobAction action = ActionJson.read(body.needed("action"), body);
        JobFilter filter = FilterJson.read(body.object("filter")
                .orElseThrow(() -> new IllegalArgumentException(
                        "the field filter of the body is missing, such as {\"channel\":\"root.import\"}")));
        if (!body.flag("dryRun")) {
            sender.send(request, given, body, new Order.Sweep(tree, filter, action));
            return;
        }
        sender.check(request, body);
        count(request, tree, filter.states().isEmpty() ? filter.in(action.usual()) : filter);
    }

    private void count(Context request, String tree, JobFilter filter) {
        router.answer(request, tree, queries -> {
            Answers.Count count = queries.count(tree, filter, System.currentTimeMillis());
            return new Answers.DryRun(true, count.count(), count.complete());
        });
    }

    private static Order cancelSweep(Context request, Fields body) {
        String id = request.pathParam("id");
        try {
            return new Order.CancelSweep(tree(body), UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + id + "\" is no sweep; expected is the id that its POST answered, a UUID", e);
        }
    }

    // ---- flows

    private void submitFlow(Context request, Parameters given) {
        Fields body = Body.fields(request, Body.MOST_OF_FLOW);
        sender.send(request, given, body, new Order.SubmitFlow(body));
    }

    private void cancelFlow(Context request, Parameters given) {
        Fields body = Body.fields(request, Body.MOST);
        Order order = new Order.CancelFlow(given.flow(), ActionJson.reason(body));
        change(request, given, body, order, flow -> flow.total() - flow.done() - flow.cancelled());
    }

    private void requeueFlow(Context request, Parameters given) {
        Fields body = Body.fields(request, Body.MOST);
        change(request, given, body, new Order.RequeueFlow(given.flow()), flow -> flow.failed() + flow.cancelled());
    }

    private void change(
            Context request, Parameters given, Fields body, Order order, ToLongFunction<FlowDocument> touched) {
        if (!body.flag("dryRun")) {
            sender.send(request, given, body, order);
            return;
        }
        sender.check(request, body);
        FlowId id = given.flow();
        router.answer(
                request,
                id.tree(),
                queries -> queries.flow(id, 0, 1, false)
                        .map(flow -> new Answers.DryRun(true, touched.applyAsLong(flow), true))
                        .orElseThrow(() -> Questions.noFlow(id)));
    }

    // ---- channels and trees

    private static Order configure(Context request, Fields body) {
        return new Order.Configure(tree(body), body.needed("channels"));
    }

    private static Order pause(Context request, Fields body) {
        Optional<String> type = typeOrChannel(body);
        return type.isPresent()
                ? new Order.PauseType(tree(body), type.get(), ActionJson.reason(body))
                : new Order.Pause(tree(body), channel(body), ActionJson.reason(body));
    }

    private static Order resume(Context request, Fields body) {
        Optional<String> type = typeOrChannel(body);
        return type.isPresent()
                ? new Order.ResumeType(tree(body), type.get())
                : new Order.Resume(tree(body), channel(body));
    }

    private static Optional<String> typeOrChannel(Fields body) {
        Optional<String> type = body.text("type");
        if (type.isPresent() == body.text("channel").isPresent()) {
            throw new IllegalArgumentException("name either a channel or a type");
        }
        return type;
    }

    private static String channel(Fields body) {
        return ChannelPath.parse(body.needed("channel")).text();
    }

    private void dropTree(Context request, Parameters given) {
        Fields body = Body.fields(request, Body.MOST);
        String tree = Parameters.checkTree(request.pathParam("tree"));
        Order order = new Order.DropTree(tree, ActionJson.reason(body));
        if (!body.flag("dryRun")) {
            sender.send(request, given, body, order);
            return;
        }
        sender.check(request, body);
        count(request, tree, JobFilter.ALL);
    }

    private static String tree(Fields body) {
        return Parameters.checkTree(body.text("tree").orElse(Parameters.MAIN));
    }
}
