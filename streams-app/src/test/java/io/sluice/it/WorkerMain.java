package io.sluice.it;

import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerBuilder;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker that writes down each execution, so that a test can tell afterwards what really ran. */
final class WorkerMain {

    static final String READY = "worker is ready: ";

    /** Does nothing. */
    static final JobType<Void> NOOP = JobType.of("noop", Void.class);
    /** Does nothing as well, but no test has workers for it when it begins. */
    static final JobType<Void> RARE = JobType.of("rare", Void.class);
    /** Takes as many milliseconds as its payload says. */
    static final JobType<Integer> BUSY = JobType.of("busy", Integer.class);
    /** Fails as many times as its payload says, and can be tried again soon. */
    static final JobType<Integer> FLAKY = JobType.of("flaky", Integer.class);
    /** Runs until the file that its payload names is there. */
    static final JobType<String> HOLD = JobType.of("hold", String.class);

    /** Writes its job's id to the topic that its payload names; behind a {@code !} it fails after that. */
    static final JobType<String> OUTPUT = JobType.of("output", String.class);

    /** Not a channel, which an interrupt would close; written through, so that a kill loses nothing. */
    private final OutputStream notes;

    private WorkerMain(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        notes = new FileOutputStream(file.toFile(), true);
    }

    /** Brokers, slots, the file to write to, types with commas between. */
    public static void main(String[] arguments) throws Exception {
        WorkerMain main = new WorkerMain(Path.of(arguments[2]));
        WorkerBuilder builder = Worker.builder()
                .bootstrapServers(arguments[0])
                .slots(Integer.parseInt(arguments[1]))
                .heartbeatEvery(Duration.ofMillis(500))
                .grace(Duration.ofSeconds(1));
        for (String type : arguments[3].split(",")) {
            main.handle(builder, type);
        }
        Worker worker = builder.build().start();
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        if (!worker.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the worker is not ready after a minute");
        }
        System.out.println(READY + worker.id());
        new CountDownLatch(1).await();
    }

    private void handle(WorkerBuilder worker, String type) {
        switch (type) {
            case "noop" -> worker.handler(NOOP, (none, job) -> noted(job, () -> {}));
            case "rare" -> worker.handler(RARE, (none, job) -> noted(job, () -> {}));
            case "busy" -> worker.handler(BUSY, (millis, job) -> noted(job, () -> pass(millis)));
            case "flaky" ->
                worker.handler(
                        FLAKY,
                        (times, job) -> noted(job, () -> {
                            if (job.attempt() <= times) {
                                throw new RetryableJobException("attempt " + job.attempt() + " of " + job.id())
                                        .after(Duration.ofMillis(100));
                            }
                        }));
            case "hold" ->
                worker.handler(
                        HOLD,
                        (file, job) -> noted(job, () -> {
                            job.progress(40, "waiting");
                            job.log("waits for " + file);
                            while (!Files.exists(Path.of(file))) {
                                pass(20);
                            }
                        }));
            case "output" -> worker.handler(OUTPUT, (topic, job) -> noted(job, () -> write(topic, job)));
            default -> throw new IllegalArgumentException("no handler for the type " + type);
        }
    }

    private static void write(String topic, JobContext job) {
        boolean fails = topic.startsWith("!");
        StringSerializer text = new StringSerializer();
        job.output(
                new ProducerRecord<>(
                        fails ? topic.substring(1) : topic, job.id().toString(), "run " + job.run()),
                text,
                text);
        if (fails) {
            throw new IllegalStateException("fails, as it was told to");
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Object noted(JobContext job, Work work) throws Exception {
        note("start", job);
        try {
            work.run();
            note("done", job);
            return null;
        } catch (InterruptedException e) {
            note("stopped", job);
            throw e;
        } catch (RetryableJobException | IllegalStateException e) {
            note("failed", job);
            throw e;
        }
    }

    /** Work that takes a while and can be interrupted. */
    private static void pass(int millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void note(String what, JobContext job) throws IOException {
        String line = String.join(" ", List.of(what, job.id().toString(), Integer.toString(job.run()))) + "\n";
        notes.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
