package io.sluice.web;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a stream as browsers and other clients of server-sent events read it. */
final class SseWriter {

    /** After how long a client comes again that lost its connection. */
    private static final long RETRY_MS = 1000;

    private final OutputStream out;

    private SseWriter(OutputStream out) {
        this.out = out;
    }

    /** Answers 200; from here on only the stream can say what is wrong. */
    static SseWriter begin(Context request) throws IOException {
        HttpServletResponse response = request.res();
        response.setStatus(200);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        // Proxies that keep answers back until they are whole would never send one.
        response.setHeader("X-Accel-Buffering", "no");
        SseWriter writer = new SseWriter(response.getOutputStream());
        writer.write("retry: " + RETRY_MS + "\n\n");
        return writer;
    }

    /** Where the client is, without an event. */
    void position(String token) throws IOException {
        write("id: " + token + "\n\n");
        flush();
    }

    /** An event; not sent before {@link #flush}. */
    void event(String token, String json) throws IOException {
        write("id: " + token + "\ndata: " + json + "\n\n");
    }

    /** That it is still there, and where the client is. */
    void heartbeat(String token) throws IOException {
        write(": heartbeat\n");
        position(token);
    }

    /** That events are missing here. */
    void gap() throws IOException {
        write("event: gap\ndata: "
                + json(Map.of("reason", "events between your position and here are not kept any more")) + "\n\n");
        flush();
    }

    /** The last word. */
    void close(String reason) throws IOException {
        write("event: closed\ndata: " + json(Map.of("reason", reason)) + "\n\n");
        flush();
    }

    void flush() throws IOException {
        out.flush();
    }

    private static String json(Map<String, String> document) throws IOException {
        return Answers.json().writeValueAsString(document);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
