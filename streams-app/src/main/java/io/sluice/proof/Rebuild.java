package io.sluice.proof;

import io.sluice.state.OrderedReads.Entry;
import io.sluice.state.OrderedStore;
import io.sluice.state.Rearming;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the state of schedulers under a new application id of the events alone, spread over more partitions if wanted. What waits
 * goes on waiting where it was in the order, what runs goes on running.
 *
 * <p>Schedulers must be stopped meanwhile. One that is ended in the middle leaves nothing that a scheduler would start on, and is
 * done again from the beginning.
 *
 * @since 0.1
 */
public final class Rebuild {

    private final Plan plan;
    private final Verification.Progress progress;

    /**
     * What is made of what.
     *
     * @param kafka settings of the clients
     * @param wire how events are read and written
     * @param from the application id whose commands are handled so far; its state is not looked at
     * @param to the new one
     * @param partitions how many partitions there are to be; none: as many as the topics have
     * @param unread where the new ones begin to read commands and reports if nothing is known of the old ones
     * @param directory where the state is made, and deleted again
     * @since 0.1
     */
    public record Plan(
            Map<String, Object> kafka,
            Wire wire,
            String from,
            String to,
            OptionalInt partitions,
            Optional<Unread> unread,
            Path directory) {}

    /** Where to begin to read commands when nobody knows which were handled. */
    public enum Unread {
        /** With the first that is there: those of jobs that are no longer kept are handled again. */
        EARLIEST,
        /** Behind the last: those that nobody has handled are lost. */
        LATEST
    }

    /**
     * What came out.
     *
     * @param partitions how many there are
     * @param events how many made the state
     * @param entries how many entries it has
     * @param unread records that nobody has read yet: the new schedulers begin with them
     * @since 0.1
     */
    public record Result(int partitions, long events, long entries, long unread) {}

    /** One that was not begun. */
    public Rebuild(Plan plan, Verification.Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @throws IllegalStateException if it cannot be done, with the reason and what to do; nothing a scheduler would read was written
     * @throws org.apache.kafka.common.KafkaException what a broker said
     */
    public Result run() {
        try (Admin admin = Admin.create(plan.kafka())) {
            Handover handover = new Handover(admin, plan);
            handover.check();
            int partitions = handover.grow();
            String changelog = handover.changelog(partitions);
            long[] sums = new long[2];
            for (int partition = 0; partition < partitions; partition++) {
                make(partition, partitions, changelog, sums);
            }
            return new Result(partitions, sums[0], sums[1], handover.offsets());
        }
    }

    private void make(int partition, int partitions, String changelog, long[] sums) {
        Verification.Plan reading =
                new Verification.Plan(plan.kafka(), plan.wire(), plan.to(), partitions, plan.directory());
        AtomicReference<String> problem = new AtomicReference<>();
        PartitionFold.Reading all = new PartitionFold.Reading(
                reading,
                recorded -> true,
                (tree, expected, found) ->
                        problem.compareAndSet(null, "tree " + tree + ": " + expected + ", but " + found),
                progress);
        try (PartitionFold fold = new PartitionFold(all, partition, tree -> true)) {
            fold.read(() -> true);
            fold.fold().trees().stream()
                    .filter(tree -> !fold.fold().isWhole(tree))
                    .findFirst()
                    .ifPresent(fold.fold()::notYetWhole);
            if (problem.get() != null) {
                throw new IllegalStateException("the state cannot be made of its events: " + problem.get());
            }
            Rearming.all(fold.store());
            sums[0] += fold.events();
            sums[1] += write(fold.store(), changelog, partition, partitions);
        }
    }

    /** Writes a state to where an instance restores it from. */
    private long write(OrderedStore store, String changelog, int partition, int partitions) {
        AtomicReference<Exception> failed = new AtomicReference<>();
        long[] entries = new long[1];
        try (Producer<byte[], byte[]> producer = producer()) {
            store.forEach(new byte[0], new byte[] {Byte.MAX_VALUE}, entry -> {
                producer.send(record(changelog, partition, entry), (written, problem) -> {
                    if (problem != null) {
                        failed.compareAndSet(null, problem);
                    }
                });
                entries[0]++;
                progress.at(
                        "writing the state of partition " + partition + " of " + partitions,
                        partition / (double) partitions);
            });
            producer.flush();
        }
        if (failed.get() != null) {
            throw new IllegalStateException(
                    "the state could not be written to " + changelog + ": "
                            + failed.get().getMessage(),
                    failed.get());
        }
        return entries[0];
    }

    private static ProducerRecord<byte[], byte[]> record(String changelog, int partition, Entry entry) {
        return new ProducerRecord<>(changelog, partition, entry.key(), entry.value());
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> ours = new HashMap<>(plan.kafka());
        ours.put("acks", "all");
        ours.put("enable.idempotence", true);
        ours.put("linger.ms", 20);
        ours.put("batch.size", 256 * 1024);
        ours.put("max.request.size", 2 * 1024 * 1024);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(ours, bytes, bytes);
    }
}
