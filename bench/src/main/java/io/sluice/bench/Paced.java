package io.sluice.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Does something so many times a second. Each time has its due moment, whatever the time before took, so that a stall is
 * measured for all who had to wait.
 */
record Paced(int rate) {

    /** What is done: with its number and the moment at which it was due, in microseconds since 1970. */
    interface Step {
        void at(int number, long micros);
    }

    static Paced at(int rate) {
        return new Paced(rate);
    }

    void run(int times, Step step) {
        long begin = System.nanoTime();
        long beginMicros = Work.micros();
        for (int number = 0; number < times; number++) {
            long due = number * 1_000_000_000L / rate;
            long left = begin + due - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("the bench was interrupted");
                }
                left = begin + due - System.nanoTime();
            }
            step.at(number, beginMicros + due / 1000);
        }
    }
}
