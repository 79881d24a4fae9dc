package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Place;
import io.sluice.core.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A bundle changes at random, beside a plain list of its members, and comes back from the store as it is. */
class BundleRecordsTest {

    private static final ChannelPath CHANNEL = new ChannelPath("root.shop");
    private static final BundleId ID = new BundleId("main", 7);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final InMemoryStore below = new InMemoryStore();
    private final StagedStore store = new StagedStore(below);
    private List<Member> members = new ArrayList<>();
    private BundleRecords records = new BundleRecords();
    private ActiveBundle bundle;

    private static final Progress HALF = new Progress(50, "half of it");

    @Test
    void whatever_changes_of_a_bundle_it_comes_back_as_it_is() {
        for (int round = 0; round < 300; round++) {
            one(1 + random.nextInt(40));
            assertThat(below.scan(new byte[0], new byte[] {127}, 10))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    private void one(int size) {
        members = new ArrayList<>();
        bundle = new ActiveBundle(ID, CHANNEL, "mail", "topic", 1_000, List.of(), List.of(), ActiveBundle.NOT_STARTED);
        for (int i = 0; i < size; i++) {
            add();
        }
        write();
        while (members.size() > 1) {
            ActiveBundle before = bundle;
            List<Member> were = List.copyOf(members);
            change();
            assertThat(bundle.members()).as("seed " + seed).isEqualTo(members);
            assertThat(before.members())
                    .as("what was given away stays, seed " + seed)
                    .isEqualTo(were);
            if (random.nextInt(3) == 0) {
                write();
            }
        }
        records.remove(store, ID, CHANNEL);
        store.land();
    }

    private void add() {
        Member member =
                Member.of(new UUID(random.nextLong(), random.nextLong()), 1, 0, new Place(10, members.size()), false);
        members.add(member);
        bundle = bundle.with(member);
    }

    private void change() {
        int any = random.nextInt(4) == 0 ? random.nextInt(members.size()) : 0;
        Member member = members.get(any);
        switch (random.nextInt(8)) {
            case 0 -> bundle = bundle.claimedBy("w" + random.nextInt(9));
            case 1 -> {
                members.set(0, counted(members.getFirst()));
                bundle = bundle.started(2_000);
            }
            case 2 -> {
                members.set(any, asked(member));
                bundle = bundle.asked(member.job(), "enough");
            }
            case 3 -> {
                members.set(any, changed(member));
                bundle = bundle.changed(member.job());
            }
            case 4 -> {
                if (random.nextInt(9) == 0) {
                    add();
                }
            }
            case 5 -> {
                members.set(any, told(member));
                bundle = bundle.told(member.job(), HALF);
            }
            default -> {
                members.remove(any);
                bundle = bundle.without(member.job());
            }
        }
    }

    private static Member counted(Member member) {
        return new Member(
                member.job(),
                member.run(),
                member.attempt() + 1,
                member.place(),
                member.cancelAsked(),
                member.why(),
                member.changed(),
                member.progress());
    }

    private static Member told(Member member) {
        return new Member(
                member.job(),
                member.run(),
                member.attempt(),
                member.place(),
                member.cancelAsked(),
                member.why(),
                member.changed(),
                Optional.of(HALF));
    }

    private static Member changed(Member member) {
        return new Member(
                member.job(),
                member.run(),
                member.attempt(),
                member.place(),
                member.cancelAsked(),
                member.why(),
                true,
                member.progress());
    }

    private static Member asked(Member member) {
        return new Member(
                member.job(),
                member.run(),
                member.attempt(),
                member.place(),
                true,
                "enough",
                member.changed(),
                member.progress());
    }

    /** Lands it and reads it back, as another instance or the query API would. */
    private void write() {
        records.write(store, bundle);
        store.land();
        byte[] key = Keys.active(ID, CHANNEL);
        OrderedReads.Entry entry = new OrderedReads.Entry(key, below.get(key).orElseThrow());
        assertThat(BundleRecords.read(below, entry)).as("seed " + seed).isEqualTo(bundle);
        if (random.nextBoolean()) {
            records = new BundleRecords();
            bundle = records.load(store, entry);
            assertThat(bundle.members()).isEqualTo(members);
        }
    }
}
