package io.sluice.examples.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How far it is: one line that changes on a terminal, else a line every second. For one thread. */
final class Progress {

    private static final long BETWEEN_LINES = Duration.ofSeconds(1).toNanos();

    private final PrintWriter err;
    private final boolean terminal;
    private final long lines;
    private long last = System.nanoTime() - BETWEEN_LINES;
    private boolean open;

    Progress(PrintWriter err, boolean terminal, long lines) {
        this.err = err;
        this.terminal = terminal;
        this.lines = lines;
    }

    void show(EventFold fold) {
        long now = System.nanoTime();
        if (!terminal && now - last < BETWEEN_LINES) {
            return;
        }
        last = now;
        String text = text(fold.counts(ImportJobs.LINE_CHANNEL), fold.counts(ImportJobs.SHOP_CHANNEL));
        if (terminal) {
            err.print("\r\u001B[K" + text);
            err.flush();
            open = true;
        } else {
            err.println(text);
        }
    }

    String text(ChannelCounts line, ChannelCounts shop) {
        return String.format(
                Locale.ROOT,
                "  %,d of %,d lines imported, %,d failed, %,d retried; shop: %,d done, wait p99 %s",
                line.done(),
                lines,
                line.failed(),
                line.retried(),
                shop.done(),
                ReportText.duration(shop.waitP99Ms()));
    }

    /** Ends the line that changes. */
    void end() {
        if (open) {
            err.println();
            open = false;
        }
    }
}
