package io.sluice.sdk;

import io.sluice.schemas.Cancel;
import io.sluice.schemas.CancelFlow;
import io.sluice.schemas.CancelSweep;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.DeleteSchedule;
import io.sluice.schemas.DropTree;
import io.sluice.schemas.Pause;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.RequeueFlow;
import io.sluice.schemas.Resume;
import io.sluice.schemas.Sweep;
import io.sluice.schemas.SwitchSchedule;
import io.sluice.schemas.TriggerSchedule;
import io.sluice.schemas.UuidFormat;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;

/**
 * Submits jobs and sends operators' commands. One client serves a whole service: it is safe for use by thousands of
 * threads, and should live as long as the service does.
 *
 * <pre>{@code
 * try (JobClient client = JobClient.builder().bootstrapServers("kafka:9092").name("shop").build()) {
 *     client.submit(JobRequest.of(SEND_INVOICE, 42L));        // a job: a type and its payload
 *     client.delay(Invoices.class).send(42L);                 // a job: a call of an interface's method
 * }
 * }</pre>
 *
 * <p>Jobs and commands of one tree that one thread sends arrive in that order.
 *
 * @since 0.1
 */
public final class JobClient implements AutoCloseable {

    private final CommandSender sender;
    /** Whether it goes through a producer that is somebody else's to close. */
    private final boolean borrows;

    JobClient(CommandSender sender) {
        this(sender, false);
    }

