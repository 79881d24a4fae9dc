package io.sluice.log;

import io.sluice.core.Recorded;
import java.util.function.Predicate;

/**
 * Where events are read from.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Events {

    /**
     * Reads what is committed, each tree's events in their order.
     *
     * @param stretch which
     * @param watch looks on
     * @param reader gets each; answers whether it wants more
     * @return whether it was read to its end, or as far as the reader wanted; if not, {@code watch} stopped it
     * @throws LogException if they cannot be read
     */
    boolean read(Stretch stretch, Watch watch, Predicate<Recorded> reader);
}
