package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutletTest {

    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
    private final HandTimer timer = new HandTimer();
    private final List<Exception> answers = new ArrayList<>();
    private final Outlet outlet = new Outlet(this::make, timer);

    private MockProducer<byte[], byte[]> make() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        MockProducer<byte[], byte[]> producer = new MockProducer<>(false, null, bytes, bytes);
        made.add(producer);
        return producer;
    }

    private void send() {
        outlet.send(new ProducerRecord<>("t", new byte[1]), answers::add);
    }

    @Test
    void a_producer_that_will_never_send_again_is_replaced_a_second_later() {
        for (RuntimeException last : List.of(
                new ClusterAuthorizationException("no right to write"),
                new SaslAuthenticationException("wrong password"),
                new KafkaException("in an error state"))) {
            int before = made.size();
            send();
            send();
            MockProducer<byte[], byte[]> broken = made.get(before - 1);
            broken.errorNext(last);
            broken.errorNext(last);
            timer.pass(999);
            assertThat(made).hasSize(before);
            timer.pass(1);
            assertThat(made).hasSize(before + 1);
            assertThat(broken.closed()).isTrue();
        }
        send();
        made.get(3).completeNext();
        assertThat(answers).hasSize(7).last().isNull();
    }

    @Test
    void what_the_producer_gets_over_by_itself_does_not_replace_it() {
        send();
        made.get(0).errorNext(new OutOfOrderSequenceException("a gap"));
        timer.pass(10_000);
        assertThat(made).hasSize(1);
        assertThat(answers).hasSize(1);
    }

    @Test
    void once_closed_it_stays_closed() {
        send();
        made.get(0).errorNext(new ClusterAuthorizationException("no right to write"));
        outlet.close(Duration.ZERO);
        timer.pass(10_000);
        assertThat(made).hasSize(1);
        assertThat(made.get(0).closed()).isTrue();
    }
}
