package io.sluice.web;

import io.sluice.core.Sweep;
import java.time.Instant;

/**
 * A sweep that is at work.
 *
 * @param id its name
 * @param what what is done, and to which jobs
 * @param by who wants it
 * @param since when it was accepted
 * @param lookedAt jobs looked at so far
 * @param changed jobs of these that were changed
 * @since 0.1
 */
public record SweepDocument(String id, String what, String by, Instant since, long lookedAt, long changed) {

    static SweepDocument of(Sweep sweep) {
        return new SweepDocument(
                sweep.id().toString(),
                sweep.action() + " of " + sweep.filter(),
                sweep.by(),
                Instant.ofEpochMilli(sweep.at()),
                sweep.progress().lookedAt(),
                sweep.progress().changed());
    }
}
