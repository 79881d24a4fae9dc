package io.sluice.sdk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a handler wrote: at most 100, and 32 KiB with their line breaks. Safe for many threads. */
final class JobLog {

    static final int MAX_LINES = 100;

    private final Deque<String> lines = new ArrayDeque<>();
    private int bytes;

    synchronized void add(String text) {
        String said = String.valueOf(text);
        if (said.isEmpty()) {
            addLine("");
        }
        said.lines().forEach(this::addLine);
    }

    private void addLine(String line) {
        String last = Endings.cut(line, Limits.MAX_LOG_BYTES, "… (cut)");
        lines.addLast(last);
        bytes += bytes(last);
        while (lines.size() > MAX_LINES || bytes > Limits.MAX_LOG_BYTES + 1) {
            bytes -= bytes(lines.removeFirst());
        }
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
