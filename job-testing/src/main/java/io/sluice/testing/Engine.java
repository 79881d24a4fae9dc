package io.sluice.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.core.Cause;
import io.sluice.core.ChannelFile;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobClientBuilder;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.LocalClient;
import io.sluice.sdk.LocalWorker;
import io.sluice.sdk.WorkerBuilder;
import io.sluice.state.JobRow;
import io.sluice.wire.Decoded;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The parts of a {@link TestSluice} and how they are put together. */
final class Engine implements MemoryPartition.Follower {

    private static final Wire WIRE = Wire.bundled();

    private final HandClock clock;
    private final Payloads payloads;
    private final JobClientBuilder clientSettings;
    private final WorkerBuilder workerSettings;
    private final Thrown thrown = new Thrown();
    private final Ledger ledger;
    private final MemoryPartition partition;
    private final Course course;
    private final Optional<Inline> inline;
    private final LocalClient client;
    private final List<ProducerRecord<byte[], byte[]>> outputs = new CopyOnWriteArrayList<>();
    private volatile Optional<MemoryWorker> worker = Optional.empty();

    record Settings(Instant start, JobClientBuilder client, ObjectMapper mapper, boolean inline, int mostRuns) {}

    Engine(Settings settings) {
        this.clock = new HandClock(settings.start());
        this.payloads = new Payloads(settings.mapper());
        this.clientSettings = settings.client();
        this.workerSettings = TestSluiceBuilder.worker(settings.mapper()).interceptor(thrown);
        this.ledger = new Ledger(this::kept);
        this.inline = settings.inline() ? Optional.of(new Inline(ledger::asked, thrown)) : Optional.empty();
        this.partition = new MemoryPartition(clock, this);
        this.course = new Course(partition, clock, () -> worker, settings.mostRuns());
        this.client = LocalClient.of(clientSettings, clock, this::arrived);
    }

    private Optional<JobRow> kept(io.sluice.core.JobId id) {
        return partition.job(id);
    }

    // ---- setting up

    void channels(String text) {
        ChannelFile.parse(text); // throws what a scheduler says at its start
        partition.command(new Command.ConfigureFile(text), Cause.itself());
    }

    void handlers(Consumer<WorkerBuilder> settings) {
        settings.accept(workerSettings);
        LocalWorker handlers = LocalWorker.of(workerSettings, clock);
        worker = Optional.of(new MemoryWorker(handlers, partition, clock, thrown, outputs::add));
        jobs().forEach(job ->
                worker.get().knows(partition.topic(job.id().tree(), job.job().channel())));
    }

    // ---- what comes in and out

    /** A command of the client; no tree: it is for every partition. */
    private void arrived(String tree, byte[] bytes) {
        Optional<byte[]> key = tree == null ? Optional.empty() : Optional.of(tree.getBytes(StandardCharsets.UTF_8));
        Decoded decoded = WIRE.command(key, bytes);
        partition.command(decoded.command(), decoded.cause());
        inline.ifPresent(this::runInline);
    }

    private void runInline(Inline failures) {
        List<InlineJobException> all;
        try {
            course.now("submit");
        } finally {
            all = failures.take();
        }
        if (!all.isEmpty()) {
            InlineJobException first = all.getFirst();
            all.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public Command arriving(Command command) {
        return inline.map(each -> each.withoutEta(command)).orElse(command);
    }

    @Override
    public void happened(Recorded recorded) {
        ledger.follow(recorded);
        inline.ifPresent(each -> each.follow(recorded));
        if (recorded.event() instanceof Event.OfJob about) {
            worker.ifPresent(each -> each.knows(partition.topic(recorded.tree(), about.channel())));
        }
    }

    @Override
    public void written(String tree, byte[] events) {
        client.hear(tree, events);
    }

    // ---- time

    void runAll() {
        checkNoHandler("runAll");
        course.toTheEnd("runAll()");
    }

    Optional<TestJob> runNext() {
        checkNoHandler("runNext");
        return course.next().map(id -> job(Ids.sdk(id)));
    }

    void runReady() {
        checkNoHandler("runReady");
        course.now("runReady()");
    }

    void runUntil(Instant end, String caller) {
        checkNoHandler("runUntil");
        if (end.isBefore(clock.instant())) {
            throw new IllegalArgumentException(
                    caller + ": that is past, the clock shows " + clock.instant() + " and is never turned back");
        }
        course.until(end.toEpochMilli(), caller);
    }

    void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance(" + by + "): the clock is never turned back");
        }
        Instant end = clock.instant().plus(by);
        if (course.isInHandler()) {
            clock.turnTo(end.toEpochMilli());
            worker.ifPresent(MemoryWorker::clockTurned);
        } else {
            course.until(end.toEpochMilli(), "advance(" + by + ")");
        }
    }

    private void checkNoHandler(String caller) {
        if (course.isInHandler()) {
            throw new IllegalStateException(
                    caller + " was called by a handler, which runs itself; call it in the test, where no job runs");
        }
    }

    // ---- what can be asked

    Clock clock() {
        return clock;
    }

    JobClient client() {
        return client.client();
    }

    Payloads payloads() {
        return payloads;
    }

    Ledger ledger() {
        return ledger;
    }

    List<ProducerRecord<byte[], byte[]>> outputs() {
        return List.copyOf(outputs);
    }

    TestJob job(JobId id) {
        return ledger.job(Ids.core(id))
                .map(this::view)
                .orElseThrow(() -> new AssertionError("there is no job " + id + "; there are " + listing()));
    }

    List<TestJob> jobs() {
        return ledger.jobs().stream().map(this::view).toList();
    }

    private TestJob view(JobRow row) {
        return new TestJob(row, payloads, () -> why(row));
    }

    private String why(JobRow row) {
        String sentence = partition.why(row.job().id()).orElse("it is not kept any more");
        boolean hasHandler =
                worker.filter(each -> each.types().contains(row.job().type())).isPresent();
        return hasHandler || row.status().state().isEnded()
                ? sentence
                : noHandler(row.job().type()) + "; " + sentence;
    }

    private String noHandler(String type) {
        return "no handler was given for its type " + type + ", "
                + worker.map(each -> "only for " + String.join(", ", each.types()))
                        .orElse("nor for any other");
    }

    String listing() {
        List<TestJob> jobs = jobs();
        String all = jobs.isEmpty()
                ? "no jobs"
                : jobs.size() + (jobs.size() == 1 ? " job:\n" : " jobs:\n") + JobText.lines(jobs);
        List<String> notStored = notStored();
        return notStored.isEmpty() ? all : all + "\nnot stored:\n" + String.join("\n", notStored);
    }

    List<String> notStored() {
        return ledger.notStored().stream()
                .map(each -> "  " + each.job() + ": " + each.why())
                .toList();
    }

    /** What a request becomes when it is submitted now; nothing is. */
    Submission asSubmitted(JobRequest<?> request) {
        AtomicReference<Command> seen = new AtomicReference<>();
        LocalClient aside = LocalClient.of(
                clientSettings,
                clock,
                (tree, bytes) -> seen.set(WIRE.command(Optional.of(tree.getBytes(StandardCharsets.UTF_8)), bytes)
                        .command()));
        aside.client().submitAsync(request);
        return ((Command.Submit) seen.get()).job();
    }
}
