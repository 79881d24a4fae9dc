package io.sluice.sdk;

import io.sluice.schemas.Command;
import io.sluice.sdk.Tracing.Submitting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortedException;

/** The one way of commands to the broker, and what it means when that fails. */
final class CommandSender implements AutoCloseable {

    private final CommandLog log;
    private final CommandRecords records;
    private final Verdicts verdicts;
    private final Clock clock;
    private final JobIds ids;
    private final AtomicBoolean closed;
    private final Tracing tracing;
    /** Of what names none. */
    private final String tree;

    /** Without verdicts if these are null; not traced. */
    CommandSender(CommandLog log, CommandRecords records, Verdicts verdicts, Clock clock) {
        this.log = log;
        this.records = records;
        this.verdicts = verdicts;
        this.clock = clock;
        this.ids = new JobIds(clock);
        this.tree = "main";
        this.closed = new AtomicBoolean();
        this.tracing = Tracing.OFF;
    }

    private CommandSender(CommandSender other, CommandLog log, CommandRecords records, Tracing tracing) {
        this(other, log, records, tracing, other.tree);
    }

    private CommandSender(CommandSender other, CommandLog log, CommandRecords records, Tracing tracing, String tree) {
        this.log = log;
        this.records = records;
        this.verdicts = other.verdicts;
        this.clock = other.clock;
        this.ids = other.ids;
        this.tree = tree;
        this.closed = other.closed;
        this.tracing = tracing;
    }

    /** The same in the name of somebody else. */
    CommandSender as(String by) {
        return new CommandSender(this, log, new CommandRecords(by, records.json(), records.formats()), tracing);
    }

    /** The same, with jobs that name no tree in that one. */
    CommandSender in(String other) {
        return new CommandSender(this, log, records, tracing, other);
    }

    /** The same, traced like that. */
    CommandSender traced(Tracing how) {
        return new CommandSender(this, log, records, how);
    }

    /** The same, through a producer of somebody else's. */
    CommandSender through(Producer<byte[], byte[]> theirs) {
        return new CommandSender(this, new ProducerLog(theirs), records, tracing);
    }

    /** The interface, whose methods' arguments can all be sent. */
    <I> JobInterface<I> checked(Class<I> jobs) {
        JobInterface<I> read = JobInterface.of(jobs);
        records.json().check(read);
        return read;
    }

    JobId idOf(JobRequest<?> request) {
        OptionValues options = Objects.requireNonNull(request, "a job request is needed, not null")
                .values();
        return options.id().orElseGet(() -> ids.next(options.treeOr(tree)));
    }

    CompletableFuture<JobHandle> submit(JobRequest<?> request, JobId id) {
        Submitting traced = tracing.submits(request, id, records.by());
        CompletableFuture<JobHandle> sent;
        try {
            sent = submit(request, id, records.carrying(traced.carried()));
        } catch (RuntimeException e) {
            traced.sent(e);
            throw e;
        }
        return ending(traced, sent);
    }

    private CompletableFuture<JobHandle> submit(JobRequest<?> request, JobId id, CommandRecords carrying) {
        Command command = carrying.submit(request, id, clock.instant());
        byte[] record = records.encode(command);
        Ends.Awaited end = verdicts == null ? null : verdicts.ends().watch(id);
        Sending<JobHandle> sending =
                new Sending<>(id.uuid(), id, "job " + id, verdict -> new JobHandle(id, verdict, resultOf(id, end)));
        return send(sending, () -> List.of(log.append(id.tree(), record)));
    }

    /** A job that somebody else submitted, or an earlier life of this service. */
    JobHandle handle(JobId job) {
        if (closed.get()) {
            throw new IllegalStateException("cannot hear of job " + job + ": this JobClient is closed");
        }
        return new JobHandle(job, null, resultOf(job, verdicts == null ? null : verdicts.watch(job)));
    }

    private JobHandle.End resultOf(JobId job, Ends.Awaited end) {
        return new JobHandle.End(verdicts == null ? null : verdicts.ends(), end, records.json());
    }

    /** What was sent, and its span ends with it. */
    private <H> CompletableFuture<H> ending(Submitting traced, CompletableFuture<H> sent) {
        return tracing == Tracing.OFF ? sent : sent.whenComplete((handle, error) -> traced.sent(error));
    }

    // ---- flows

    FlowGraph laidOut(JobFlow flow) {
        return FlowGraph.of(flow, ids, tree);
    }

    CompletableFuture<FlowHandle> submit(FlowGraph graph) {
        Submitting traced = tracing.submits(graph, records.by());
        CompletableFuture<FlowHandle> sent;
        try {
            sent = submit(graph, records.carrying(traced.carried()));
        } catch (RuntimeException e) {
            traced.sent(e);
            throw e;
        }
        return ending(traced, sent);
    }

    private CompletableFuture<FlowHandle> submit(FlowGraph graph, CommandRecords carrying) {
        FlowId id = graph.id();
        Command command = carrying.command(null, graph.record(carrying, clock.instant()), clock.instant());
        byte[] record = records.encode(command);
        Limits.checkFlow(id.toString(), record.length);
        // Before it is sent: a job of it may end before its sender knows that it is there.
        List<Ends.Awaited> ends = verdicts == null
                ? Collections.nCopies(graph.jobs().size(), null)
                : graph.jobs().stream().map(verdicts.ends()::watch).toList();
        Sending<FlowHandle> sending = new Sending<>(
                id.uuid(), null, "flow " + id, verdict -> new FlowHandle(id, jobs(graph, ends, verdict), verdict));
        return send(sending, () -> List.of(log.append(id.tree(), record)));
    }

