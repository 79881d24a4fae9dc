package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Subject;
import io.sluice.schemas.UnreadableRecordException;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class BundleDecoderTest {

    private static final int ID = 77;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Bundle bundle = Bundle.newBuilder()
            .setTree("main")
            .setPartition(0)
            .setNumber(1)
            .setChannel("root")
            .setType("echo")
            .setReleasedAt(0)
            .setLeaseMs(15_000)
            .setJobs(List.of())
            .build();

    private BundleDecoder decoder(int timesAway) {
        return new BundleDecoder(RecordFormats.over(new Away(timesAway)).bundle(), new Outage("a test"), closed);
    }

    private byte[] written() {
        byte[] bytes = RecordFormats.bundled().bundle().encode(bundle);
        bytes[4] = ID;
        return bytes;
    }

    @Test
    void a_bundle_is_held_until_its_schema_can_be_had() throws InterruptedException {
        assertThat(decoder(1).decode(written())).isEqualTo(bundle);
    }

    @Test
    void what_is_no_bundle_is_not_held() {
        byte[] unknown = written();
        unknown[4]++;
        assertThatThrownBy(() -> decoder(0).decode(unknown)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void a_worker_that_is_closed_waits_no_longer() {
        closed.countDown();
        assertThatThrownBy(() -> decoder(Integer.MAX_VALUE).decode(written()))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    /** A registry that does not answer the first times. */
    private static final class Away implements SchemaRegistry {

        private int times;

        Away(int times) {
            this.times = times;
        }

        @Override
        public Optional<Schema> byId(int id) {
            if (times-- > 0) {
                throw new SchemaRegistryUnavailableException("away", null);
            }
            return id == ID
                    ? Optional.of(
                            Subject.of(Bundle.class.getName()).versions().get(0).schema())
                    : Optional.empty();
        }

        @Override
        public OptionalInt idOf(String subject, Schema schema) {
            return OptionalInt.empty();
        }

        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> objections(String subject, Schema schema) {
            return List.of();
        }
    }
}
