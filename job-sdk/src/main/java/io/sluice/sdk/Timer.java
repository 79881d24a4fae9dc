package io.sluice.sdk;

/** Runs something once, later. */
@FunctionalInterface
interface Timer {

    void after(long millis, Runnable what);
}
