package io.sluice.sdk;

import static io.sluice.sdk.Rig.LEASE;
import static io.sluice.sdk.Rig.PARTITIONS;
import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.RecordFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When which partition hears of a worker, and what. */
class HeartbeatsTest {

    private final HandTimer pulse = new HandTimer();
    private Rig rig = rig(true);
    private Heartbeats heartbeats = heartbeats();

    private Rig rig(boolean answers) {
        return new Rig(Rig::echo, HandlerOptions.defaults(), answers, fresh -> heartbeats.before(fresh));
    }

    private Heartbeats heartbeats() {
        return new Heartbeats(rig.reports, rig.claims, rig.runner, rig.slots, pulse);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Time goes on, in steps that no timer can slip through. */
    private void pass(long millis) {
        for (long left = millis; left > 0; left -= 100) {
            rig.now.addAndGet(Math.min(100, left));
            pulse.pass(Math.min(100, left));
        }
    }

    /** Partitions that heartbeats went to since the last call, in that order. */
    private List<Integer> heard() {
        List<Integer> partitions =
                beats().stream().map(ProducerRecord::partition).toList();
        rig.producer.clear();
        return partitions;
    }

    private List<ProducerRecord<byte[], byte[]>> beats() {
        return rig.producer.history().stream()
                .filter(record -> body(record) instanceof Heartbeat)
                .toList();
    }

    private static Object body(ProducerRecord<byte[], byte[]> record) {
        return RecordFormats.bundled().report().decode(record.value()).getBody();
    }

    private Heartbeat last() {
        return (Heartbeat) body(beats().get(beats().size() - 1));
    }

    private static List<Integer> all() {
        return IntStream.range(0, PARTITIONS).boxed().toList();
    }

    private Bundle in(int partition, long lease) {
        return rig.builder(partition + 1L, "forever")
                .setPartition(partition)
                .setLeaseMs(lease)
                .build();
    }

    @Test
    void all_partitions_hear_of_it_at_the_start_and_then_once_a_lease() {
        heartbeats.start();
        assertThat(heard()).isEqualTo(all());
        pass(LEASE - 1);
        assertThat(heard()).isEmpty();
        pass(3_000);
        assertThat(heard()).isEqualTo(all());
    }

    @Test
    void a_partition_whose_bundle_is_held_hears_of_it_every_three_seconds() {
        heartbeats.start();
        heard();
        rig.run(in(2, LEASE));
        rig.awaitEntered();
        heard();
        pass(9_000);
        assertThat(heard()).containsExactly(2, 2, 2);
    }

    @Test
    void with_a_short_lease_it_beats_sooner_everywhere() {
        heartbeats.start();
        rig.run(in(2, 2_000));
        rig.awaitEntered();
        heard();
        pass(4_000);
        List<Integer> heard = heard();
        assertThat(heard).filteredOn(partition -> partition == 2).hasSize(10);
        assertThat(heard).filteredOn(partition -> partition == 0).hasSize(2);
    }

    @Test
    void a_partition_that_heard_nothing_for_a_while_hears_of_it_before_the_claim() {
        heartbeats.start();
        pass(2_000);
        rig.take(1, in(1, LEASE));
        assertThat(rig.producer.history())
                .last()
                .satisfies(record -> assertThat(body(record)).isInstanceOf(Claimed.class));
        assertThat(heard()).as("it heard of it 2 s ago").isEqualTo(all());
        pass(2_000);
        heard();
        pass(2_000);
        rig.take(1, in(3, LEASE));
        assertThat(rig.producer.history())
                .extracting(record -> body(record).getClass().getSimpleName())
                .endsWith("Heartbeat", "Claimed");
        assertThat(last().getHeld()).contains(new HeldBundle(3, "main", 4L));
    }

    @Test
    void all_hear_of_it_when_it_turned_full_but_not_more_than_three_times_a_lease() {
        heartbeats.start();
        heard();
        rig.take(1, in(0, LEASE));
        rig.take(1, rig.builder(9, "forever").build());
        heard();
        pass(3_000);
        assertThat(heard()).isEqualTo(all());
        rig.claims.inHand().all().forEach(bundle -> rig.claims.giveUp(bundle, "test"));
        rig.awaitNothingInHand();
        heard();
        pass(LEASE / 3 - 1_000);
        assertThat(heard()).isEmpty();
        pass(3_000);
        assertThat(heard()).isEqualTo(all());
    }

    @Test
    void while_one_waits_for_the_broker_no_other_is_sent_there() {
        rig.close();
        rig = rig(false);
        heartbeats = heartbeats();
        heartbeats.start();
        assertThat(heard()).isEqualTo(all());
        pass(4 * LEASE);
        assertThat(heard()).isEmpty();
    }

    @Test
    void one_that_comes_late_does_not_give_back_what_was_in_doubt_before_it_came() {
        rig.close();
        rig = rig(false);
        heartbeats = heartbeats();
        heartbeats.start();
        confirmAll();
        List<BundleRun> taken = rig.take(1, in(2, LEASE));
        confirmAll();
        rig.claims.acknowledged(taken);
        rig.awaitEntered();

        // Nobody looks meanwhile, as if the process was frozen.
        rig.now.addAndGet(LEASE * 2 / 3 + 1);
        heartbeats.start();
        confirmAll();

        assertThat(heartbeats.heardAt(2)).isEqualTo(rig.now.get());
        await().until(() -> rig.heard.contains("ended UNTOLD"));
    }

    @Test
    void one_that_comes_in_time_leaves_what_runs_alone() {
        rig.close();
        rig = rig(false);
        heartbeats = heartbeats();
        heartbeats.start();
        confirmAll();
        List<BundleRun> taken = rig.take(1, in(2, LEASE));
        confirmAll();
        rig.claims.acknowledged(taken);
        rig.awaitEntered();
        rig.now.addAndGet(LEASE * 2 / 3);
        heartbeats.start();
        confirmAll();
        rig.now.addAndGet(LEASE * 2 / 3);
        heartbeats.start();
        confirmAll();
        assertThat(taken).as("nobody has given it up before").allMatch(BundleRun::abandon);
    }

    private void confirmAll() {
        while (rig.producer.completeNext()) {
            continue;
        }
    }

    @Test
    void one_that_failed_is_sent_again_in_the_next_round() {
        MockProducer<byte[], byte[]> producer = rig.producer;
        producer.sendException = new IllegalStateException("no buffer");
        heartbeats.start();
        assertThat(heard()).isEmpty();
        producer.sendException = null;
        pass(3_000);
        assertThat(heard()).isEqualTo(all());
    }

    @Test
    void what_waits_for_the_brokers_answer_is_listed_until_the_goodbye_which_lists_what_runs_only() {
        rig.close();
        rig = rig(false);
        heartbeats = heartbeats();
        rig.run(rig.bundle(1, "a"));
        rig.run(rig.builder(2, "forever").setPartition(1).build());
        // The heartbeats in front of the claims, and the claims.
        for (int i = 0; i < 4; i++) {
            rig.producer.completeNext();
        }
        await().until(() -> rig.ran.size() == 2 && rig.outcomes().size() == 1 && rig.slots.free() == 1);

        heartbeats.stop();
        assertThat(last().getStopping()).isTrue();
        assertThat(last().getHeld()).containsExactlyInAnyOrder(held(1, 0), held(2, 1));
        heartbeats.leave();
        assertThat(last().getStopping()).isTrue();
        assertThat(last().getHeld()).containsExactly(held(2, 1));
        assertThat(new ArrayList<>(rig.claims.inHand().all())).hasSize(2);
        pass(2 * LEASE);
        List<Integer> heard = heard();
        assertThat(heard).as("after the goodbye it is silent").endsWith(0, 1, 2, 3);
        assertThat(heard).hasSize(2 + 2 * PARTITIONS);
    }

    private static HeldBundle held(long number, int partition) {
        return new HeldBundle(partition, "main", number);
    }
}
