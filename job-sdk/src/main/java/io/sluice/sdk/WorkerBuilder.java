package io.sluice.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.RecordFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Sets up a {@link Worker}. Not safe for use by several threads.
 *
 * <pre>{@code
 * Worker.builder()
 *         .bootstrapServers("kafka:9092")
 *         .channelTopics("root", "root.import")
 *         .virtualThreads()
 *         .slots(1_000)
 *         .handler(ASK_CREDIT, this::ask, HandlerOptions.defaults().retryOn(IOException.class))
 *         .interceptor(new LoggingContext())
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class WorkerBuilder {

    private static final int STUCK_EXIT_CODE = 70;
    private static final int MOST_PLATFORM = 10_000;
    private static final int MOST_VIRTUAL = 100_000;
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final KafkaSettings kafka = new KafkaSettings();
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final List<JobInterface<?>> interfaces = new ArrayList<>();
    private String name = "worker";
    private Set<String> channels = Set.of("root");
    private int slots = Runtime.getRuntime().availableProcessors();
    private Duration grace = Duration.ofSeconds(10);
    private Duration heartbeatEvery = Duration.ofSeconds(3);
    private Stuck stuck = Stuck.WAIT;
    private Runnable exit = () -> System.exit(STUCK_EXIT_CODE);
    private Json json = Json.standard();
    private Tracing tracing = Tracing.OFF;
    private final List<JobInterceptor> interceptors = new ArrayList<>();
    private final List<WorkerListener> listeners = new ArrayList<>();
    private boolean virtualThreads;

    WorkerBuilder() {}

    /**
     * Brokers to ask first, such as {@code kafka-1:9092,kafka-2:9092}. Required, here or as a property.
     *
     * @since 0.1
     */
    public WorkerBuilder bootstrapServers(String servers) {
        return property("bootstrap.servers", servers);
    }

    /**
     * Any property of Kafka's clients, security included. What the claim protocol rests on stays ours: idempotence, acks,
     * explicit acknowledgement, the record limit, the groups' names, how long a report is tried and may block its sender.
     * Those of a schema registry have the names that Confluent's serializers know, {@code schema.registry.url} first.
     *
     * @since 0.1
     */
    public WorkerBuilder property(String key, Object value) {
        kafka.put(key, value);
        return this;
    }

    /**
     * How records are written and read, shared with others of this process, who have asked the schema registry already. Default:
     * its own, as the properties say.
     *
     * @since 0.1
     */
    public WorkerBuilder formats(RecordFormats shared) {
        kafka.formats(Objects.requireNonNull(shared));
        return this;
    }

    /**
     * Many properties at once.
     *
     * @since 0.1
     */
    public WorkerBuilder properties(Map<String, ?> properties) {
        properties.forEach(kafka::put);
        return this;
    }

    /**
     * What the worker's id begins with; a random part follows. Default {@code worker}.
     *
     * @throws IllegalArgumentException if it is no name ({@code [A-Za-z0-9_-]{1,64}})
     * @since 0.1
     */
    public WorkerBuilder name(String name) {
        this.name = Limits.checkName("worker", name);
        return this;
    }

    /**
     * Which channels' topics to read, by the path of the channel that has the option {@code topic}. Default {@code root}.
     *
     * @throws IllegalArgumentException if there is none, or one is no channel
     * @since 0.1
     */
    public WorkerBuilder channelTopics(String... paths) {
        Set<String> wanted = new LinkedHashSet<>(List.of(paths));
        wanted.forEach(Limits::checkChannel);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("a worker must read at least one channel topic; root always has one");
        }
        this.channels = wanted;
        return this;
    }

    /**
     * How many jobs run at once: the number of handler threads, shared by all channel topics. Default: the processors.
     *
     * @throws IllegalArgumentException if it is not from 1 to 10 000, or 100 000 with {@link #virtualThreads()}, which
     *     {@link #build()} looks at
     * @since 0.1
     */
    public WorkerBuilder slots(int slots) {
        if (slots < 1 || slots > MOST_VIRTUAL) {
            throw new IllegalArgumentException("slots is " + slots + "; it must be from 1 to " + MOST_PLATFORM
                    + ", or to " + MOST_VIRTUAL + " with virtualThreads()");
        }
        this.slots = slots;
        return this;
    }

    /**
     * Runs each job on a virtual thread, which costs next to nothing while a handler waits: for handlers that call other services,
     * with many {@link #slots}. Default: platform threads. On Java 21 to 23 a handler that waits inside of {@code synchronized}
     * holds a carrier thread.
     *
     * @throws IllegalStateException if this Java has none; they need 21
     * @since 0.1
     */
    public WorkerBuilder virtualThreads() {
        VirtualThreads.check(Runtime.version().feature());
        this.virtualThreads = true;
        return this;
    }

    /**
     * Runs jobs of this type, with {@link HandlerOptions#defaults()}.
     *
     * @throws IllegalArgumentException if the type has a handler already
     * @since 0.1
     */
    public <T> WorkerBuilder handler(JobType<T> type, JobHandler<T> handler) {
        return handler(type, handler, HandlerOptions.defaults());
    }

    /**
     * Runs jobs of this type.
     *
     * @throws IllegalArgumentException if the type has a handler already
     * @since 0.1
     */
    public <T> WorkerBuilder handler(JobType<T> type, JobHandler<T> handler, HandlerOptions options) {
        return add(Handler.of(type, Objects.requireNonNull(handler), Objects.requireNonNull(options)));
    }

    /**
     * Runs the jobs of all methods of an interface that have {@link JobMethod}, by their names and their aliases: each calls
     * that method. With {@link HandlerOptions#defaults()} and what the annotations say.
     *
     * @throws IllegalArgumentException if the interface cannot be used so, or one of its types has a handler already
     * @since 0.1
     */
    public <I> WorkerBuilder handlers(Class<I> jobs, I code) {
        return handlers(jobs, code, HandlerOptions.defaults());
    }

    /**
     * Runs the jobs of all methods of an interface that have {@link JobMethod}.
     *
     * @param options of all of them, beside what the annotations say
     * @throws IllegalArgumentException if the interface cannot be used so, or one of its types has a handler already
     * @since 0.1
     */
    public <I> WorkerBuilder handlers(Class<I> jobs, I code, HandlerOptions options) {
        JobInterface.checkRuns(Objects.requireNonNull(code, "handlers need an object whose methods run the jobs"));
        Handler.of(jobs, code, Objects.requireNonNull(options)).forEach(this::add);
        interfaces.add(JobInterface.of(jobs));
        return this;
    }

    private WorkerBuilder add(Handler added) {
        if (handlers.putIfAbsent(added.type(), added) != null) {
            throw new IllegalArgumentException("job type " + added.type() + " has a handler already; it can have one");
        }
        return this;
    }

    /**
     * Runs jobs of this type, which have no result, with {@link HandlerOptions#defaults()}.
     *
     * @throws IllegalArgumentException if the type has a handler already
     * @since 0.1
     */
    public <T> WorkerBuilder runs(JobType<T> type, JobRunner<T> code) {
        return runs(type, code, HandlerOptions.defaults());
    }

    /**
     * Runs jobs of this type, which have no result.
     *
     * @throws IllegalArgumentException if the type has a handler already
     * @since 0.1
     */
    public <T> WorkerBuilder runs(JobType<T> type, JobRunner<T> code, HandlerOptions options) {
        Objects.requireNonNull(code);
        JobHandler<T> handler = (payload, context) -> {
            code.run(payload, context);
            return null;
        };
        return handler(type, handler, options);
    }

    /**
     * Code around every run; of several the first one given is the outermost. Default: none.
     *
     * @since 0.1
     */
    public WorkerBuilder interceptor(JobInterceptor around) {
        interceptors.add(Objects.requireNonNull(around));
        return this;
    }

    /**
     * Who is told of the worker's life and of its runs; several are told in the order in which they were given. Default: nobody.
     *
     * @since 0.1
     */
    public WorkerBuilder listener(WorkerListener told) {
        listeners.add(Objects.requireNonNull(told));
        return this;
    }

    /**
     * How long {@link Worker#close()} lets running jobs go on before it interrupts them. Default 10 s; zero interrupts at
     * once.
     *
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public WorkerBuilder grace(Duration grace) {
        this.grace = Limits.checkDelay("the grace time", grace);
        return this;
    }

    /**
     * How often to say that the worker is alive, at most. Default 3 s. Where the scheduler's lease (15 s by default) is short,
     * five times a lease.
     *
     * @throws IllegalArgumentException if it is not from 100 ms to 60 s
     * @since 0.1
     */
    public WorkerBuilder heartbeatEvery(Duration interval) {
        if (interval.toMillis() < 100 || interval.toMillis() > 60_000) {
            throw new IllegalArgumentException("heartbeatEvery is " + interval + "; it must be from 100 ms to 60 s");
        }
        this.heartbeatEvery = interval;
        return this;
    }

    /**
     * What to do about a handler that ignores its interrupt. Default {@link Stuck#WAIT}.
     *
     * @since 0.1
     */
    public WorkerBuilder stuck(Stuck what) {
        this.stuck = Objects.requireNonNull(what);
        return this;
    }

    /**
     * How {@link Stuck#EXIT} ends the process. Default: {@code System.exit(70)}, which waits for shutdown hooks. It is called on
     * a thread of its own, once for each handler that is found stuck.
     *
     * @since 0.1
     */
    public WorkerBuilder exitWith(Runnable exit) {
        this.exit = Objects.requireNonNull(exit);
        return this;
    }

    /**
     * How payloads are read and results written. Default: ISO dates, Optional understood, unknown fields left out.
     *
     * @since 0.1
     */
    public WorkerBuilder mapper(ObjectMapper mapper) {
        this.json = new Json(Objects.requireNonNull(mapper));
        return this;
    }

    /**
     * How runs are traced. Default: they are not.
     *
     * @since 0.1
     */
    public WorkerBuilder tracing(Tracing how) {
        this.tracing = Objects.requireNonNull(how);
        return this;
    }

    /**
     * The worker, not started yet. A schema registry, if one is named, is asked for ids here, and waited for if it does not
     * answer.
     *
     * @throws IllegalArgumentException if no broker is named, there is no handler, the arguments of a {@link JobMethod} cannot be
     *     read by the ObjectMapper, there are more slots than platform threads are good for, or a setting of the schema registry is
     *     wrong
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry refuses or does not answer, with what to do
     * @since 0.1
     */
    public Worker build() {
        kafka.checkBootstrap("Worker");
        if (handlers.isEmpty()) {
            throw new IllegalArgumentException("cannot build a Worker: it has no handler. Call handler(type, code)");
        }
        WorkerSettings settings = settings();
        RecordFormats formats = settings.kafka().formats();
        formats.prepare(formats.report(), formats.command());
        return new Worker(settings);
    }

    WorkerSettings settings() {
        interfaces.forEach(json::check);
        if (!virtualThreads && slots > MOST_PLATFORM) {
            throw new IllegalArgumentException(
                    "cannot build a Worker: slots is " + slots + ", and platform threads are good for " + MOST_PLATFORM
                            + " at most. Call virtualThreads(), or start more workers with fewer slots");
        }
        return new WorkerSettings(
                name,
                List.copyOf(channels),
                slots,
                Map.copyOf(handlers),
                json,
                kafka.copy(),
                grace,
                heartbeatEvery,
                new StuckHandlers(stuck, grace.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : grace, exit),
                tracing,
                List.copyOf(interceptors),
                List.copyOf(listeners),
                virtualThreads);
    }
}
