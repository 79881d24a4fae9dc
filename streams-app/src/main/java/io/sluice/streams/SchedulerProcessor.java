package io.sluice.streams;

import io.sluice.core.Cause;
import io.sluice.core.PartitionTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** One partition: takes a record in, lets the rules decide and then release, sends what comes of it. */
final class SchedulerProcessor implements Processor<byte[], byte[], Object, byte[]> {

    /** At most so often those who ask get news of what is not stored. */
    private static final long TELLING = TimeUnit.MILLISECONDS.toNanos(200);

    private final Shell shell;
    private ProcessorContext<Object, byte[]> context;
    private int partition;
    private Rules rules;
    private PartitionTime time;
    private Intake intake;
    private Releases releases;
    private Outbox outbox;
    private Decisions decisions;
    private Stopwatches stopwatches;
    private Telling telling;
    private CommitPolicy commits;
    private long told;

    SchedulerProcessor(Shell shell) {
        this.shell = shell;
    }

    /** Runs when the store is restored, and on the thread that will process. */
    @Override
    public void init(ProcessorContext<Object, byte[]> context) {
        this.context = context;
        partition = context.taskId().partition();
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(JobTopology.STATE);
        Rules.Opened opened = shell.opening().open(store, partition);
        BeforeCommit beforeCommit = context.getStateStore(BeforeCommit.NAME);
        beforeCommit.does(opened.beforeCommit());
        rules = opened.rules();
        time = new PartitionTime(opened.clock(), shell.clock().nanos().getAsLong());
        outbox = new Outbox(context);
        telling = new Telling(
                shell.listeners().opened(partition, opened.reads()),
                shell.counts(),
                new CommitCount(context.metrics().metrics()));
        stopwatches = new Stopwatches();
        decisions = new Decisions(partition, shell.wire(), outbox, shell.counts(), telling, stopwatches);
        intake = new Intake(shell, partition, rules, decisions, outbox, telling);
        releases = new Releases(rules, decisions, shell);
        commits = shell.commits().ofThisThread();
        shell.wakeups().opened(partition);
        // A new owner has waited for nothing yet: the first tick finds what became due in between.
        shell.wakeups().next(partition, OptionalLong.of(0));
        shell.open().opened(partition);
        told = shell.clock().nanos().getAsLong() - TELLING;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        telling.committed();
        long now = now();
        // First, so that what follows is measured for its own hour.
        writeTimes(now);
        boolean more = intake.take(record, context.recordMetadata().orElseThrow(), now);
        more |= releases.releaseFor(now);
        long nanos = shell.clock().nanos().getAsLong();
        if (commits.processed(outbox.takeSent(), nanos)) {
            context.commit();
        }
        shell.wakeups().next(partition, more ? OptionalLong.of(0) : wakeup(now, nanos));
        if (nanos - told >= TELLING) {
            told = nanos;
            shell.open().told(partition, rules.softFacts());
        }
    }

    @Override
    public void close() {
        if (telling != null) { // null: its state could not be opened
            telling.committed();
        }
        shell.open().closed(partition);
        shell.wakeups().closed(partition);
    }

    private long now() {
        return time.now(
                shell.clock().wallMs().getAsLong(), shell.clock().nanos().getAsLong());
    }

    private void writeTimes(long now) {
        OptionalLong due = stopwatches.due();
        if (due.isPresent() && due.getAsLong() <= now) {
            stopwatches.take((tree, times) ->
                    decisions.send(rules.handle(times, new Cause(tree, Optional.empty(), "sluice"), now), now));
        }
    }

    private OptionalLong wakeup(long now, long nanos) {
        return earliest(
                telling.wakeup(),
                earliest(
                        commits.wakeup(nanos),
                        earliest(until(stopwatches.due(), now), until(rules.nextWakeup(), now))));
    }

    private static OptionalLong until(OptionalLong due, long now) {
        return due.isPresent() ? OptionalLong.of(Math.max(0, due.getAsLong() - now)) : due;
    }

    private static OptionalLong earliest(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.getAsLong() <= other.getAsLong() ? one : other;
    }
}
