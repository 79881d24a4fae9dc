package io.sluice.testing;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobClientBuilder;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real broker and a real scheduler for JUnit 5's integration tests: started by the first test that wants them, shared by the
 * whole run, closed at its end. Each test has a tree of its own, so tests do not see each other's jobs; it is dropped when the
 * test ends, and so are the workers and clients that came from here.
 *
 * <pre>{@code
 * class OrdersIT {
 *     @RegisterExtension
 *     final SluiceExtension sluice = SluiceExtension.withChannels("root:4,root.import:1");
 *
 *     @Test
 *     void an_order_sends_an_invoice(JobClient client) throws Exception {
 *         sluice.worker(worker -> worker.handler(SEND_INVOICE, this::send));
 *
 *         JobHandle handle = client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)));
 *
 *         assertEquals("receipt of 42", handle.result(String.class).get(30, TimeUnit.SECONDS));
 *     }
 * }
 * }</pre>
 *
 * <p>Requests that name no tree go to the test's: the client says so for them. Parameters may be of the types {@link JobClient} and
 * {@code SluiceExtension}.
 *
 * <p>The broker runs in this JVM. With {@code -Dkafka=testcontainers}, or {@code SLUICE_KAFKA=testcontainers} in the environment,
 * it is Kafka's own image in a container: that needs Docker, and {@code org.testcontainers:testcontainers-kafka} on the class path.
 *
 * <p>On an instance field it is safe for tests that run in parallel, if no two of them have workers for the same job types: a
 * worker takes jobs of all trees. Needs JUnit 5.13 or newer.
 *
 * @since 0.1
 */
public final class SluiceExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SluiceExtension.class);
    private static final Duration WORKER_IS_READY = Duration.ofSeconds(30);
    private static final Duration VERDICT = Duration.ofSeconds(30);

    private final String channels;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private SharedSluice shared;
    private String tree;
    private JobClient client;

    /**
     * With one channel, {@code root}, without a limit; for {@code @ExtendWith}.
     *
     * @since 0.1
     */
    public SluiceExtension() {
        this("");
    }

    private SluiceExtension(String channels) {
        this.channels = channels;
    }

    /**
     * With these channels in the tree of each test.
     *
     * @param text channel text, such as {@code root:4,root.import:1}; without the option {@code topic}, which only a channels file
     *     can have
     * @since 0.1
     */
    public static SluiceExtension withChannels(String text) {
        return new SluiceExtension(text);
    }

    // ---- what a test gets

    /**
     * The test's own tree.
     *
     * @throws IllegalStateException outside of a test, as in the others
     * @since 0.1
     */
    public String tree() {
        return running(tree);
    }

    /**
     * A client whose requests go to the test's tree unless they name another. Verdicts and results are on. Closed with the test.
     *
     * @since 0.1
     */
    public JobClient client() {
        running(tree);
        if (client == null) {
            client = client(any -> {});
        }
        return client;
    }

    /**
     * Another client, set up further.
     *
     * @since 0.1
     */
    public JobClient client(Consumer<JobClientBuilder> settings) {
        JobClientBuilder builder = JobClient.builder()
                .bootstrapServers(bootstrapServers())
                .tree(tree)
                .verdicts(true)
                .verdictTimeout(VERDICT);
        settings.accept(builder);
        return opened(builder.build());
    }

    /**
     * Starts a worker and waits until it is ready. It is closed with the test.
     *
     * @param settings its handlers and whatever else it has
     * @throws IllegalStateException if it is not ready within 30 s
     * @since 0.1
     */
    public Worker worker(Consumer<WorkerBuilder> settings) {
        WorkerBuilder builder =
                Worker.builder().bootstrapServers(bootstrapServers()).grace(Duration.ofSeconds(1));
        settings.accept(builder);
        Worker worker = opened(builder.build());
        worker.start();
        try {
            if (!worker.awaitReady(WORKER_IS_READY)) {
                throw new IllegalStateException(
                        "the worker is not ready after " + WORKER_IS_READY + "; the log says what it waits for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker started", e);
        }
        return worker;
    }

    /**
     * What Kafka's clients put into {@code bootstrap.servers}.
     *
     * @since 0.1
     */
    public String bootstrapServers() {
        return running(shared).bootstrapServers();
    }

    /**
     * Where the scheduler's API answers.
     *
     * @since 0.1
     */
    public URI url() {
        return URI.create(running(shared).url());
    }

    private <T> T running(T part) {
        if (part == null) {
            throw new IllegalStateException("no test runs: ask for it in a test, or in a method that runs before each");
        }
        return part;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    // ---- for JUnit

    /** For JUnit. */
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedSluice.class, any -> SharedSluice.start(), SharedSluice.class);
        tree = "test-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        if (!channels.isBlank()) {
            client().configure(tree, channels).verdict().get(VERDICT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** For JUnit. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (client != null) {
                client.dropTree(tree, context.getDisplayName() + " is over");
            }
        } finally {
            client = null;
            tree = null;
            closeAll();
        }
    }

    /** Workers and clients, the last one first; one that fails keeps no other open. */
    private void closeAll() throws Exception {
        Exception failed = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** For JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return context.getTestMethod().isPresent() && (type == JobClient.class || type == SluiceExtension.class);
    }

    /** For JUnit. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == JobClient.class ? client() : this;
    }
}
