package io.sluice.sdk;

import io.sluice.schemas.Cancel;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Pause;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.Resume;
import io.sluice.schemas.UuidFormat;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Submits jobs and sends operators' commands. One client serves a whole service: it is safe for use by thousands of
 * threads, and should live as long as the service does.
 *
 * <p>Jobs and commands of one tree that one thread sends arrive in that order.
 *
 * @since 0.1
 */
public final class JobClient implements AutoCloseable {

    private final CommandSender sender;

    JobClient(CommandSender sender) {
        this.sender = sender;
    }

    /**
     * A client to be set up.
     *
     * @since 0.1
     */
    public static JobClientBuilder builder() {
        return new JobClientBuilder();
    }

    /**
     * Submits a job and waits until the broker has it: from then on it is never lost.
     *
     * @throws IllegalArgumentException if the job is over one of the limits; nothing was sent
     * @throws SubmitException if the broker did not confirm it in time; it names the job and what to do
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public JobHandle submit(JobRequest<?> request) {
        JobId id = sender.idOf(request);
        return sender.await(sender.submit(request, id), id, "job " + id);
    }

    /**
     * Submits a job without waiting. When the buffer ({@code buffer.memory}, 32 MiB by default) is full or the broker is
     * not known yet, this blocks for at most {@code max.block.ms} (60 s by default).
     *
     * @return completes when the broker has the job, else exceptionally with {@link SubmitException}
     * @throws IllegalArgumentException if the job is over one of the limits; nothing was sent
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CompletableFuture<JobHandle> submitAsync(JobRequest<?> request) {
        return sender.submit(request, sender.idOf(request));
    }

    /**
     * Submits many jobs, in the order of the collection. Not all or nothing: when some fail, the others are submitted.
     *
     * @return the handles in the same order when the broker has all of them; else the first failure, as soon as all are
     *     decided
     * @throws IllegalArgumentException if a job is over one of the limits; those before it were sent
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CompletableFuture<List<JobHandle>> submitAll(Collection<? extends JobRequest<?>> requests) {
        List<CompletableFuture<JobHandle>> all =
                requests.stream().map(this::submitAsync).toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(none -> all.stream().map(CompletableFuture::join).toList());
    }

    /**
     * Ends a job without running it; a running one is asked to stop first.
     *
     * @param job the job, unfinished or FAILED
     * @param reason why, for people; may be empty
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle cancel(JobId job, String reason) {
        return sender.await(cancelAsync(job, reason), "cancel of job " + job);
    }

    /**
     * {@link #cancel} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> cancelAsync(JobId job, String reason) {
        return sender.command(
                job.tree(), new Cancel(UuidFormat.encode(job.uuid()), required(reason)), "cancel of job " + job);
    }

    /**
     * Lets an ended job run again, with its attempts set back to 0.
     *
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle requeue(JobId job) {
        return sender.await(requeueAsync(job), "requeue of job " + job);
    }

    /**
     * {@link #requeue} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> requeueAsync(JobId job) {
        return sender.command(job.tree(), new Requeue(UuidFormat.encode(job.uuid())), "requeue of job " + job);
    }

    /**
     * Releases nothing more from a channel and what is below it. What is released already runs.
     *
     * @param tree the channel's tree
     * @param channel its path, such as {@code root.shop}
     * @param reason why, for people; may be empty
     * @throws IllegalArgumentException if tree or channel are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle pause(String tree, String channel, String reason) {
        return sender.await(pauseAsync(tree, channel, reason), "pause of " + tree + "/" + channel);
    }

    /**
     * {@link #pause} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> pauseAsync(String tree, String channel, String reason) {
        return sender.command(
                tree, new Pause(Limits.checkChannel(channel), required(reason)), "pause of " + tree + "/" + channel);
    }

    /**
     * Ends a pause.
     *
     * @throws IllegalArgumentException if tree or channel are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle resume(String tree, String channel) {
        return sender.await(resumeAsync(tree, channel), "resume of " + tree + "/" + channel);
    }

    /**
     * {@link #resume} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> resumeAsync(String tree, String channel) {
        return sender.command(tree, new Resume(Limits.checkChannel(channel)), "resume of " + tree + "/" + channel);
    }

    /**
     * Sets channels of one tree, live. Channels that the text does not name stay as they are.
     *
     * @param tree the tree
     * @param channels channel text, such as {@code root.shop:2:throttle=5/1s,root.import:1}
     * @throws IllegalArgumentException if the tree is none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle configure(String tree, String channels) {
        return sender.await(configureAsync(tree, channels), "configuration of tree " + tree);
    }

    /**
     * {@link #configure} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> configureAsync(String tree, String channels) {
        return sender.command(tree, new Configure(required(channels)), "configuration of tree " + tree);
    }

    /**
     * Sets the channels that hold for every tree: sends the whole file to every partition.
     *
     * @param text the file's text
     * @throws SubmitException if the broker did not confirm all of them in time; sending it again is safe
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle configureFile(String text) {
        return sender.await(configureFileAsync(text), "channels file");
    }

    /**
     * {@link #configureFile} without waiting for the broker's word; asking for the partitions may block for
     * {@code max.block.ms}.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> configureFileAsync(String text) {
        return sender.toAllPartitions(new ConfigureFile(required(text)), "channels file");
    }

    /**
     * Waits until everything that was sent before is decided.
     *
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public void flush() {
        sender.flush();
    }

    /**
     * Waits until everything that was sent is decided and lets go of the connections. Whatever is sent afterwards is
     * refused. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    public void close() {
        sender.close();
    }

    private static String required(String text) {
        return Objects.requireNonNull(text, "a text is needed here, it may be empty but not null");
    }
}
