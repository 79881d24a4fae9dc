package io.sluice.streams;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for a client's answer; how long is among the client's settings. */
final class Answers {

    private Answers() {}

    /** @throws KafkaException what the broker said */
    static <T> T of(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException told) {
                throw told;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
