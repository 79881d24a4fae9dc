package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Bundled ids in a registry that does not know them, as one whose ids begin at 100 001. */
class RegisteredIdsTest {

    private final RegistryInMemory registry = new RegistryInMemory();
    private final Subject commands = Subject.of(Command.class.getName());
    private final int id = commands.newest().id();
    private final Schema ours = commands.newest().schema();
    private final AtomicLong nanos = new AtomicLong();
    private final RegisteredIds ids =
            new RegisteredIds(registry, new RegisteredIds.Use(true, true), commands, nanos::get);

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void an_unknown_one_is_asked_for_again_after_a_minute_and_not_before() {
        assertThat(ids.schema(id)).contains(ours);
        pass(59);
        assertThat(ids.schema(id)).contains(ours);
        assertThat(registry.questions()).isEqualTo(1);
        assertThat(ids.isFinal(id)).isFalse();
        Subject.registerAll(registry);
        int asked = registry.questions();
        pass(1);
        assertThat(ids.schema(id)).contains(ours);
        assertThat(ids.schema(id)).contains(ours);
        assertThat(registry.questions()).isEqualTo(asked + 2);
        assertThat(ids.isFinal(id)).isTrue();
    }

    @Test
    void while_the_registry_is_away_not_every_record_asks_for_it() {
        assertThat(ids.schema(id)).contains(ours);
        registry.goAway();
        pass(60);
        assertThat(ids.schema(id)).contains(ours);
        pass(60);
        assertThat(ids.schema(id)).contains(ours);
        assertThat(registry.questions()).isEqualTo(2);
        pass(540);
        assertThat(ids.schema(id)).contains(ours);
        assertThat(registry.questions()).isEqualTo(3);
    }

    @Test
    void one_that_was_never_asked_for_waits_for_the_registry() {
        registry.goAway();
        assertThatThrownBy(() -> ids.schema(id)).isInstanceOf(SchemaRegistryUnavailableException.class);
        registry.comeBack();
        assertThat(ids.schema(id)).contains(ours);
    }
}
