package io.sluice.app;

import java.time.Duration;
import java.util.Locale;

/** Says how far something is, beside the data: first after a second, then once a second. */
final class Reporting {

    private static final long BETWEEN = Duration.ofSeconds(1).toNanos();

    private final Screen screen;
    private long next = System.nanoTime() + BETWEEN;

    Reporting(Screen screen) {
        this.screen = screen;
    }

    /** @param share from 0 to 1 */
    void at(String what, double share) {
        if (System.nanoTime() >= next) {
            screen.say(String.format(Locale.ROOT, "%s: %.0f %%", what, 100 * share));
            next = System.nanoTime() + BETWEEN;
        }
    }
}
