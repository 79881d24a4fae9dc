package io.sluice.bench;

import io.sluice.app.AppConfig;
import io.sluice.app.CommandFailed;
import io.sluice.app.Main;
import io.sluice.app.SchedulerApp;
import io.sluice.devcluster.Broker;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.BrokerSettings;
import io.sluice.devcluster.EmbeddedBroker;
import io.sluice.devcluster.JavaProcess;
import io.sluice.devcluster.JavaProgram;
import io.sluice.sdk.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Broker, schedulers and workers: each a process of its own, or all in this JVM.
 *
 * <pre>
 * the folder
 *   kafka/              the broker's topics
 *   state-1, state-2    the state of each scheduler
 *   *.log               what each process printed
 * </pre>
 */
final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String URL = "query API at ";
    /** Memory as the targets of docs/performance.md have it; one collector for all, for G1's threads would take from the others on few cores. */
    private static final String SCHEDULER_HEAP = "-Xmx512m";

    private static final String WORKER_HEAP = "-Xmx128m";
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    private final Settings settings;
    private final Broker broker;
    private final List<Part> parts = new ArrayList<>();
    /** What schedulers had used that were killed. */
    private double killedCpuSeconds;

    /**
     * Something that runs and can be ended.
     *
     * @param role {@code scheduler-1}, {@code worker-1}
     * @param process its process; none: it is in this JVM
     * @param api where a scheduler answers
     * @param close ends it in order
     */
    record Part(String role, Optional<JavaProcess> process, Optional<SchedulerApi> api, Runnable close) {}

    private Cluster(Settings settings, Broker broker) {
        this.settings = settings;
        this.broker = broker;
    }

    /** Starts all of it; returns when jobs run. */
    static Cluster start(Settings settings, String channels) {
        BrokerSettings at = BrokerSettings.in(settings.folder())
                // Records are counted by offsets, so nothing may be compacted meanwhile.
                .with(
                        "log.cleaner.min.compaction.lag.ms",
                        Long.toString(Duration.ofDays(7).toMillis()));
        Broker broker = settings.shape().inProcess() ? EmbeddedBroker.start(at) : BrokerProcess.start(at);
        Cluster cluster = new Cluster(settings, broker);
        try {
            cluster.launchSchedulers(channels);
            cluster.awaitSchedulers();
            cluster.startWorkers();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts those that are not there, and waits for none. */
    void launchSchedulers(String channels) {
        for (int i = 1; i <= (settings.shape().standby() ? 2 : 1); i++) {
            String role = "scheduler-" + i;
            if (parts.stream().noneMatch(part -> part.role().equals(role))) {
                parts.addFirst(scheduler(i, role, channels));
            }
        }
    }

    void awaitSchedulers() {
        parts.forEach(part -> part.api().ifPresent(api -> api.awaitReady(PATIENCE)));
    }

    private void startWorkers() {
        List<Part> workers = new ArrayList<>();
        for (int i = 1; i <= settings.shape().workers(); i++) {
            workers.add(worker("worker-" + i));
        }
        parts.addAll(workers);
        workers.forEach(part -> part.process().ifPresent(process -> process.awaitLine(WorkerMain.READY, PATIENCE)));
    }

    private Part scheduler(int number, String role, String channels) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", bootstrapServers());
        config.put("state.dir", settings.folder().resolve("state-" + number).toString());
        config.put("http.port", "0");
        config.put("create.topics", "true");
        config.put("partitions", Integer.toString(settings.shape().partitions()));
        config.put("channels", channels);
        if (settings.shape().inProcess()) {
            SchedulerApp app = SchedulerApp.start(AppConfig.of(config), line -> {});
            return new Part(role, Optional.empty(), Optional.of(new SchedulerApi(app.url())), app::close);
        }
        List<String> arguments = new ArrayList<>(List.of("scheduler"));
        config.forEach((key, value) -> arguments.addAll(List.of("--" + key.replace('.', '-'), value)));
        JavaProgram program =
                JavaProgram.of(Main.class, arguments.toArray(String[]::new)).option(SCHEDULER_HEAP);
        JavaProcess process = launch(role, program);
        String line = process.awaitLine(URL, PATIENCE);
        SchedulerApi api = new SchedulerApi(
                line.substring(line.indexOf(URL) + URL.length()).trim());
        return new Part(role, Optional.of(process), Optional.of(api), process::close);
    }

    private Part worker(String role) {
        int slots = settings.shape().slots();
        if (settings.shape().inProcess()) {
            Worker worker = Work.worker(bootstrapServers(), role, slots).start();
            try {
                worker.awaitReady(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a worker started", e);
            }
            return new Part(role, Optional.empty(), Optional.empty(), worker::close);
        }
        JavaProcess process = launch(
                role,
                JavaProgram.of(WorkerMain.class, bootstrapServers(), role, Integer.toString(slots))
                        .option(WORKER_HEAP));
        return new Part(role, Optional.of(process), Optional.empty(), process::close);
    }

    private JavaProcess launch(String role, JavaProgram program) {
        JavaProgram told = program.option(COLLECTOR);
        if (settings.shape().recording().isPresent()) {
            told = told.option(Recording.option(settings.shape().recording().get(), role));
        }
        return JavaProcess.start(told, settings.folder().resolve(role + ".log"));
    }

    /**
     * Kills the scheduler that does the work, as by a power cut.
     *
     * @return when it was gone, in milliseconds since 1970
     */
    long killScheduler() {
        Part victim = parts.stream()
                .filter(part -> part.api().filter(SchedulerApi::hasPartitions).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no scheduler has a partition"));
        JavaProcess process = victim.process()
                .orElseThrow(() -> CommandFailed.badUsage(
                        "a scheduler in this process cannot be killed:" + " leave --in-process out"));
        parts.remove(victim);
        killedCpuSeconds += cpu(process.pid());
        process.kill();
        return System.currentTimeMillis();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Seconds of CPU that each process has had: {@code broker}, {@code scheduler}, {@code worker}, and {@code bench}, this one. */
    Map<String, Double> cpuSeconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        if (broker instanceof BrokerProcess process) {
            seconds.put("broker", cpu(process.process().pid()));
        }
        for (Part part : parts) {
            part.process().ifPresent(process -> seconds.merge(kind(part.role()), cpu(process.pid()), Double::sum));
        }
        seconds.computeIfPresent("scheduler", (kind, used) -> used + killedCpuSeconds);
        seconds.put("bench", cpu(ProcessHandle.current().pid()));
        return seconds;
    }

    private static String kind(String role) {
        return role.substring(0, role.indexOf('-'));
    }

    private static double cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** Workers first, so that they hand back what they hold. */
    @Override
    public void close() {
        try {
            parts.reversed().forEach(part -> part.close().run());
        } finally {
            broker.close();
            DataFolder.deleteData(settings.folder());
        }
    }
}
