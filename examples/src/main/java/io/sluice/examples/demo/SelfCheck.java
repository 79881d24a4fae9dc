package io.sluice.examples.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares three accounts of one import that know nothing of each other: the file, the database, and the scheduler.
 *
 * @param lines records in the file
 * @param rows rows in the database
 * @param orders shop jobs that the broker has confirmed
 */
record SelfCheck(long lines, long rows, long orders) {

    /** What does not fit, in words; empty if all is well. */
    List<String> problems(List<ChannelReport> channels, List<FailedJob> failed, List<String> rejected) {
        List<String> problems = new ArrayList<>();
        failed.stream()
                .filter(job -> !job.channel().equals(ImportJobs.LINE_CHANNEL))
                .forEach(job -> problems.add("job " + job.id() + " in " + job.channel() + " failed: " + job.reason()));
        rejected.forEach(reason -> problems.add("a command was refused: " + reason));
        for (ChannelReport channel : channels) {
            if (channel.waiting() > 0 || channel.seats() > 0) {
                problems.add(channel.channel() + " has " + channel.waiting() + " waiting jobs and " + channel.seats()
                        + " seats in use; at the end there must be none");
            }
            count(channel, problems);
        }
        return problems;
    }

    private void count(ChannelReport channel, List<String> problems) {
        if (channel.channel().equals(ImportJobs.LINE_CHANNEL)) {
            if (rows + channel.failed() != lines) {
                problems.add(rows + " rows in the database and " + channel.failed() + " failed lines are "
                        + (rows + channel.failed()) + ", but the file has " + lines + " lines");
            }
            if (channel.done() != rows) {
                problems.add(channel.done() + " jobs are done, but the database has " + rows + " rows");
            }
        }
        if (channel.channel().equals(ImportJobs.SHOP_CHANNEL) && channel.done() + channel.failed() != orders) {
            problems.add(orders + " shop jobs were submitted, but " + (channel.done() + channel.failed()) + " ended");
        }
    }
}
