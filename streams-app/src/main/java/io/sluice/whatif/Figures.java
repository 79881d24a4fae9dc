package io.sluice.whatif;

/**
 * What a channel, with all below it, did in a stretch of time.
 *
 * @param released jobs that were released for the first time
 * @param waitP50Ms median of what these had waited, from their arrival or ETA, in milliseconds
 * @param waitP95Ms what 95 % of them had waited at most, in milliseconds
 * @param seats how many bundles were open at once, on average
 * @param mostSeats how many were open at most
 * @param done jobs that were DONE
 * @param failed jobs that FAILED
 * @param donePerMinute jobs that were DONE a minute
 * @since 0.1
 */
public record Figures(
        long released,
        long waitP50Ms,
        long waitP95Ms,
        double seats,
        int mostSeats,
        long done,
        long failed,
        double donePerMinute) {

    /** Of a channel in which nothing happened. */
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);
}
