/**
 * The state against its log: what the events make, compared with what is kept, shown as of a time, or put in its place. Knows {@code state}, {@code wire} and Kafka's
 * clients, but no Streams; the scheduler does not know it.
 *
 * @since 0.1
 */
package io.sluice.proof;
