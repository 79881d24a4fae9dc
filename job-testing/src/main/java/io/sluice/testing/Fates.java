package io.sluice.testing;

import io.sluice.core.Failure;
import io.sluice.core.JobState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether jobs have come to where they are expected. */
final class Fates {

    private Fates() {}

    static TestJob in(TestJob job, JobState expected) {
        if (job.state() != expected) {
            throw new AssertionError(
                    "expected " + named(job) + " to be " + expected + ", but it is " + JobText.fate(job));
        }
        return job;
    }

    static TestJob failed(TestJob job, String messagePart) {
        in(job, JobState.FAILED);
        Failure error = job.error().orElse(new Failure("", "", ""));
        if (!(error.type() + ": " + error.message()).contains(messagePart)) {
            throw new AssertionError("expected " + named(job) + " to have failed with \"" + messagePart
                    + "\", but it is " + JobText.fate(job));
        }
        return job;
    }

    static TestJob cancelled(TestJob job, String reasonPart) {
        in(job, JobState.CANCELLED);
        if (!job.reason().contains(reasonPart)) {
            throw new AssertionError("expected " + named(job) + " to be cancelled because of \"" + reasonPart
                    + "\", but it is " + JobText.fate(job));
        }
        return job;
    }

    static TestJob scheduled(TestJob job, Instant at) {
        in(job, JobState.SCHEDULED);
        if (!at.equals(job.notBefore().orElse(null))) {
            throw new AssertionError(
                    "expected " + named(job) + " to be SCHEDULED for " + at + ", but it is " + JobText.fate(job));
        }
        return job;
    }

    static void allDone(List<TestJob> jobs) {
        if (jobs.isEmpty()) {
            throw new AssertionError(
                    "expected all jobs to be DONE, but there is none: nothing was submitted, or it was purged."
                            + " Where none is right, assertNothingSubmitted() says so");
        }
        List<TestJob> others =
                jobs.stream().filter(job -> job.state() != JobState.DONE).toList();
        if (!others.isEmpty()) {
            throw new AssertionError("expected all jobs to be DONE, but of " + jobs.size()
                    + (others.size() == 1 ? " one is not:\n" : " these " + others.size() + " are not:\n")
                    + others.stream()
                            .map(job -> "  " + named(job) + " is "
                                    + JobText.fate(job).replace("\n", "\n  "))
                            .collect(Collectors.joining("\n")));
        }
    }

    private static String named(TestJob job) {
        return "job " + job.id() + " (" + job.type() + " " + job.payloadText() + ")";
    }
}
