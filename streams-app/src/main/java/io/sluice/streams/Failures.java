package io.sluice.streams;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** Tells whose fault an exception is. */
final class Failures {

    private Failures() {}

    /**
     * Whether a rule threw, which would do so again with the same record. What a store or Kafka throws goes on up: the
     * transaction is given up and the work is done again.
     */
    static boolean isOurs(RuntimeException thrown) {
        return chain(thrown)
                .noneMatch(cause -> cause instanceof KafkaException
                        || cause instanceof StartRefusedException
                        || cause.getClass().getName().startsWith("org.rocksdb."));
    }

    /** The refusal behind an exception that Streams passed on. */
    static Optional<StartRefusedException> refusal(Throwable thrown) {
        return chain(thrown)
                .filter(StartRefusedException.class::isInstance)
                .map(StartRefusedException.class::cast)
                .findFirst();
    }

    private static Stream<Throwable> chain(Throwable thrown) {
        // A limit, for nothing forbids a cause to lead back to itself.
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(50);
    }
}
