package io.sluice.it;

import io.sluice.devcluster.BrokerCluster;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.BrokerSettings;
import io.sluice.sdk.JobClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What one test starts around a broker; all of it ends with the test. */
final class Stage implements AfterEachCallback {

    private final String bootstrapServers;
    /** None: it is shared. */
    private final Optional<BrokerProcess> own;

    private Optional<BrokerCluster> cluster = Optional.empty();

    private final Path folder;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean isTampered;
    private final String unique =
            HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());

    private Stage(String bootstrapServers, Optional<BrokerProcess> own, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.own = own;
        this.folder = folder;
    }

    static Stage around(SharedBroker shared) {
        return new Stage(shared.bootstrapServers(), Optional.empty(), shared.folder());
    }

    /** With a broker that ends with the test as well. */
    static Stage withOwnBroker(String name) {
        return withOwnBroker(name, Map.of());
    }

    /** @param settings of the broker, in Kafka's words */
    static Stage withOwnBroker(String name, Map<String, String> settings) {
        BrokerProcess own = SharedBroker.start(name, settings);
        Stage stage = new Stage(
                own.bootstrapServers(), Optional.of(own), own.dataDirectory().getParent());
        stage.opened(own);
        return stage;
    }

    /** With three brokers that end with the test, and three replicas of everything. */
    static Stage withOwnCluster(String name) {
        Path folder = Folders.fresh(name);
        BrokerCluster cluster = BrokerCluster.start(
                3, BrokerSettings.in(folder.resolve("brokers")).deletedOnClose());
        Stage stage = new Stage(cluster.bootstrapServers(), Optional.empty(), folder);
        stage.cluster = Optional.of(cluster);
        stage.opened(cluster);
        return stage;
    }

    /** Its test writes state or events itself, or grows topics, so that the state is not what the events make. */
    Stage tampered() {
        isTampered = true;
        return this;
    }

    /** Its own broker; the shared one is left alone. */
    BrokerProcess broker() {
        return own.orElseThrow();
    }

    BrokerCluster cluster() {
        return cluster.orElseThrow();
    }

    /** A scheduler that was not started yet. One of the same name in another test goes on with its state folder. */
    SchedulerProcess scheduler(String name) {
        return opened(new SchedulerProcess(bootstrapServers, folder.resolve("scheduler-" + name)));
    }

    /** A worker that is ready. */
    WorkerProcess worker(int slots, String... types) {
        Path own = folder.resolve("worker-" + unique + "-" + workers.size());
        WorkerProcess worker = opened(WorkerProcess.launch(bootstrapServers, own, slots, types));
        workers.add(worker);
        return worker.awaitReady();
    }

    /** All workers of this test, dead ones too. */
    List<WorkerProcess> workers() {
        return workers;
    }

    JobClient client() {
        return opened(JobClient.builder().bootstrapServers(bootstrapServers).build());
    }

    RawSender raw() {
        return opened(new RawSender(bootstrapServers));
    }

    /** The events from now on; a scheduler must have made the topic. */
    History history() {
        return opened(History.open(bootstrapServers));
    }

    /** Names of new trees, as many on each partition. */
    List<String> trees(int onEach) {
        List<String> names = new ArrayList<>();
        for (int partition = 0; partition < SchedulerProcess.PARTITIONS; partition++) {
            int wanted = partition;
            Stream.iterate(0, n -> n + 1)
                    .map(n -> unique + "-" + n)
                    .filter(name -> partitionOf(name) == wanted)
                    .limit(onEach)
                    .forEach(names::add);
        }
        return names;
    }

    static int partitionOf(String tree) {
        byte[] key = tree.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % SchedulerProcess.PARTITIONS;
    }

    /** A file that is not there yet. */
    Path file(String name) {
        return folder.resolve(unique + "-" + name);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** Ends everything, in the opposite order. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        // In order, so that the next test's schedulers know of no workers that are not there, and all at once.
        workers.forEach(WorkerProcess::requestStop);
        try {
            if (isTampered) {
                return;
            }
            Verified.mustBe(bootstrapServers, file("verify"));
        } finally {
            for (AutoCloseable resource : open) {
                resource.close();
            }
        }
    }
}
