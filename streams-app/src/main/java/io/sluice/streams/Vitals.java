package io.sluice.streams;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How an instance is at one moment, in numbers that Kafka Streams keeps.
 *
 * @param partitions how many partitions the trees are spread over
 * @param open partitions that are restored and at work here
 * @param lags how far it is behind, by partition and topic
 * @param threads its stream threads
 * @param restoring records that are still to be restored for partitions that are not at work yet
 * @since 0.1
 */
public record Vitals(int partitions, Set<Integer> open, List<Lag> lags, List<ThreadVitals> threads, double restoring) {

    /** Of an instance that has not joined. */
    public static final Vitals NONE = new Vitals(0, Set.of(), List.of(), List.of(), 0);

    /**
     * What is still to be read.
     *
     * @param topic {@code sluice.jobs} or {@code sluice.reports}
     * @param partition the number of the partition
     * @param records records that are not read yet
     * @param readAt the timestamp of the record that was read last, in milliseconds since the epoch; none: none was
     * @since 0.1
     */
    public record Lag(String topic, int partition, double records, OptionalLong readAt) {}

    /**
     * A stream thread: its tasks commit together.
     *
     * @param number the number in its name
     * @param commitAverageMs how long commits took on average of late, in milliseconds; 0: there was none
     * @param commitLongestMs how long the longest of them took
     * @param commitsPerSecond how many there were a second
     * @since 0.1
     */
    public record ThreadVitals(int number, double commitAverageMs, double commitLongestMs, double commitsPerSecond) {}
}
