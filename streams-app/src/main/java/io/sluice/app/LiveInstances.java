package io.sluice.app;

import io.sluice.app.meters.Meters;
import io.sluice.streams.StreamInstance;
import io.sluice.web.Health;
import io.sluice.web.Instances;
import io.sluice.web.Queries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.state.HostInfo;

/** Where trees live, as this instance's streams know it. Until it has joined, nobody owns anything. */
final class LiveInstances implements Instances {

    private final AppConfig config;
    private final Meters meters;
    private volatile Joined joined;

    private record Joined(String server, StreamInstance streams) {}

    LiveInstances(AppConfig config, Meters meters) {
        this.config = config;
        this.meters = meters;
    }

    /** What is measured about this instance. */
    Meters meters() {
        return meters;
    }

    /** From now on there is something to know: the API must listen before, because its port is what others are told. */
    void joined(String server, StreamInstance streams) {
        joined = new Joined(server, streams);
        meters.watch(new Measured(streams));
    }

    @Override
    public Owner ownerOf(String tree) {
        Joined now = joined;
        if (now == null) {
            return new Owner.Moving("this instance is starting");
        }
        int partition = now.streams().partitionOf(tree);
        Optional<Local> here = local(now, partition);
        if (here.isPresent()) {
            return new Owner.Here(here.get());
        }
        return now.streams()
                .owner(partition)
                .map(LiveInstances::address)
                .filter(address -> !address.equals(now.server()))
                .<Owner>map(Owner.Elsewhere::new)
                .orElseGet(() -> new Owner.Moving(
                        "partition " + partition + ", which holds the tree " + tree + ", is moving or being restored"));
    }

    @Override
    public Collection<Local> local() {
        Joined now = joined;
        List<Local> here = new ArrayList<>();
        for (int partition = 0; now != null && partition < now.streams().partitions(); partition++) {
            local(now, partition).ifPresent(here::add);
        }
        return here;
    }

    private static Optional<Local> local(Joined now, int partition) {
        return now.streams()
                .store(partition)
                .map(store -> new Local(
                        partition, new Queries(partition, store, now.streams().softFacts(partition))));
    }

    @Override
    public Collection<String> others() {
        Joined now = joined;
        TreeSet<String> addresses = new TreeSet<>();
        for (int partition = 0; now != null && partition < now.streams().partitions(); partition++) {
            now.streams().owner(partition).map(LiveInstances::address).ifPresent(addresses::add);
        }
        if (now != null) {
            addresses.remove(now.server());
        }
        return addresses;
    }

    private static String address(HostInfo host) {
        return host.host() + ":" + host.port();
    }

    @Override
    public Health health() {
        return new Health(
                notReady().orElse("ready"),
                Version.text(),
                config.applicationId(),
                config.bootstrapServers(),
                local().stream()
                        .map(here -> new Health.Partition(here.number(), "at work"))
                        .toList());
    }

    @Override
    public String metrics() {
        return meters.text();
    }

    @Override
    public Optional<String> notReady() {
        Joined now = joined;
        if (now == null) {
            return Optional.of("starting");
        }
        if (!now.streams().healthy()) {
            return Optional.of("down");
        }
        return now.streams().ready() ? Optional.empty() : Optional.of("waiting for partitions or restoring them");
    }
}
