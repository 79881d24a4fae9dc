package io.sluice.streams;

import io.sluice.core.SoftFacts;
import io.sluice.schemas.Topics;
import io.sluice.state.OrderedReads;
import io.sluice.wire.TreePartitions;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * One running scheduler: the partitions that the group gives it, and a way to read them.
 *
 * @since 0.1
 */
public final class StreamInstance implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

    private final Admin admin;
    private final Shell shell;
    private final Ticks ticks;
    private final Healing healing;
    private final Readiness readiness;
    private final Survival survival;
    private final KafkaStreams streams;
    private final VitalSigns vitals;

    /**
     * Prepares everything but joins nothing yet: looks at the topics, sets up the groups, ends what an earlier run of this
     * process left open.
     *
     * @param settings what the instance is told
     * @param channelPaths paths of the channels with the option {@code topic}
     * @param counts what is counted
     * @param listeners who is told what each partition decides
     * @throws StartRefusedException if topics or brokers do not fit, with all that is wrong and what to do
     */
    public static StreamInstance prepare(
            StreamSettings settings,
            Collection<String> channelPaths,
            ShellCounts counts,
            PartitionListener.Opening listeners) {
        Admin admin = Admin.create(KafkaProperties.admin(settings));
        try {
            TopicCheck topics = new TopicCheck(admin, channelPaths);
            int partitions = topics.check();
            String changelog = settings.applicationId() + "-" + JobTopology.STATE + "-changelog";
            topics.checkState(changelog, partitions);
            GroupSettings groups = new GroupSettings(admin);
            groups.ofStreams(settings);
            groups.ofChannelTopics(topics.channelTopics());
            Set<String> written = new TreeSet<>(topics.names());
            written.add(changelog);
            HangingTransactions hanging = new HangingTransactions(admin, written, new Seizure(settings), counts);
            return new StreamInstance(settings, admin, partitions, hanging, counts, listeners);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Makes the topics that are missing.
     *
     * @param partitions partitions of the topics keyed by tree; none: as many as {@code topics.json} says
     * @param replication replication factor; -1: the broker's default
     * @throws StartRefusedException naming every topic that could not be made, and why
     */
    public static void createTopics(
            StreamSettings settings, Collection<String> channelPaths, OptionalInt partitions, short replication) {
        try (Admin admin = Admin.create(KafkaProperties.admin(settings))) {
            new TopicCheck(admin, channelPaths).create(partitions, replication);
        }
    }

    private StreamInstance(
            StreamSettings settings,
            Admin admin,
            int partitions,
            HangingTransactions hanging,
            ShellCounts counts,
            PartitionListener.Opening listeners) {
        this.admin = admin;
        this.ticks = new Ticks(settings, counts);
        this.shell = new Shell(
                partitions,
                Rules.Opening.stored(partitions, settings.leaseMs(), settings.carry()),
                settings.wire(),
                Clock.SYSTEM,
                ticks.ticker(),
                new CommitPolicies(counts),
                new OpenPartitions(),
                counts,
                listeners);
        ReadTimes readTimes = new ReadTimes();
        this.streams = new KafkaStreams(
                JobTopology.around(() -> new SchedulerProcessor(shell)),
                KafkaProperties.streams(settings, shell.commits(), readTimes));
        this.vitals = new VitalSigns(streams, shell, readTimes);
        Fencing fencing = new Fencing(admin, settings, counts);
        fencing.atStart();
        // Before any stream thread writes under its old id again: its first commit would commit what hangs.
        hanging.end();
        this.healing = new Healing(fencing, hanging);
        this.readiness = new Readiness(streams, shell.open(), admin, settings);
        this.survival = new Survival(counts);
        streams.setUncaughtExceptionHandler(survival);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.REBALANCING) {
                healing.membersMayHaveGone();
            }
        });
    }

    /** Joins the group and begins to work as soon as it is given partitions. */
    public void start() {
        ticks.start();
        healing.start();
        streams.start();
    }

    /** Stops in order: what is done is committed, and the partitions move on at once. */
    @Override
    public void close() {
        // The streams protocol always leaves the group; said all the same, for a reader and for the classic one.
        streams.close(CloseOptions.timeout(LONGEST_CLOSE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        ticks.close();
        healing.close();
        admin.close(Duration.ofSeconds(5));
    }

    /** Whether every partition that it was given is restored and at work, or the group has settled without giving it one. */
    public boolean ready() {
        return readiness.isReady();
    }

    /** Whether it is alive: starting, moving partitions or working, and not refused. */
    public boolean healthy() {
        KafkaStreams.State state = streams.state();
        return refusal().isEmpty() && (state == KafkaStreams.State.CREATED || state.isRunningOrRebalancing());
    }

    /** Why it stopped for good, if it did. */
    public Optional<StartRefusedException> refusal() {
        return survival.refusal();
    }

    /** How it is in numbers. Asks nobody; costs a walk over Kafka's own metrics. */
    public Vitals vitals() {
        return vitals.now();
    }

    /** How many partitions the trees are spread over. */
    public int partitions() {
        return shell.partitions();
    }

    /** The partition of a tree. */
    public int partitionOf(String tree) {
        return TreePartitions.of(tree, shell.partitions());
    }

    /**
     * A partition's state, to be read only. Safe to use from any thread while the partition is here; afterwards reading throws
     * {@link InvalidStateStoreException}.
     *
     * @return none if the partition is not at work here now: ask {@link #owner}
     */
    public Optional<OrderedReads> store(int partition) {
        if (!shell.open().now().contains(partition)) {
            return Optional.empty();
        }
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = streams.store(StoreQueryParameters.fromNameAndType(
                            JobTopology.STATE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .withPartition(partition));
            return Optional.of(RocksStore.reads(store));
        } catch (InvalidStateStoreException e) {
            // It moves just now.
            return Optional.empty();
        }
    }

    /** What a partition that is at work here knew of its workers lately; at most 200 ms old while anything happens in it. */
    public SoftFacts softFacts(int partition) {
        return shell.open().soft(partition);
    }

    /** The instance at which a partition is at work; none while it moves. */
    public Optional<HostInfo> owner(int partition) {
        TopicPartition jobs = new TopicPartition(Topics.JOBS, partition);
        if (!streams.state().isRunningOrRebalancing()) {
            // Nobody can be asked for the others then: it throws.
            return Optional.empty();
        }
        return streams.metadataForAllStreamsClients().stream()
                .filter(client -> client.topicPartitions().contains(jobs))
                .map(StreamsMetadata::hostInfo)
                .findFirst();
    }
}
