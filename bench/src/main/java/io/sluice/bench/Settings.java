package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a bench is told.
 *
 * @param workload which one
 * @param load how much of what
 * @param shape how the cluster is made
 * @param runs how many measured runs; the medians are shown
 * @param warmUpSeconds how long it works before the first measured run
 * @param folder where data and logs go
 */
record Settings(String workload, Load load, Shape shape, int runs, int warmUpSeconds, Path folder) {

    /**
     * How much of what.
     *
     * @param jobs jobs of one run
     * @param seconds how long a run is that is paced by time
     * @param rate submissions a second, where a workload is paced
     * @param callers threads that each wait for their acknowledgement
     * @param payload bytes of a payload
     * @param sizes numbers of waiting jobs or of channels, where a workload compares several
     */
    record Load(int jobs, int seconds, int rate, int callers, int payload, List<Integer> sizes) {}

    /**
     * How the cluster is made.
     *
     * @param capacity seats of the channel {@code root}
     * @param partitions partitions of the topics that are keyed by tree
     * @param trees trees that jobs are spread over, where a workload compares one with many
     * @param workers worker processes
     * @param slots bundles that each worker runs at once
     * @param bundle whether jobs are released in bundles
     * @param standby whether a second scheduler keeps a copy of the state
     * @param inProcess whether all is in this JVM
     * @param recording where Java Flight Recorder writes to
     */
    record Shape(
            int capacity,
            int partitions,
            int trees,
            int workers,
            int slots,
            boolean bundle,
            boolean standby,
            boolean inProcess,
            Optional<Path> recording) {

        /** The channel text of {@code root} with so many seats. */
        String root(int seats) {
            return "root:" + seats + (bundle ? "" : ":bundle=1");
        }
    }
}
