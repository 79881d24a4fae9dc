package io.sluice.sdk;

import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.JobError;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Retry;
import io.sluice.schemas.SubmittedJob;
import java.util.List;
import java.util.Optional;

/** One thing to be told about a bundle, and who wants to know when the broker has it. */
sealed interface PendingReport {

    /** Called when the broker has it, or when it was given up. */
    Runnable confirmed();

    /** What tells about all of these, which are of one kind and have one {@link #reason}. */
    Object together(List<PendingReport> all);

    /** How much it adds to a record, roughly, in bytes. */
    int size();

    /** What goes along with it in one record must have the same. */
    String reason();

    /** The same in as few words as possible, if it can be said in fewer. */
    default Optional<PendingReport> shorter() {
        return Optional.empty();
    }

    /** How a job ended. */
    record Ended(Outcome outcome, Runnable confirmed) implements PendingReport {

        private static final String TOO_LARGE = "OutcomeTooLarge";

        @Override
        public Object together(List<PendingReport> all) {
            return new Outcomes(all.stream().map(one -> ((Ended) one).outcome).toList());
        }

        @Override
        public int size() {
            return 100 + 3 * outcome.getLog().length() + size(outcome.getEnd());
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public Optional<PendingReport> shorter() {
            if (outcome.getEnd() instanceof Failed failed
                    && TOO_LARGE.equals(failed.getError().getType())) {
                return Optional.empty();
            }
            JobError error = new JobError(
                    TOO_LARGE,
                    "the job ended, but how it ended could not be sent: result, log, error and submitted jobs are larger than"
                            + " the broker or this worker's max.request.size takes. What it submitted does not exist",
                    "");
            Outcome small = new Outcome(
                    outcome.getBundle(),
                    outcome.getJob(),
                    outcome.getRun(),
                    outcome.getStartedAt(),
                    outcome.getFinishedAt(),
                    new Failed(error),
                    "");
            return Optional.of(new Ended(small, confirmed));
        }

        /** A character may be three bytes. */
        private static int size(Object end) {
            if (end instanceof Done done) {
                int result = done.getResult() == null ? 0 : 3 * done.getResult().length();
                return result
                        + done.getSubmitted().stream().mapToInt(Ended::size).sum();
            }
            if (end instanceof Failed failed) {
                return size(failed.getError());
            }
            return end instanceof Retry retry ? size(retry.getError()) : 0;
        }

        private static int size(SubmittedJob submitted) {
            return 1_000 + submitted.getJob().getPayload().remaining();
        }

        private static int size(JobError error) {
            return 3 * (error.getMessage().length() + error.getStackTrace().length());
        }
    }

    /** A bundle that is given up. */
    record BundleBack(long bundle, String reason, Runnable confirmed) implements PendingReport {

        @Override
        public Object together(List<PendingReport> all) {
            List<Long> bundles =
                    all.stream().map(one -> ((BundleBack) one).bundle).toList();
            return new HandedBack(bundles, reason, List.of());
        }

        @Override
        public int size() {
            return 100;
        }
    }

    /** Jobs that will not be started, of a bundle that goes on. */
    record JobsBack(List<BundledRun> jobs, String reason, Runnable confirmed) implements PendingReport {

        @Override
        public Object together(List<PendingReport> all) {
            List<BundledRun> jobs =
                    all.stream().flatMap(one -> ((JobsBack) one).jobs.stream()).toList();
            return new HandedBack(List.of(), reason, jobs);
        }

        @Override
        public int size() {
            return 100 + 40 * jobs.size();
        }
    }
}
