package io.sluice.state;

import java.util.Collection;

/**
 * A map of byte strings in their order, as a partition's state is kept in. Each write says what it expects to find; whether
 * that is checked is the store's choice, for checking may cost a read.
 *
 * @since 0.1
 */
public interface OrderedStore extends OrderedReads {

    /** Writes a key that must be new. */
    void insert(byte[] key, byte[] value);

    /** Writes a key that must be there. */
    void update(byte[] key, byte[] value);

    /** Writes a key that may be there or not. Needs a reason where it is used. */
    void upsert(byte[] key, byte[] value);

    /** Removes a key that must be there. */
    void delete(byte[] key);

    /**
     * States that a key is not there.
     *
     * @throws IllegalStateException if the store checks and it is there
     */
    void expectNew(byte[] key);

    /**
     * States that a key is there.
     *
     * @throws IllegalStateException if the store checks and it is not there
     */
    void expectThere(byte[] key);

    /** Writes a batch whose expectations were stated before; no key comes twice in it. */
    void putAll(Collection<Write> batch);

    /** One write of a batch. */
    sealed interface Write {

        /** What is written or removed. */
        byte[] key();

        /**
         * The key has this value from now on.
         *
         * @param isNew whether the key is known not to have been there; false: not known
         */
        record Put(byte[] key, byte[] value, boolean isNew) implements Write {

            public Put(byte[] key, byte[] value) {
                this(key, value, false);
            }
        }

        /** The key is gone from now on. */
        record Remove(byte[] key) implements Write {}
    }
}
