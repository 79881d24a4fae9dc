package io.sluice.web;

import java.time.Instant;

/** Where a stream of events begins. */
sealed interface EventStart {

    /** With what happens from now on. */
    record Now() implements EventStart {}

    /** With the oldest event that is kept. */
    record Beginning() implements EventStart {}

    /** With the first event at that time or after. */
    record At(Instant time) implements EventStart {}

    /** Behind what was read before. */
    record Behind(EventPosition position) implements EventStart {}
}
