package io.sluice.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * One thing that the API answers. {@code openapi.json} describes each, and a test compares both.
 *
 * @param method how it is asked
 * @param path where, with its parts in braces
 * @param parameters names of the query parameters that it takes; any other is refused
 * @param answer what answers
 */
record Route(HandlerType method, String path, Set<String> parameters, Answer answer) {

    /** Answers one request. */
    interface Answer {

        /** @param given the request's parameters, known by name */
        void to(Context request, Parameters given);
    }

    /** A question. */
    static Route get(String path, Answer answer, String... parameters) {
        return new Route(HandlerType.GET, path, Set.of(parameters), answer);
    }

    /** Something that is wanted. */
    static Route post(String path, Answer answer, String... parameters) {
        return new Route(HandlerType.POST, path, Set.of(parameters), answer);
    }

    /** Makes the server answer it. */
    void in(RoutesConfig routes) {
        routes.addHttpHandler(method, path, request -> answer.to(request, new Parameters(request, parameters)));
    }
}
