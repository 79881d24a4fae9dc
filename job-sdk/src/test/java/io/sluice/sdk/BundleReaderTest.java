package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BundleReaderTest {

    private static final String TOPIC = "sluice.channel.root";

    private final List<Member> members = new ArrayList<>();
    private final BundleReader reader = new BundleReader(TOPIC, 64, Member::new);

    @Test
    void a_member_that_gets_nothing_after_much_is_replaced_by_one_that_has_joined() {
        reader.take(true);
        comes(0);
        comes(2_000);
        nothingComes(16);
        assertThat(members).hasSize(2);
        nothingComes(100);
        assertThat(members.get(0).closed).isFalse();

        members.get(members.size() - 1).joined = true;
        nothingComes(1);
        assertThat(members.get(0).closed).isTrue();
        comes(2_001);
    }

    @Test
    void a_member_that_gets_nothing_after_little_stays() {
        reader.take(true);
        comes(5_000);
        comes(5_900);
        nothingComes(1_000);
        assertThat(members).hasSize(1);
    }

    @Test
    void a_member_that_gets_something_now_and_then_stays() {
        reader.take(true);
        IntStream.range(0, 10).forEach(n -> {
            comes(n * 1_000L);
            nothingComes(15);
        });
        assertThat(members).hasSize(1);
    }

    @Test
    void one_that_was_just_replaced_is_not_replaced_again_while_all_is_idle() {
        reader.take(true);
        comes(0);
        comes(2_000);
        nothingComes(16);
        members.get(members.size() - 1).joined = true;
        nothingComes(1_000);
        assertThat(members).hasSize(2);
    }

    @Test
    void closing_leaves_no_member_behind() {
        reader.take(true);
        comes(0);
        comes(2_000);
        nothingComes(16);
        reader.close();
        assertThat(members).hasSize(2).allMatch(member -> member.closed);
    }

    @Test
    void taking_otherwise_is_another_member() {
        reader.take(true);
        reader.take(true);
        reader.take(false);
        assertThat(members).extracting(member -> member.size).containsExactly(64, 1);
        assertThat(members.get(0).closed).isTrue();
    }

    /** To the newest member that is polled. */
    private void comes(long offset) {
        Member polled =
                members.stream().filter(member -> !member.closed).findFirst().orElseThrow();
        polled.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, null, new byte[0]));
        assertThat(reader.poll().count()).isEqualTo(1);
    }

    private void nothingComes(int polls) {
        IntStream.range(0, polls)
                .forEach(n -> assertThat(reader.poll().isEmpty()).isTrue());
    }

    private final class Member extends MockShareConsumer<byte[], byte[]> {

        private final int size;
        private boolean joined;
        private boolean closed;

        Member(int size) {
            this.size = size;
            members.add(this);
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("rebalance-total", "consumer-share-coordinator-metrics", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return joined ? 1.0 : 0.0;
                }
            });
        }

        @Override
        public synchronized void close(Duration timeout) {
            closed = true;
            super.close(timeout);
        }
    }
}
