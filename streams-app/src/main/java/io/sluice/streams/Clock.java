package io.sluice.streams;

import java.util.function.LongSupplier;

/**
 * Where time comes in.
 *
 * @param wallMs the wall clock, in milliseconds since the epoch
 * @param nanos the monotonic clock
 */
record Clock(LongSupplier wallMs, LongSupplier nanos) {

    static final Clock SYSTEM = new Clock(System::currentTimeMillis, System::nanoTime);
}
