package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.JobState;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.schemas.Topics;
import io.sluice.sdk.JobClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A coordinator that forgets the end markers of partitions without a leader leaves behind what is written here by hand. */
class HangingTransactionIT {

    private static final String APPLICATION = "sluice";
    private static final int JOBS = 20;
    private static final List<TopicPartition> WRITTEN = List.of(
            new TopicPartition(Topics.EVENTS, 0),
            new TopicPartition(Topics.channelTopic("root"), 0),
            new TopicPartition(APPLICATION + "-state-changelog", 0));

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("hanging", Map.of(RawTransaction.UNVERIFIED, "false"));

    @Test
    void what_hangs_is_ended_at_the_start_and_while_running() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        History history = stage.history();
        scheduler.stop();
        try (Admin admin = Admin.create(bootstrap(stage.broker()))) {
            hang(admin);
            assertThat(WRITTEN).allMatch(partition -> isHidden(admin, partition));

            scheduler.start();
            await("everything to be seen again after the start")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> WRITTEN.stream().noneMatch(partition -> isHidden(admin, partition)));

            hang(admin);
            stage.worker(4, "noop", "busy", "flaky");
            List<String> trees = stage.trees(1);
            JobClient client = stage.client();
            Load.mixed(trees).submit(client, JOBS);
            await("jobs of all partitions to be done")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> history.readOn().count(trees, JobState::isEnded) == JOBS);
            assertThat(WRITTEN).noneMatch(partition -> isHidden(admin, partition));
        }
    }

    /** As of an instance that is gone. */
    private void hang(Admin admin) throws IOException, ExecutionException, InterruptedException {
        String id = APPLICATION + "-" + UUID.randomUUID() + "-1";
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stage.broker().bootstrapServers(), "transactional.id", id);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            producer.initTransactions();
        }
        TransactionDescription known =
                admin.describeTransactions(List.of(id)).description(id).get();
        RawTransaction raw = new RawTransaction(
                stage.broker().bootstrapServers(), id, known.producerId(), (short) known.producerEpoch());
        for (TopicPartition partition : WRITTEN) {
            raw.write(partition);
        }
        raw.offset(APPLICATION, new TopicPartition(Topics.JOBS, 0));
    }

    private static boolean isHidden(Admin admin, TopicPartition partition) {
        Map<IsolationLevel, Long> ends = List.of(IsolationLevel.values()).stream()
                .collect(Collectors.toMap(Function.identity(), level -> end(admin, partition, level)));
        return ends.get(IsolationLevel.READ_COMMITTED) < ends.get(IsolationLevel.READ_UNCOMMITTED);
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel level) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> bootstrap(BrokerProcess broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