    private List<JobHandle> jobs(FlowGraph graph, List<Ends.Awaited> ends, CompletableFuture<Verdict> verdict) {
        List<JobHandle> handles = new ArrayList<>();
        for (int n = 0; n < ends.size(); n++) {
            JobId job = graph.jobs().get(n);
            handles.add(new JobHandle(job, verdict, resultOf(job, ends.get(n))));
        }
        if (verdict != null) {
            verdict.thenAccept(
                    word -> graph.jobs().forEach(job -> verdicts.ends().decided(job, word)));
        }
        return handles;
    }

    CompletableFuture<CommandHandle> command(String tree, Object body, String what) {
        Limits.checkName("tree", tree);
        UUID id = ids.nextUuid();
        byte[] record = records.encode(records.command(id, body, clock.instant()));
        return send(handleOf(id, what), () -> List.of(log.append(tree, record)));
    }

    CompletableFuture<CommandHandle> schedule(JobSchedule schedule, String what) {
        JobSchedule placed = schedule.inTreeOr(tree);
        return command(placed.tree(), records.schedule(placed, clock.instant()), what);
    }

    CompletableFuture<CommandHandle> toAllPartitions(Object body, String what) {
        UUID id = ids.nextUuid();
        byte[] record = records.encode(records.command(id, body, clock.instant()));
        return send(handleOf(id, what), () -> {
            try {
                return log.appendToAll(record);
            } catch (KafkaException e) {
                throw failure(null, what, e);
            }
        });
    }

    private static Sending<CommandHandle> handleOf(UUID id, String what) {
        return new Sending<>(id, null, what, verdict -> new CommandHandle(id, verdict));
    }

    /** What is on its way: its id, the job if it is one, how to name it, and what its sender gets. */
    private record Sending<H>(UUID id, JobId job, String what, Function<CompletableFuture<Verdict>, H> handle) {}

    private <H> CompletableFuture<H> send(Sending<H> sending, Supplier<List<CompletableFuture<Void>>> copies) {
        checkOpen(sending.what);
        CompletableFuture<Verdict> verdict = verdicts == null ? null : verdicts.expect(sending.id, sending.what);
        CompletableFuture<?>[] acknowledged = appended(sending, copies);
        return CompletableFuture.allOf(acknowledged).handle((none, error) -> {
            if (error != null) {
                forget(sending.id);
                throw failure(sending.job, sending.what, error.getCause() == null ? error : error.getCause());
            }
            return sending.handle.apply(verdict == null ? null : verdicts.sent(sending.id, verdict, sending.what));
        });
    }

    private CompletableFuture<?>[] appended(Sending<?> sending, Supplier<List<CompletableFuture<Void>>> copies) {
        try {
            return copies.get().toArray(CompletableFuture[]::new);
        } catch (RuntimeException e) {
            forget(sending.id);
            throw e;
        }
    }

    private void forget(UUID id) {
        if (verdicts != null) {
            verdicts.forget(id);
        }
    }

    <H> H await(CompletableFuture<H> sent, String what) {
        return await(sent, null, what);
    }

    <H> H await(CompletableFuture<H> sent, JobId job, String what) {
        if (!sent.isDone() && log.answersHere()) {
            throw new IllegalStateException(
                    what + " was sent, but the broker's word on it cannot be waited for here: this is"
                            + " the producer's own thread, which brings that word. Use the …Async method, or let what follows a"
                            + " submission follow by thenAcceptAsync");
        }
        try {
            return sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(job, what, e);
        } catch (ExecutionException e) {
            // The trace should lead to who submitted, not to the producer's thread.
            Throwable cause = e.getCause() instanceof SubmitException refused ? refused.getCause() : e.getCause();
            throw failure(job, what, cause);
        }
    }

    private static SubmitException failure(JobId job, String what, Throwable cause) {
        if (cause instanceof IllegalStateException) {
            return new SubmitException(
                    "the producer refused " + what + ", nothing was sent: " + cause
                            + ". If it is yours, it must be open and in a transaction that you began",
                    job,
                    cause);
        }
        if (cause instanceof TransactionAbortedException || cause instanceof ProducerFencedException) {
            return new SubmitException(
                    what + " went with its transaction, which is not committed: " + cause
                            + ". Submit it again in the next transaction",
                    job,
                    cause);
        }
        String next = job == null
                ? "Send it again when the broker is back"
                : "Submit it again with id(JobId.parse(\"" + job + "\")): it is not stored twice";
        return new SubmitException(
                "the broker did not confirm " + what + ", it may have it or not: " + cause + ". " + next, job, cause);
    }

    private void checkOpen(String what) {
        if (closed.get()) {
            throw new IllegalStateException("cannot send " + what + ": this JobClient is closed");
        }
    }

    void flush() {
        checkOpen("what is buffered");
        log.flush();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            log.close();
            if (verdicts != null) {
                verdicts.close();
            }
        }
    }
}
