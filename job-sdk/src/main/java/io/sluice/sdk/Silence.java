package io.sluice.sdk;

/** How long the broker has said nothing although something was asked. Safe for use by many threads. */
final class Silence {

    private long since;
    private int waiting;

    synchronized void asked(long now) {
        waiting++;
        begin(now);
    }

    synchronized void answered(long now) {
        waiting--;
        since = waiting > 0 ? now : 0;
    }

    synchronized void failed(long now) {
        waiting--;
        begin(now);
    }

    /** It could not even be asked. */
    synchronized void unasked(long now) {
        begin(now);
    }

    private void begin(long now) {
        if (since == 0) {
            since = now;
        }
    }

    synchronized long lasts(long now) {
        return since == 0 ? 0 : Math.max(0, now - since);
    }
}
