package io.sluice.sdk;

import io.sluice.schemas.JobError;
import io.sluice.schemas.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** Which errors of writing a run's output do not heal by trying again, and what to do about them. */
final class OutputFaults {

    static final String TYPE = "OutputNotWritten";

    /** What only another record, or another topic, makes good. */
    private static final List<Class<? extends Exception>> OF_THE_RECORD = List.of(
            InvalidTopicException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            PolicyViolationException.class,
            SerializationException.class,
            UnsupportedForMessageFormatException.class);

    private OutputFaults() {}

    /** What the job's error says, or empty if it may heal. */
    static Optional<JobError> of(TransactionalOutlet.Failure failure, JobRun run) {
        String topic = failure.topic();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            Optional<String> words = words(topic, cause);
            if (words.isPresent()) {
                return words.map(text -> error(run, text + " (" + failure.getCause() + ")"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> words(String topic, Throwable cause) {
        if (cause instanceof TransactionalIdAuthorizationException) {
            return Optional.of("the worker has no right to write in transactions. Grant it WRITE on the TransactionalID"
                    + " prefix " + Transactions.ID_PREFIX + ", as topics.tf does, and requeue the job");
        }
        if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
            return Optional.of(tooLarge(topic));
        }
        if (topic.equals(Topics.REPORTS)) {
            return Optional.empty();
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return Optional.of("there is no topic " + topic + ". Create it, or correct its name, and requeue the job");
        }
        if (cause instanceof TopicAuthorizationException) {
            return Optional.of("the worker has no right to write to topic " + topic
                    + ". Grant it WRITE there and requeue the job");
        }
        return OF_THE_RECORD.stream().anyMatch(type -> type.isInstance(cause))
                ? Optional.of("topic " + topic + " does not take a record of it. Correct what the handler hands over")
                : Optional.empty();
    }

    private static String tooLarge(String topic) {
        return topic.equals(Topics.REPORTS)
                ? "its outcome is too large: result, log and submitted jobs are larger than the broker or this worker's"
                        + " max.request.size takes. Return and submit less"
                : "a record is larger than topic " + topic
                        + " (max.message.bytes) or this worker (max.request.size) takes."
                        + " Raise what is too small, or write smaller records, and requeue the job";
    }

    static JobError noSuchPartition(JobRun run, String topic, int partition, int partitions) {
        return error(
                run,
                "topic " + topic + " has no partition " + partition + ", but " + partitions
                        + ", counted from 0. Name another one, or none, and the key decides");
    }

    /** It was tried for long enough. */
    static JobError lasting(JobRun run, long millis, Throwable last) {
        return error(
                run,
                "it was tried for " + millis / 1000 + " s, and last it failed with: " + last
                        + ". If it stays so, look at the brokers and at the topics that it writes to");
    }

    private static JobError error(JobRun run, String why) {
        return new JobError(
                TYPE,
                "the handler of job " + run.id()
                        + " returned, but its Kafka output was not written, nor anything that it" + " submitted: "
                        + why,
                "");
    }
}
