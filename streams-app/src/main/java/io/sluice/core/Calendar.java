package io.sluice.core;

import java.util.OptionalLong;

/**
 * Knows when a cron line is due. The rules ask; who answers stands outside of them.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Calendar {

    /** For a scheduler without schedules: refuses every line. */
    Calendar NONE = (cron, zone) -> {
        throw new IllegalArgumentException("this scheduler was made without a calendar, so it cannot keep schedules");
    };

    /**
     * The slots of a line.
     *
     * @param cron five fields, {@code @hourly} and the like, or {@code every 15m}
     * @param zone the time zone that the fields are meant in, such as {@code Europe/Berlin}
     * @throws IllegalArgumentException with what does not read and what is allowed
     */
    Slots slots(String cron, String zone);

    /**
     * The points in time at which a line is due, in milliseconds since the epoch.
     *
     * @since 0.1
     */
    interface Slots {

        /** The first slot after a time; none: there is none any more. */
        OptionalLong next(long after);

        /** The last slot at a time or before; none: there was none. */
        OptionalLong last(long until);
    }
}
