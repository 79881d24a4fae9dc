package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives jobs another earliest start. */
@Command(
        name = "reschedule",
        description = "Gives a job that waits another earliest start, in place of its ETA or back-off.",
        footer = {
            "",
            "Example:",
            "  sluice reschedule main:01920000-0000-7000-8000-000000000001 --eta 6h",
            "  sluice reschedule --channel root.shop --state scheduled --eta 0s --yes"
        })
final class RescheduleCommand implements Callable<Integer> {

    @Option(
            names = "--eta",
            paramLabel = "WHEN",
            required = true,
            converter = Moment.Reader.class,
            description =
                    "Not before: a span from now such as 6h, or an instant such as 2030-01-31T08:00:00Z; 0s is now.")
    private Instant eta;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(
                JobAction.reschedule(eta),
                new io.sluice.core.JobAction.Reschedule(eta.toEpochMilli()).usual(),
                "rescheduled");
    }
}
