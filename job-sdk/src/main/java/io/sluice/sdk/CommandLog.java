package io.sluice.sdk;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the records of {@code sluice.jobs} go. Safe for use by many threads. */
interface CommandLog extends AutoCloseable {

    /** Appends a command about a tree; complete when it is there, or why it is not. */
    CompletableFuture<Void> append(String tree, byte[] command);

    /**
     * Appends a copy to each partition.
     *
     * @throws org.apache.kafka.common.KafkaException if nobody says how many there are
     */
    List<CompletableFuture<Void>> appendToAll(byte[] command);

    /** Whether the calling thread brings the word on what was appended, so that waiting for it here would never end. */
    default boolean answersHere() {
        return false;
    }

    /** Waits until everything appended before is decided. */
    void flush();

    @Override
    void close();
}
