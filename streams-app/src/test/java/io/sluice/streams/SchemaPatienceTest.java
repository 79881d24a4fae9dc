package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchemaPatienceTest {

    private final SchemaPatience patience = new SchemaPatience();
    private final AtomicInteger asked = new AtomicInteger();

    private String readAt(int time) {
        if (asked.incrementAndGet() < time) {
            throw new SchemaRegistryUnavailableException("away", null);
        }
        return "read";
    }

    @Test
    void a_record_is_read_as_soon_as_its_schema_can_be_had() {
        assertThat(patience.read(() -> readAt(2))).isEqualTo("read");
        assertThat(asked).hasValue(2);
    }

    @Test
    void what_is_wrong_with_the_record_itself_is_not_waited_for() {
        assertThatThrownBy(() -> patience.read(() -> {
                    asked.incrementAndGet();
                    throw new IllegalArgumentException("no command");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_thread_that_is_interrupted_waits_no_longer() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> patience.read(() -> readAt(Integer.MAX_VALUE)))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
