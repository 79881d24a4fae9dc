package io.sluice.streams;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Does something just before each commit of a task, when it may still write to stores. Kafka Streams says that to its caching
 * stores only, so this is one, without anything in it. {@link CachedStateStore} is not public API; Streams' own record cache
 * rests on it, and {@code BeforeCommitTest} notices if it is called no more.
 */
final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {

    static final String NAME = "before-commit";

    private static final Runnable NOTHING = () -> {};

    private Runnable action = NOTHING;
    private boolean isOpen;

    /** From now on; instead of what was to be done before. */
    void does(Runnable action) {
        this.action = action;
    }

    @Override
    public void flushCache() {
        action.run();
    }

    @Override
    public void clearCache() {
        // The task becomes a standby: what was held goes with the life that held it.
        action = NOTHING;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        isOpen = true;
    }

    @Override
    public void close() {
        action = NOTHING;
        isOpen = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    /** Makes one for each task; there is nothing to log, and nothing to cache. */
    static StoreBuilder<BeforeCommit> builder() {
        return new Builder();
    }

    private static final class Builder implements StoreBuilder<BeforeCommit> {

        @Override
        public BeforeCommit build() {
            return new BeforeCommit();
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
