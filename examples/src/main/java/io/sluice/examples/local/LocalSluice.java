package io.sluice.examples.local;

import io.sluice.examples.embedded.EmbeddedSluice;
import io.sluice.sdk.Worker;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Broker, scheduler and, unless it is not wanted, a worker. */
final class LocalSluice implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    /** So that Ctrl-C is over in well under ten seconds; what is interrupted goes back and runs after the next start. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final EmbeddedSluice sluice;
    private final Optional<Worker> worker;

    private LocalSluice(EmbeddedSluice sluice, Optional<Worker> worker) {
        this.sluice = sluice;
        this.worker = worker;
    }

    /** Starts all and waits until they are ready. */
    static LocalSluice start(LocalSettings settings) throws InterruptedException {
        EmbeddedSluice sluice = EmbeddedSluice.start(settings.embedded());
        Optional<Worker> worker =
                settings.slots() == 0 ? Optional.empty() : Optional.of(worker(sluice.bootstrapServers(), settings));
        LocalSluice local = new LocalSluice(sluice, worker);
        try {
            local.awaitReady();
            return local;
        } catch (InterruptedException | RuntimeException e) {
            local.close();
            throw e;
        }
    }

    private static Worker worker(String bootstrapServers, LocalSettings settings) {
        return TryOutTypes.addTo(Worker.builder()
                        .bootstrapServers(bootstrapServers)
                        .name("local")
                        .channelTopics(settings.channelTopics())
                        .slots(settings.slots())
                        .grace(GRACE))
                .build()
                .start();
    }

    private void awaitReady() throws InterruptedException {
        boolean ready = worker.isEmpty() || worker.get().awaitReady(READY_WITHIN);
        if (!ready || !sluice.awaitReady(READY_WITHIN)) {
            throw new IllegalStateException("worker and scheduler were not ready after " + READY_WITHIN.toSeconds()
                    + " s; sluice.log in the data folder says why");
        }
    }

    String bootstrapServers() {
        return sluice.bootstrapServers();
    }

    URI url() {
        return sluice.url();
    }

    /** Worker, scheduler, broker: each says goodbye to those that are still there. */
    @Override
    public void close() {
        try {
            worker.ifPresent(Worker::close);
        } finally {
            sluice.close();
        }
    }
}
