package io.sluice.sdk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A running job and its circumstances.
 *
 * <pre>{@code
 * String importFile(File file, JobContext job) throws IOException {
 *     List<Line> lines = read(file);
 *     for (Line line : lines) {
 *         job.submit(JobRequest.of(IMPORT_LINE, line)); // exists exactly if this run ends DONE
 *     }
 *     job.progress(100, lines.size() + " lines");
 *     return lines.size() + " lines";
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface JobContext {

    /**
     * The run that the calling thread is in, for code that does not get it as an argument, such as the implementation of an
     * interface of {@link JobMethod}s. Empty outside of a handler, and in threads that a handler started.
     *
     * @since 0.1
     */
    static Optional<JobContext> current() {
        return Optional.ofNullable(JobRun.CURRENT.get());
    }

    /**
     * The job.
     *
     * @since 0.1
     */
    JobId id();

    /**
     * Name of its type.
     *
     * @since 0.1
     */
    String type();

    /**
     * Path of its channel, such as {@code root.shop}.
     *
     * @since 0.1
     */
    String channel();

    /**
     * The number of this release: from 1, and it only ever grows. With the id it names this execution.
     *
     * @since 0.1
     */
    int run();

    /**
     * The number of this execution among those that count, from 1.
     *
     * @since 0.1
     */
    int attempt();

    /**
     * At most that many executions; 0 is unlimited.
     *
     * @since 0.1
     */
    int maxAttempts();

    /**
     * The job's headers; empty if it has none. Unmodifiable.
     *
     * @since 0.1
     */
    Map<String, String> headers();

    /**
     * One line for people; empty if the job has none.
     *
     * @since 0.1
     */
    String description();

    /**
     * Results of the jobs that it waited for, as text or JSON, by their ids; a parent without a result is left out. At most
     * 256 KiB together: what is larger is not here but at the query API. Unmodifiable.
     *
     * @since 0.1
     */
    Map<JobId, String> parentResults();

    /**
     * Tells people how far the job is. Told at most once a second, the last word always. It is shown with the job while it
     * runs and after it ended, until its next run begins; it is not kept in the history. Never fails, and after the handler's
     * end it does nothing.
     *
     * @param percent from 0 to 100; what is less or more counts as the nearest of them
     * @param message what it is at, for people; null is none; cut at 1 KiB
     * @since 0.1
     */
    void progress(int percent, String message);

    /**
     * Keeps a line with the job, for people. It goes along with the run's outcome, so it is shown when the run has ended,
     * until a later one ends; the history keeps it too. The last 100 lines are kept, at most 32 KiB together in UTF-8: earlier
     * ones are dropped, a longer line is cut. Never fails. What a run wrote whose worker was lost is lost with it.
     *
     * @param line a text with line breaks is several lines; null is the line {@code null}
     * @since 0.1
     */
    void log(String line);

    /**
     * Submits jobs that exist exactly if this run ends DONE: they ride in its outcome. A request that says no tree is for the
     * tree of this job, the only one that is possible here. One without an id gets one that is derived from this job's and its
     * place among those submitted, so that a second run submits the same ones.
     *
     * @return their ids, in the same order
     * @throws IllegalArgumentException if a job is over one of the limits or of another tree, or all submitted are over 1 MiB
     *     together (use a {@link JobClient} then, with ids {@linkplain JobIds#derived derived} from this job's); nothing of
     *     this call is submitted
     * @throws IllegalStateException if the handler has ended
     * @since 0.1
     */
    List<JobId> submit(JobRequest<?>... requests);

    /**
     * As {@link #submit}, and the jobs that wait for this one wait for these as well.
     *
     * @since 0.1
     */
    List<JobId> submitBeforeChildren(JobRequest<?>... requests);

    /**
     * A stand-in whose calls are {@linkplain #submit submitted} by this run: {@code job.delay(Invoices.class).send(43L)}.
     *
     * @throws IllegalArgumentException if the interface cannot be used so; it says why
     * @since 0.1
     */
    default <I> I delay(Class<I> jobs) {
        return delay(jobs, JobOptions.options());
    }

    /**
     * As {@link #delay(Class)}, with options for each call.
     *
     * @since 0.1
     */
    <I> I delay(Class<I> jobs, JobOptions options);

    /**
     * Hands over a Kafka record that is written exactly if this run ends DONE: with the run's outcome in one transaction, after the
     * handler has returned. Who reads that topic with {@code isolation.level=read_committed} sees it once for each job that is DONE,
     * whatever happens to workers and brokers; a run that ends otherwise writes nothing.
     *
     * <p>It goes to the partition that the record names, else to that of its key; a timestamp is kept. The worker needs the right to
     * WRITE to the topic, and on the TransactionalID prefix {@code sluice-worker-}. If the topic does not exist, or does not take
     * the record, the job is FAILED with an error that says so.
     *
     * @throws IllegalArgumentException if all handed over are over 4 MiB together; this record is not taken
     * @throws IllegalStateException if the handler has ended
     * @since 0.1
     */
    void output(ProducerRecord<byte[], byte[]> record);

    /**
     * As {@link #output(ProducerRecord)}, for a record that is written as bytes by these, now.
     *
     * <pre>{@code
     * job.output(new ProducerRecord<>("invoices-sent", id, invoice), new StringSerializer(), invoices);
     * }</pre>
     *
     * @throws org.apache.kafka.common.errors.SerializationException if they cannot write it
     * @since 0.1
     */
    default <K, V> void output(
            ProducerRecord<K, V> record, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        // A serializer may add headers.
        Headers headers = new ProducerRecord<>(record.topic(), null, "", "", record.headers()).headers();
        byte[] key = keySerializer.serialize(record.topic(), headers, record.key());
        byte[] value = valueSerializer.serialize(record.topic(), headers, record.value());
        output(new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(), key, value, headers));
    }

    /**
     * Whether the handler should end: the job was cancelled, taken back, its timeout is over, or its worker stops and the grace
     * time is over.
     * The thread is interrupted at the same moment; this stays true also where something swallowed the interrupt.
     *
     * @since 0.1
     */
    boolean cancelled();

    /**
     * Id of the worker that runs it.
     *
     * @since 0.1
     */
    String worker();
}
