package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Progress;
import io.sluice.schemas.SubmittedJob;
import io.sluice.schemas.UuidFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One execution of one job, from just before its handler is called until just after. */
final class JobRun implements JobContext {

    /** The run that the thread is in; what {@link JobContext#current} says. */
    static final ThreadLocal<JobContext> CURRENT = new ThreadLocal<>();

    private final Bundle bundle;
    private final BundledJob job;
    private final JobId id;
    private final String worker;
    private final long startedAt;
    private final Map<String, String> headers;
    private final Execution execution;
    private final JobLog log = new JobLog();
    private final JobProgress progress;
    private final FanOut fanOut;
    private final Output output;
    private final Tracing.Running traced;
    private final Listeners listeners;
    private Throwable thrown;
    private Runnable leave = () -> {};

    JobRun(Bundle bundle, BundledJob job, BundleRun.Tools tools, Consumer<Progress> told) {
        this.bundle = bundle;
        this.job = job;
        this.id = new JobId(bundle.getTree(), UuidFormat.decode(job.getId()));
        this.worker = tools.worker();
        this.listeners = tools.listeners();
        this.startedAt = tools.clock().getAsLong();
        this.headers = Map.copyOf(job.getHeaders());
        StuckHandlers stuck = tools.settings().stuck();
        this.execution = new Execution(tools.timers().watch(), stuck.patience(), () -> stuck.found(id, job.getRun()));
        this.progress = new JobProgress(bundle, job, tools, told);
        this.traced = tools.settings().tracing().runs(bundle, job, worker);
        CommandRecords records = new CommandRecords(
                worker, tools.settings().json(), tools.settings().kafka().formats());
        this.output = new Output(id);
        this.fanOut = new FanOut(id, records.carrying(traced.carried()), tools.clock());
    }

    Execution execution() {
        return execution;
    }

    long startedAt() {
        return startedAt;
    }

    boolean is(UUID other, int run) {
        return job.getRun() == run && id.uuid().equals(other);
    }

    void begin() {
        leave = traced.enter();
        CURRENT.set(this);
        execution.begin(job.getTimeoutMs());
    }

    /** The handler has ended: nothing reaches its thread any more, and what it says counts no more. */
    void end() {
        execution.end();
        CURRENT.remove();
        leave.run();
        progress.end();
        fanOut.end();
        output.end();
    }

    /** What it ended with, for whoever listens. */
    void threw(Throwable error) {
        thrown = error;
    }

    /** How it ended, for its trace and for listeners; null: that is not told. */
    void ended(Object end, long at) {
        traced.ended(end);
        listeners.runEnded(this, RunEnd.of(end, thrown, Duration.ofMillis(Math.max(0, at - startedAt))));
    }

    List<SubmittedJob> submitted() {
        return fanOut.end();
    }

    List<ProducerRecord<byte[], byte[]>> output() {
        return output.end();
    }

    long timeoutMs() {
        return job.getTimeoutMs();
    }

    Outcome outcome(Object end, long finishedAt) {
        return new Outcome(bundle.getNumber(), job.getId(), job.getRun(), startedAt, finishedAt, end, log.text());
    }

    // ---- what the handler sees

    @Override
    public JobId id() {
        return id;
    }

    @Override
    public String type() {
        return bundle.getType();
    }

    @Override
    public String channel() {
        return bundle.getChannel();
    }

    @Override
    public int run() {
        return job.getRun();
    }

    @Override
    public int attempt() {
        return job.getAttempt();
    }

    @Override
    public int maxAttempts() {
        return job.getMaxAttempts();
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String description() {
        return job.getDescription();
    }

    @Override
    public Map<JobId, String> parentResults() {
        Map<JobId, String> results = new HashMap<>();
        job.getParentResults()
                .forEach((parent, result) -> results.put(new JobId(id.tree(), UUID.fromString(parent)), result));
        return Map.copyOf(results);
    }

    @Override
    public boolean cancelled() {
        return execution.cancelled();
    }

    @Override
    public void progress(int percent, String message) {
        progress.at(percent, message);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public void output(ProducerRecord<byte[], byte[]> record) {
        output.add(record);
    }

    @Override
    public List<JobId> submit(JobRequest<?>... requests) {
        return fanOut.submit(false, List.of(requests));
    }

    @Override
    public List<JobId> submitBeforeChildren(JobRequest<?>... requests) {
        return fanOut.submit(true, List.of(requests));
    }

    @Override
    public <I> I delay(Class<I> jobs, JobOptions options) {
        return JobInterface.of(jobs).standIn(call -> submit(JobRequest.of(call).also(options)));
    }

    @Override
    public String worker() {
        return worker;
    }
}
