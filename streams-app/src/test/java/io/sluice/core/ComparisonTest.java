package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.Comparison;
import io.sluice.state.Comparison.Difference;
import io.sluice.state.InMemoryStore;
import io.sluice.state.OrderedReads.Entry;
import io.sluice.state.OrderedStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever one of two equal stores has lost or changed is found, but for what is soft. */
class ComparisonTest {

    /** First bytes of what is passed over: workers, timers, and the rest of a bundle, which is read with the bundle. */
    private static final Set<Byte> SOFT = Set.of((byte) 10, (byte) 12, (byte) 18);

    private static final byte META = 1;

    private final World world = new World().bundling();

    ComparisonTest() {
        world.channels("root:9,a:1,seq:1:sequential,slow:*:throttle=1/10s,fair:4:fair")
                .worker("w", 9);
        world.submit("fresh", job -> job.channel("a")).submit("ready", job -> job.channel("a"));
        world.submit("later", job -> job.eta(world.now + 60_000).dedup("k"));
        world.submit("done").run("done").failed("failed");
        world.submit("s", job -> job.channel("slow")).submit("f", job -> job.channel("fair.x"));
        world.command(new Command.Configure("a:2")).command(new Command.Pause("seq", "night"));
        world.flow("flow", World.job("p", new String[0]), World.job("c", "p"));
        world.command(new Command.PutSchedule(SchedulesTest.hourly()));
        world.command(new Command.Pause("root", "night"));
        world.submit("x").submit("y");
        world.command(new Command.Sweep(JobFilter.ALL, new JobAction.Cancel("night", false)));
    }

    @Test
    void equal_stores_have_no_differences() {
        assertThat(differences(copy())).isEmpty();
    }

    @Test
    void whatever_is_lost_is_found() {
        Set<String> found = new HashSet<>();
        for (Entry entry : entries()) {
            InMemoryStore other = copy();
            other.putAll(List.of(new OrderedStore.Write.Remove(entry.key())));
            List<Difference> differences = differences(other);
            assertThat(differences.isEmpty()).as("%s is soft", entry.key()[0]).isEqualTo(isSoft(entry));
            differences.forEach(difference -> found.add(difference.index()));
        }
        assertThat(found)
                .contains(
                        "META",
                        "TREE",
                        "JOB",
                        "STATUS",
                        "CHANNEL",
                        "DEDUP",
                        "EDGE",
                        "FLOW",
                        "SCHEDULE",
                        "READY",
                        "LATER",
                        "SCHEDULED",
                        "ACTIVE",
                        "FAILED",
                        "ENDED",
                        "WAITING",
                        "SWEEP");
    }

    @Test
    void whatever_is_there_too_much_is_found() {
        for (Entry entry : entries()) {
            InMemoryStore less = copy();
            less.putAll(List.of(new OrderedStore.Write.Remove(entry.key())));
            List<Difference> differences = new ArrayList<>();
            new Comparison(less, world.store).differences(differences::add);
            assertThat(differences.isEmpty()).isEqualTo(isSoft(entry));
        }
    }

    /** Of the partition's own entries the channels file counts; the clock and where timers begin do not. */
    private static boolean isSoft(Entry entry) {
        return SOFT.contains(entry.key()[0])
                || entry.key()[0] == META && !new String(entry.value()).contains("throttle");
    }

    private List<Difference> differences(InMemoryStore other) {
        List<Difference> differences = new ArrayList<>();
        new Comparison(world.store, other).differences(differences::add);
        return differences;
    }

    private List<Entry> entries() {
        byte[] end = new byte[] {(byte) 0xFF};
        return world.store.scan(new byte[0], end, Integer.MAX_VALUE).stream()
                .map(entry -> new Entry(
                        Arrays.copyOf(entry.key(), entry.key().length),
                        Arrays.copyOf(entry.value(), entry.value().length)))
                .toList();
    }

    private InMemoryStore copy() {
        InMemoryStore copy = new InMemoryStore();
        entries().forEach(entry -> copy.insert(entry.key(), entry.value()));
        return copy;
    }
}
