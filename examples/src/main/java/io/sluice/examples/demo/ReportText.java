package io.sluice.examples.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The report for people. */
final class ReportText {

    private static final int MOST_SHOWN = 10;
    private static final String ROW = "%-12s %8s %8s %8s %8s %9s %9s %8s%n";

    private final DemoReport report;
    private final PrintWriter out;

    ReportText(DemoReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    void print() {
        out.printf(
                Locale.ROOT,
                "%s: %,d lines, one job each, in %.1f s%n%n",
                report.file(),
                report.lines(),
                report.seconds());
        out.printf(ROW, "channel", "done", "failed", "retried", "waiting", "wait p50", "wait p99", "jobs/s");
        report.channels().forEach(this::row);
        lines();
        outcome();
        lookOn();
    }

    private void row(ChannelReport row) {
        out.printf(
                ROW,
                row.channel(),
                number(row.done()),
                number(row.failed()),
                number(row.retried()),
                number(row.waiting()),
                duration(row.waitP50Ms()),
                duration(row.waitP99Ms()),
                String.format(Locale.ROOT, "%,.0f", row.jobsPerSecond()));
    }

    private void lines() {
        List<FailedJob> failed =
                report.failed().stream().filter(job -> job.line() > 0).toList();
        long all = report.channel(ImportJobs.LINE_CHANNEL).failed();
        if (failed.isEmpty()) {
            return;
        }
        out.printf("%nLines that failed; their jobs are kept, with their trace:%n");
        failed.stream().limit(MOST_SHOWN).forEach(job -> out.printf("  line %d: %s%n", job.line(), job.reason()));
        if (all > MOST_SHOWN) {
            out.printf(Locale.ROOT, "  and %,d more%n", all - MOST_SHOWN);
        }
    }

    private void outcome() {
        out.println();
        if (report.isWell()) {
            out.printf(
                    Locale.ROOT,
                    "Checked: %,d rows in the database + %,d failed = %,d lines in the file; every job ended, no seat is"
                            + " in use.%n",
                    report.rows(),
                    report.channel(ImportJobs.LINE_CHANNEL).failed(),
                    report.lines());
        }
        out.println("The shop's jobs came in meanwhile and waited "
                + duration(report.channel(ImportJobs.SHOP_CHANNEL).waitP50Ms()) + " (p50), "
                + duration(report.channel(ImportJobs.SHOP_CHANNEL).waitP99Ms()) + " (p99).");
    }

    private void lookOn() {
        out.println();
        if (report.kept()) {
            out.println("Look on: ./sluice local --data " + report.folder() + "   and in another terminal");
        } else {
            out.println("Look on: ./sluice demo --keep keeps the data, ./sluice local starts an empty one; then");
        }
        out.println("  ./sluice channels");
        out.println("  ./sluice jobs --state failed");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String duration(long ms) {
        return ms < 10_000 ? number(ms) + " ms" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
}
