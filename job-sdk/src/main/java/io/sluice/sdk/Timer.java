package io.sluice.sdk;

/** Runs something once, later. */
@FunctionalInterface
interface Timer {

    /** What is to come; it can be called off, which does nothing once it has begun. */
    @FunctionalInterface
    interface Due {
        void cancel();
    }

    Due after(long millis, Runnable what);
}
