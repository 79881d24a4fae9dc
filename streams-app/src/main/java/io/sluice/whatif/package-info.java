/**
 * What would have happened: the arrivals and the durations of a stretch of the log, through the same rules in virtual time with other
 * limits. Knows {@code core}, {@code state} and {@code cron}, and gets events from whoever reads them; knows no Kafka and no clock.
 *
 * @since 0.1
 */
package io.sluice.whatif;
