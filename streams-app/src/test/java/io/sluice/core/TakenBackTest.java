package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.InMemoryStore;
import io.sluice.state.OrderedStore;
import io.sluice.state.StoredState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A step that did not land leaves nothing behind, in the store or in memory. */
class TakenBackTest {

    private static final long NOW = 1_000_000;

    private final InMemoryStore store = new InMemoryStore();
    private final Fragile fragile = new Fragile();
    private final Scheduler scheduler = new Scheduler(
            StoredState.open(fragile, 4),
            new Scheduler.Settings(0, 15_000, true, thrown -> !(thrown instanceof IllegalMonitorStateException)));

    @Test
    void what_the_store_throws_under_a_timer_goes_up_so_that_all_of_it_is_done_again() {
        Submission later = new World.Asked(World.id("j")).eta(NOW + 10).submission();
        command(new Command.Submit(later), NOW);
        fragile.next = Optional.of(new IllegalMonitorStateException("as if the store were gone"));

        assertThatThrownBy(() -> scheduler.tick(NOW + 10)).hasMessage("as if the store were gone");

        assertThat(scheduler.tick(NOW + 10).events())
                .extracting(Recorded::event)
                .hasAtLeastOneElementOfType(Event.JobReady.class);
    }

    @Test
    void a_worker_whose_first_word_did_not_land_is_heard_with_the_next() {
        command(new Command.Submit(new World.Asked(World.id("j")).submission()), NOW);
        fragile.next = Optional.of(new IllegalStateException("a bug"));
        assertThatThrownBy(this::beat).hasMessage("a bug");

        beat();

        assertThat(scheduler.release(NOW, 1).effects()).hasAtLeastOneElementOfType(Effect.Dispatch.class);
    }

    private void beat() {
        command(new Command.Heartbeat("w", 1, Set.of(World.ROOT_TOPIC), Set.of("t"), List.of(), false), NOW);
    }

    private void command(Command command, long now) {
        scheduler.handle(command, new Cause("main", Optional.empty(), "test"), now);
    }

    /** Throws when it is told to, once, before anything is written. */
    private final class Fragile implements OrderedStore {
        private Optional<RuntimeException> next = Optional.empty();

        @Override
        public void putAll(Collection<Write> batch) {
            Optional<RuntimeException> thrown = next;
            next = Optional.empty();
            thrown.ifPresent(exception -> {
                throw exception;
            });
            store.putAll(batch);
        }

        @Override
        public Optional<byte[]> get(byte[] key) {
            return store.get(key);
        }

        @Override
        public List<Entry> scan(byte[] from, byte[] to, int limit) {
            return store.scan(from, to, limit);
        }

        @Override
        public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
            return store.reverseScan(from, to, limit);
        }

        @Override
        public void insert(byte[] key, byte[] value) {
            store.insert(key, value);
        }

        @Override
        public void update(byte[] key, byte[] value) {
            store.update(key, value);
        }

        @Override
        public void upsert(byte[] key, byte[] value) {
            store.upsert(key, value);
        }

        @Override
        public void delete(byte[] key) {
            store.delete(key);
        }

        @Override
        public void expectNew(byte[] key) {
            store.expectNew(key);
        }

        @Override
        public void expectThere(byte[] key) {
            store.expectThere(key);
        }
    }
}
