package io.sluice.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells a person on standard error how far it is, at most once a second. For one thread. */
final class Progress {

    private static final long EVERY_NS = Duration.ofSeconds(1).toNanos();

    private final PrintWriter err;
    private long last = System.nanoTime();

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** A step begins: told at once. */
    void step(String format, Object... arguments) {
        last = System.nanoTime();
        print(format, arguments);
    }

    /** The step goes on. */
    void still(String format, Object... arguments) {
        long now = System.nanoTime();
        if (now - last >= EVERY_NS) {
            last = now;
            print("  " + format, arguments);
        }
    }

    private void print(String format, Object... arguments) {
        err.printf(Locale.ROOT, format + "%n", arguments);
        err.flush();
    }
}
