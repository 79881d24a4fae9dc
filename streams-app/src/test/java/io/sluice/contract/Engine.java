package io.sluice.contract;

import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.UuidFormat;
import io.sluice.state.JobRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Whatever carries the rules: what goes in, what comes out, and how time passes. */
public interface Engine extends AutoCloseable {

    /** What a service or an operator wants; taken in before a later one, and soon. */
    void command(String tree, Command command);

    /** What a worker reports about a tree. */
    void report(String tree, Command report);

    /** A worker is alive; heard by the partition of that tree. */
    void heartbeat(String tree, Command.Heartbeat heartbeat);

    /** The channels of every tree that lives where that one does. */
    void channelsFile(String tree, String text);

    /** The number of the partition where that tree lives. */
    int partition(String tree);

    /** All events of a tree so far. */
    List<Recorded> events(String tree);

    /** All that was released of a tree so far, as a worker reads it. */
    List<Release> released(String tree);

    /** What people see of a job, if it is kept. */
    Optional<Seen> seen(JobId job);

    /** How many jobs a filter lets through: what a dry run answers. */
    long count(String tree, JobFilter filter);

    /** Lets time pass until that holds, and looks often. Fails if it does not within a reasonable time. */
    void await(String what, BooleanSupplier holds);

    /** The time now, in milliseconds since the epoch. */
    long now();

    @Override
    void close();

    /** What people see of a job. */
    record Seen(JobState state, Optional<String> result, Optional<Failure> error, String reason) {

        /** Out of what is stored. */
        public static Seen of(JobRow row) {
            return new Seen(
                    row.status().state(),
                    row.status().result(),
                    row.status().error(),
                    row.status().reason());
        }
    }

    /** A run that was given to the workers. */
    record Release(
            BundleId bundle,
            JobId job,
            int run,
            int attempt,
            long timeoutMs,
            String payload,
            Map<String, String> headers,
            Map<String, String> parentResults) {

        /** The runs in a record of a channel topic. */
        public static Stream<Release> in(byte[] record) {
            Bundle bundle = RecordFormats.bundled().bundle().decode(record);
            BundleId id = new BundleId(bundle.getTree(), bundle.getNumber());
            return bundle.getJobs().stream().map(job -> of(id, job));
        }

        private static Release of(BundleId bundle, BundledJob job) {
            return new Release(
                    bundle,
                    new JobId(bundle.tree(), UuidFormat.decode(job.getId())),
                    job.getRun(),
                    job.getAttempt(),
                    job.getTimeoutMs(),
                    StandardCharsets.UTF_8.decode(job.getPayload().duplicate()).toString(),
                    Map.copyOf(job.getHeaders()),
                    Map.copyOf(job.getParentResults()));
        }
    }
}
