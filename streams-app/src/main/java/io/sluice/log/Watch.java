package io.sluice.log;

/**
 * Looks on while the log is read, which may take minutes.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Watch {

    /** Nobody looks, and nobody stops it. */
    Watch NOBODY = share -> true;

    /**
     * Called between any two polls.
     *
     * @param share how much of what is to be read was read, from 0 to 1
     * @return whether to go on; if not, reading ends after what was read
     */
    boolean goOn(double share);

    /** The same for one of several readings that follow each other: its share is that part of the whole. */
    default Watch part(double from, double to) {
        return share -> goOn(from + share * (to - from));
    }
}
