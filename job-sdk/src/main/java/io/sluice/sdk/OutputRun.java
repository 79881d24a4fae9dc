package io.sluice.sdk;

import io.sluice.schemas.Done;
import io.sluice.schemas.Outcome;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A run that ended DONE and has output.
 *
 * @param earlier what was told about its bundle before
 * @param isAbandoned whether the bundle was taken from us
 */
record OutputRun(Claim claim, JobRun run, Done done, Earlier earlier, BooleanSupplier isAbandoned) {

    /** What was told about a bundle before. */
    @FunctionalInterface
    interface Earlier {
        /** Waits until the broker has it; false if that takes longer. */
        boolean await(long millis) throws InterruptedException;
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return run.output();
    }

    Outcome outcome(long finishedAt) {
        return run.outcome(done, finishedAt);
    }
}
