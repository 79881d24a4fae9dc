package io.sluice.examples.demo;

import java.util.List;

/**
 * How a demo went: what {@code --json} prints.
 *
 * @param file the imported file
 * @param lines records in the file behind its header, counted by reading it
 * @param rows rows in the database at the end
 * @param seconds from the submission of the import to the end of the last job
 * @param channels a report each
 * @param failed the jobs that failed for good, by line, at most {@value #MOST_FAILED}
 * @param folder where the data are, or were
 * @param kept whether the data are still there
 * @param problems what the self-check found; empty if all is well
 */
record DemoReport(
        String file,
        long lines,
        long rows,
        double seconds,
        List<ChannelReport> channels,
        List<FailedJob> failed,
        String folder,
        boolean kept,
        List<String> problems) {

    static final int MOST_FAILED = 1000;

    DemoReport {
        channels = List.copyOf(channels);
        failed = List.copyOf(failed.subList(0, Math.min(failed.size(), MOST_FAILED)));
        problems = List.copyOf(problems);
    }

    boolean isWell() {
        return problems.isEmpty();
    }

    ChannelReport channel(String path) {
        return channels.stream()
                .filter(report -> report.channel().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no channel " + path + " in " + channels));
    }
}
