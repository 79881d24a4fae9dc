package io.sluice.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The file that describes the API to programs. Written by hand; a test compares it with the routes and with their answers. */
final class OpenApi {

    private static final byte[] FILE = read();

    private OpenApi() {}

    private static byte[] read() {
        try (InputStream file = OpenApi.class.getResourceAsStream("openapi.json")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json cannot be read from the jar", e);
        }
    }

    static Route route() {
        return Route.get("/v1/openapi.json", OpenApi::answer);
    }

    private static void answer(Context request, Parameters given) {
        request.contentType("application/json").result(FILE);
    }
}
