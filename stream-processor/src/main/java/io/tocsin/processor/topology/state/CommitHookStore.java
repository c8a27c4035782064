package io.tocsin.processor.topology.state;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without content whose only purpose is to be told when its task commits. Streams calls
 * {@link CachedStateStore#flushCache()} on every registered store in {@code StreamTask.prepareCommit}, before it
 * flushes the producer and ends the transaction; what a processor writes to its other stores at that moment therefore
 * still reaches the changelogs of the same transaction. {@code StateStore.commit} comes after the transaction and is too
 * late for that.
 *
 * <p>{@code CachedStateStore} is an internal interface of Streams; this class alone knows it. A change of it in a later
 * version stops this class from compiling, and a change of the moment of the call is found by the test that restores a
 * task from its changelogs.
 *
 * <p>Used by the thread of its task only.
 */
public final class CommitHookStore implements StateStore, CachedStateStore<Object, Object> {

    /** What a processor does around the commits of its task. */
    public interface Listener {

        /** Writes everything that is not in the stores yet. An exception aborts the transaction. */
        void beforeCommit();

        /** Forgets everything that is kept outside the stores: the stores may change without the processor. */
        void discard();
    }

    private static final Listener NOBODY = new Listener() {
        @Override
        public void beforeCommit() {
            // No processor is attached while a task is restoring or a standby: nothing was kept outside the stores.
        }

        @Override
        public void discard() {
            // See above.
        }
    };

    private final String name;
    private Listener listener = NOBODY;
    private boolean open;

    private CommitHookStore(String name) {
        this.name = name;
    }

    /** Returns a builder of the hook: no changelog, no cache. */
    public static StoreBuilder<CommitHookStore> builder(String name) {
        return new Builder(name);
    }

    /** Lets the processor of the task be told from now on, until the store is closed or the task becomes a standby. */
    public void attach(Listener processor) {
        listener = Objects.requireNonNull(processor, "processor");
    }

    @Override
    public void flushCache() {
        listener.beforeCommit();
    }

    @Override
    public void clearCache() {
        listener.discard();
        listener = NOBODY;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> flushListener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        listener.discard();
        listener = NOBODY;
        open = true;
        context.register(root, (key, value) -> {
            throw new IllegalStateException("store " + name + " has no changelog to restore from");
        });
    }

    @Override
    public void close() {
        listener.discard();
        listener = NOBODY;
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<CommitHookStore> {

        private final String name;

        Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        @Override
        public StoreBuilder<CommitHookStore> withCachingEnabled() {
            throw new UnsupportedOperationException("a commit hook has nothing to cache");
        }

        @Override
        public StoreBuilder<CommitHookStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHookStore> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a commit hook has nothing to log");
        }

        @Override
        public StoreBuilder<CommitHookStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHookStore build() {
            return new CommitHookStore(name);
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
            return name;
        }
    }
}
