package io.sluice.sdk;

import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobReplaced;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UnreadableRecordException;
import io.sluice.schemas.UuidFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the events that say what became of our commands, and how jobs ended. Reads the events from when the first command
 * wants one.
 */
final class Verdicts implements AutoCloseable {

    /** From where the events come. */
    interface Feed extends AutoCloseable {

        void start();

        /** Complete when nothing that is written from then on is missed. */
        CompletableFuture<Void> positioned();

        @Override
        void close();
    }

    /** Whoever has the events tells them by {@link #hear}. */
    private static final class Told implements Feed {
        @Override
        public void start() {}

        @Override
        public CompletableFuture<Void> positioned() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    private final Map<UUID, CompletableFuture<Verdict>> waiting = new ConcurrentHashMap<>();
    private final Duration timeout;
    private final Ends ends = new Ends();
    private final RecordFormat<Event> format;
    private final Feed reader;
    private boolean started;

    Verdicts(
            Duration timeout,
            RecordFormat<Event> format,
            Supplier<Consumer<byte[], byte[]>> consumers,
            String threadName) {
        this.timeout = timeout;
        this.format = format;
        this.reader = new TailReader(Topics.EVENTS, consumers, this::read, threadName);
    }

    /** Told of the events by {@link #hear} instead of reading them. */
    Verdicts(Duration timeout, RecordFormat<Event> format) {
        this.timeout = timeout;
        this.format = format;
        this.reader = new Told();
    }

    Ends ends() {
        return ends;
    }

    static CompletableFuture<Verdict> wanted(CompletableFuture<Verdict> verdict, String whose) {
        if (verdict == null) {
            throw new IllegalStateException("the verdict on " + whose
                    + " is not known: this client does not read the events. Build it with verdicts(true)");
        }
        return verdict;
    }

    /** Must be called before the command is sent, else its event can be missed. */
    CompletableFuture<Verdict> expect(UUID id, String whose) {
        start(whose);
        return waiting.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    /** The time to wait begins when the broker has the command. */
    CompletableFuture<Verdict> sent(UUID id, CompletableFuture<Verdict> verdict, String whose) {
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        verdict.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((word, error) -> {
            waiting.remove(id, verdict);
            if (error == null) {
                answer.complete(word);
            } else {
                answer.completeExceptionally(late(whose, error));
            }
        });
        return answer;
    }

    /** Looks out for the end of a job that was submitted by others. */
    Ends.Awaited watch(JobId job) {
        start("job " + job);
        return ends.watch(job);
    }

    void forget(UUID id) {
        waiting.remove(id);
    }

    private RuntimeException late(String whose, Throwable error) {
        if (!(error instanceof TimeoutException)) {
            return new IllegalStateException("the client was closed before the verdict on " + whose + " came", error);
        }
        return new VerdictTimeoutException("no event said within " + timeout + " what became of " + whose
                + "; the broker has it, so it will be carried out when the scheduler runs. Is the scheduler up?");
    }

    private void start(String whose) {
        synchronized (this) {
            if (!started) {
                started = true;
                reader.start();
            }
        }
        try {
            reader.positioned().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new VerdictTimeoutException(
                    "did not go on with " + whose + ": what becomes of it is to be known, and " + Topics.EVENTS
                            + " could not be read within " + timeout
                            + ". Check the broker, the topic and the right to read it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerdictTimeoutException("did not go on with " + whose + ": interrupted while " + Topics.EVENTS
                    + " was opened to read its verdict");
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (waiting.isEmpty() && ends.isEmpty()) {
            return;
        }
        try {
            hear(record.key() == null ? "main" : new String(record.key(), StandardCharsets.UTF_8), record.value());
        } catch (UnreadableRecordException e) {
            LOG.warn("event at {}-{} offset {} is left out", record.topic(), record.partition(), record.offset(), e);
        }
    }

    /** What an event of a tree says to those who wait. */
    void hear(String tree, byte[] record) {
        Event event = format.decode(record);
        if (event.getCommand() != null) {
            decide(UuidFormat.decode(event.getCommand()), event, tree);
        }
        if (!ends.isEmpty()) {
            ends.read(tree, event.getChanges());
        }
    }

    private void decide(UUID command, Event event, String tree) {
        CompletableFuture<Verdict> verdict = waiting.remove(command);
        if (verdict == null && ends.isEmpty()) {
            return;
        }
        Verdict word = verdict(event, tree);
        ends.decided(new JobId(tree, command), word); // also when nobody waited for the verdict that long
        if (verdict != null) {
            verdict.complete(word);
        }
    }

    static Verdict verdict(Event event, String tree) {
        for (Object change : event.getChanges()) {
            if (change instanceof CommandRejected rejected) {
                return new Verdict.Rejected(rejected.getCode(), rejected.getReason());
            }
            if (change instanceof JobReplaced replaced) {
                return new Verdict.Replaced(new JobId(tree, UuidFormat.decode(replaced.getJob())));
            }
            if (change instanceof JobDuplicate duplicate) {
                return new Verdict.Duplicate(new JobId(tree, UuidFormat.decode(duplicate.getExisting())));
            }
        }
        return new Verdict.Accepted();
    }

    @Override
    public void close() {
        reader.close();
        ends.close();
        waiting.values()
                .forEach(verdict -> verdict.completeExceptionally(new IllegalStateException("the client was closed")));
    }
}