    private JobClient(CommandSender sender, boolean borrows) {
        this.sender = sender;
        this.borrows = borrows;
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
     * The same client in the name of somebody else: for a service that sends what its users want. Both share connections;
     * closing one closes both.
     *
     * @param name who sends: stands as {@code by} in every event that follows
     * @since 0.1
     */
    public JobClient as(String name) {
        return new JobClient(sender.as(Objects.requireNonNull(name, "a client needs a name")), borrows);
    }

    /**
     * The same client, whose jobs and commands go through a producer of yours and so belong to its open transaction: the scheduler
     * takes them when you commit, together with what else you wrote, and never if you abort. Begin, commit, abort and close
     * stay yours; {@link #flush} flushes it.
     *
     * <pre>{@code
     * producer.beginTransaction();
     * producer.send(orderPlaced);
     * client.in(producer).submitAsync(JobRequest.of(SEND_INVOICE, order.id()));
     * producer.commitTransaction();
     * }</pre>
     *
     * <p>Keep the transaction short: while it is open, the scheduler takes nothing that came after it on the same partition, from
     * anybody. A {@link JobHandle#admitted} that is waited for before the commit does not come. Without an open transaction
     * a submission fails with a {@link SubmitException} that says so. Closing what this returns closes nothing.
     *
     * @param producer with {@code transactional.id} and {@code initTransactions()} done: one without the former is in no
     *     transaction and sends at once. Values are bytes, so serialize your own records yourself or by Kafka's serializers
     * @since 0.1
     */
    public JobClient in(Producer<byte[], byte[]> producer) {
        return new JobClient(sender.through(Objects.requireNonNull(producer)), true);
    }

    /**
     * Submits a job and waits until the broker has it: from then on it is never lost.
     *
     * @throws IllegalArgumentException if the job is over one of the limits; nothing was sent
     * @throws SubmitException if the broker did not confirm it in time; it names the job and what to do
     * @throws VerdictTimeoutException if the client has verdicts and the events cannot be read; nothing was sent
     * @throws IllegalStateException if the client is closed, or this is called by what follows a {@link #submitAsync} on the
     *     producer's own thread, which must not wait; the job is sent then
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
     * @return completes when the broker has the job, else exceptionally with {@link SubmitException}. It is completed on the
     *     producer's thread, so what follows it by {@code thenAccept} and the like must not wait for anything; by
     *     {@code thenAcceptAsync} it may
     * @throws IllegalArgumentException if the job is over one of the limits; nothing was sent
     * @throws VerdictTimeoutException if the client has verdicts and the events cannot be read; nothing was sent
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CompletableFuture<JobHandle> submitAsync(JobRequest<?> request) {
        return sender.submit(request, sender.idOf(request));
    }

    /**
     * Submits many jobs, in the order of the collection. Not all or nothing: when some fail, the others are submitted. Blocks while
     * the buffer is full, as {@link #submitAsync} does.
     *
     * @return a future for each, in the same order: complete when the broker has the job, else exceptionally with
     *     {@link SubmitException}, or with {@link IllegalArgumentException} if the job is over one of the limits
     * @throws VerdictTimeoutException if the client has verdicts and the events cannot be read
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public List<CompletableFuture<JobHandle>> submitEach(Collection<? extends JobRequest<?>> requests) {
        return requests.stream().map(this::submitOrFail).toList();
    }

    private CompletableFuture<JobHandle> submitOrFail(JobRequest<?> request) {
        try {
            return submitAsync(request);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Submits many jobs as {@link #submitEach} does, with one future for all of them.
     *
     * @return the handles in the same order when the broker has all of them; else the first failure, as soon as all are
     *     decided
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CompletableFuture<List<JobHandle>> submitAll(Collection<? extends JobRequest<?>> requests) {
        List<CompletableFuture<JobHandle>> all = submitEach(requests);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(none -> all.stream().map(CompletableFuture::join).toList());
    }

    // ---- delayed calls

    /**
     * A stand-in whose calls become jobs: {@code client.delay(Invoices.class).send(42L)} submits one and waits until the broker
     * has it, as {@link #submit(JobRequest)} does. What it returns means nothing: null, 0 or false. A default method without the
     * annotation runs, and what it calls is delayed. Cheap, and safe for use by many threads.
     *
     * @param jobs an interface with {@link JobMethod}s
     * @throws IllegalArgumentException if the interface, or the arguments of one of its methods, cannot be sent; it says why
     * @since 0.1
     */
    public <I> I delay(Class<I> jobs) {
        return delay(jobs, JobOptions.options());
    }

    /**
     * As {@link #delay(Class)}, with options for each call that go before what the annotation says. With an
     * {@link Options#id} make one call only: a second one would be the same job again and is ignored.
     *
     * @since 0.1
     */
    public <I> I delay(Class<I> jobs, JobOptions options) {
        Objects.requireNonNull(options, "options are needed here; leave them out, or give options()");
        return sender.checked(jobs).standIn(call -> submit(JobRequest.of(call).also(options)));
    }

    /**
     * Submits one call, and says which job it became: {@code client.delay(Invoices.class, invoices -> invoices.send(42L))}.
     *
     * @param call calls one method of the interface; it is recorded, not run
     * @throws IllegalArgumentException as {@link #delay(Class)}, or if not exactly one call is made
     * @throws SubmitException if the broker did not confirm it in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public <I> JobHandle delay(Class<I> jobs, JobCall<I> call) {
        return delay(jobs, JobOptions.options(), call);
    }

    /**
     * As {@link #delay(Class, JobCall)}, with options that go before what the annotation says.
     *
     * @since 0.1
     */
    public <I> JobHandle delay(Class<I> jobs, JobOptions options, JobCall<I> call) {
        return submit(JobRequest.of(sender.checked(jobs).recorded(call)).also(options));
    }

    /**
     * Does it now, on the calling thread; if that fails with an error that may heal, submits a job that does it later instead
     * of showing the error to a user. May heal: {@link RetryableJobException}, {@link Snooze}, {@link RateLimited}, and the errors
     * named here with their subclasses.
     *
     * @param now does it
     * @param later the job; without an ETA it comes after the delay that the error names, else after ten minutes
     * @param retryOn errors that may heal
     * @throws Exception what {@code now} threw and does not heal; no job was submitted
     * @throws SubmitException if it failed and the job could not be submitted; the error is suppressed in it
     * @since 0.1
     */
    @SafeVarargs
    public final <R> Tried<R> tryOrDelay(
            Callable<? extends R> now, JobRequest<?> later, Class<? extends Throwable>... retryOn) throws Exception {
        return TryOrDelay.run(now, later, HandlerOptions.defaults().retryOn(retryOn), this::submit);
    }

    /**
     * As {@link #tryOrDelay(Callable, JobRequest, Class[])}, for what has no result.
     *
     * @since 0.1
     */
    @SafeVarargs
    public final Tried<Void> tryOrDelay(Tried.Attempt now, JobRequest<?> later, Class<? extends Throwable>... retryOn)
            throws Exception {
        return tryOrDelay(
                () -> {
                    now.run();
                    return (Void) null;
                },
                later,
                retryOn);
    }

    /**
     * As {@link #tryOrDelay(Callable, JobRequest, Class[])}, with a call of a {@link JobMethod}: made on {@code now}, or submitted
     * if that fails with an error that may heal; which those are its annotation says.
     *
     * @param now the object whose method is called now
     * @param later options of the job
     * @param call calls one method of the interface
     * @since 0.1
     */
    public <I> Tried<Object> tryOrDelay(Class<I> jobs, I now, JobOptions later, JobCall<I> call) throws Exception {
        JobInterface.checkRuns(Objects.requireNonNull(now, "an object is needed whose method is called now"));
        MethodCall recorded = sender.checked(jobs).recorded(call);
        JobMethodType method = recorded.method();
        return TryOrDelay.run(
                () -> method.invoke(now, recorded.arguments().toArray()),
                JobRequest.of(recorded).also(later),
                method.handlerOptions(),
                this::submit);
    }

    /**
     * As {@link #tryOrDelay(Class, Object, JobOptions, JobCall)}, without options.
     *
     * @since 0.1
     */
    public <I> Tried<Object> tryOrDelay(Class<I> jobs, I now, JobCall<I> call) throws Exception {
        return tryOrDelay(jobs, now, JobOptions.options(), call);
    }

    // ---- jobs that are there

    /**
     * A handle of a job that was submitted before, in a flow or by somebody else: its {@link JobHandle#result} is what becomes of it
     * from now on. Sends nothing, and does not look whether there is such a job; its {@link JobHandle#admitted} is not known.
     *
     * @throws VerdictTimeoutException if the events cannot be read
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public JobHandle handle(JobId job) {
        return sender.handle(Objects.requireNonNull(job));
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
                job.tree(), new Cancel(UuidFormat.encode(job.uuid()), required(reason), false), "cancel of job " + job);
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
     * Does something to a job that is there.
     *
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle act(JobId job, JobAction action) {
        return sender.await(actAsync(job, action), action + " of job " + job);
    }

    /**
     * {@link #act} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> actAsync(JobId job, JobAction action) {
        return sender.command(job.tree(), action.of(UuidFormat.encode(job.uuid())), action + " of job " + job);
    }

    /**
     * Does something to all jobs of a tree that a filter lets through, 500 at a time: those that are there when the scheduler
     * accepts it, each as it is when its turn comes. The verdict comes at the beginning; the events tell how it goes on.
     *
     * @return names the sweep by its id
     * @throws IllegalArgumentException if the tree is none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle sweep(String tree, JobFilter filter, JobAction action) {
        return sender.await(sweepAsync(tree, filter, action), action + " of many jobs of tree " + tree);
    }

    /**
     * {@link #sweep} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> sweepAsync(String tree, JobFilter filter, JobAction action) {
        return sender.command(
                tree, new Sweep(filter.record(), action.ofMany()), action + " of many jobs of tree " + tree);
    }

    /**
     * Ends a sweep, or the drop of a tree, before it is through. What it did stays done.
     *
     * @param sweep the id of the command that began it
     * @throws IllegalArgumentException if the tree is none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle cancelSweep(String tree, UUID sweep) {
        return sender.await(
                sender.command(tree, new CancelSweep(UuidFormat.encode(sweep)), "end of sweep " + sweep),
                "end of sweep " + sweep);
    }

    /**
     * Cancels and deletes all jobs of a tree that are there now, and then forgets its channels. Jobs that are with workers
     * are asked to stop and waited for. In steps of 500, as a sweep.
     *
     * @param reason why, for people; may be empty
     * @return names the drop by its id
     * @throws IllegalArgumentException if the tree is none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle dropTree(String tree, String reason) {
        return sender.await(
                sender.command(tree, new DropTree(required(reason)), "drop of tree " + tree), "drop of tree " + tree);
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
                tree,
                new Pause(Limits.checkChannel(channel), required(reason), ""),
                "pause of " + tree + "/" + channel);
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
        return sender.command(tree, new Resume(Limits.checkChannel(channel), ""), "resume of " + tree + "/" + channel);
    }

    /**
     * Releases no more jobs of a type in a whole tree. What is released already runs.
     *
     * @param tree the tree
     * @param type the job type
     * @param reason why, for people; may be empty
     * @throws IllegalArgumentException if tree or type are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle pauseType(String tree, String type, String reason) {
        return sender.await(pauseTypeAsync(tree, type, reason), "pause of type " + type + " in " + tree);
    }

    /**
     * {@link #pauseType} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> pauseTypeAsync(String tree, String type, String reason) {
        return sender.command(
                tree,
                new Pause("root", required(reason), Limits.checkName("job type", type)),
                "pause of type " + type + " in " + tree);
    }

    /**
     * Ends the pause of a job type.
     *
     * @throws IllegalArgumentException if tree or type are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle resumeType(String tree, String type) {
        return sender.await(resumeTypeAsync(tree, type), "resume of type " + type + " in " + tree);
    }

    /**
     * {@link #resumeType} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> resumeTypeAsync(String tree, String type) {
        return sender.command(
                tree, new Resume("root", Limits.checkName("job type", type)), "resume of type " + type + " in " + tree);
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

    // ---- flows

    /**
     * Submits jobs that wait for each other, all or none of them, in one record, and waits until the broker has it.
     *
     * @throws IllegalArgumentException if the flow is empty or has an empty group, jobs of two trees, a circle, more than
     *     10 000 jobs or more than 4 MiB, or if a job is over one of its limits; nothing was sent
     * @throws SubmitException if the broker did not confirm it in time; submit it again with its id, it is not stored twice
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public FlowHandle submit(JobFlow flow) {
        FlowGraph graph = sender.laidOut(flow);
        return sender.await(sender.submit(graph), "flow " + graph.id());
    }

    /**
     * {@link #submit(JobFlow)} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<FlowHandle> submitAsync(JobFlow flow) {
        return sender.submit(sender.laidOut(flow));
    }

    /**
     * Ends all jobs of a flow that are unfinished or FAILED; running ones are asked to stop first.
     *
     * @param flow the flow
     * @param reason why, for people; may be empty
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle cancelFlow(FlowId flow, String reason) {
        return sender.await(cancelFlowAsync(flow, reason), "cancel of flow " + flow);
    }

    /**
     * {@link #cancelFlow} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> cancelFlowAsync(FlowId flow, String reason) {
        return sender.command(
                flow.tree(),
                new CancelFlow(UuidFormat.encode(flow.uuid()), required(reason)),
                "cancel of flow " + flow);
    }

    /**
     * Lets all jobs of a flow that FAILED or were cancelled run again. What was not needed stays cancelled until the job it
     * was there for is requeued.
     *
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle requeueFlow(FlowId flow) {
        return sender.await(requeueFlowAsync(flow), "requeue of flow " + flow);
    }

    /**
     * {@link #requeueFlow} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> requeueFlowAsync(FlowId flow) {
        return sender.command(flow.tree(), new RequeueFlow(UuidFormat.encode(flow.uuid())), "requeue of flow " + flow);
    }

    // ---- schedules

    /**
     * Adds a schedule, or puts it in place of the one of the same id. Putting the same again changes nothing.
     *
     * @throws IllegalArgumentException if its job is over one of the limits; nothing was sent
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle putSchedule(JobSchedule schedule) {
        return sender.await(putScheduleAsync(schedule), "schedule " + schedule.id());
    }

    /**
     * {@link #putSchedule} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> putScheduleAsync(JobSchedule schedule) {
        return sender.schedule(schedule, "schedule " + schedule.id());
    }

    /**
     * Takes a schedule away; what it has submitted stays.
     *
     * @param tree the schedule's tree
     * @param id its name
     * @throws IllegalArgumentException if tree or id are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle deleteSchedule(String tree, String id) {
        return sender.await(deleteScheduleAsync(tree, id), "deletion of schedule " + id);
    }

    /**
     * {@link #deleteSchedule} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> deleteScheduleAsync(String tree, String id) {
        return sender.command(tree, new DeleteSchedule(scheduleId(id)), "deletion of schedule " + id);
    }

    /**
     * Submits a schedule's job now, whatever its slots, its overlap and whether it is enabled.
     *
     * @throws IllegalArgumentException if tree or id are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle triggerSchedule(String tree, String id) {
        return sender.await(triggerScheduleAsync(tree, id), "trigger of schedule " + id);
    }

    /**
     * {@link #triggerSchedule} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> triggerScheduleAsync(String tree, String id) {
        return sender.command(tree, new TriggerSchedule(scheduleId(id)), "trigger of schedule " + id);
    }

    /**
     * Switches a schedule on or off. Slots that pass while it is off are not made up for.
     *
     * @throws IllegalArgumentException if tree or id are none
     * @throws SubmitException if the broker did not confirm the command in time
     * @throws IllegalStateException if the client is closed
     * @since 0.1
     */
    public CommandHandle switchSchedule(String tree, String id, boolean enabled) {
        return sender.await(switchScheduleAsync(tree, id, enabled), "switch of schedule " + id);
    }

    /**
     * {@link #switchSchedule} without waiting.
     *
     * @since 0.1
     */
    public CompletableFuture<CommandHandle> switchScheduleAsync(String tree, String id, boolean enabled) {
        return sender.command(tree, new SwitchSchedule(scheduleId(id), enabled), "switch of schedule " + id);
    }

    private static String scheduleId(String id) {
        return Limits.checkName("the schedule's id", id);
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
        if (!borrows) {
            sender.close();
        }
    }

    private static String required(String text) {
        return Objects.requireNonNull(text, "a text is needed here, it may be empty but not null");
    }
}
