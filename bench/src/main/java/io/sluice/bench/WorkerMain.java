package io.sluice.bench;

import io.sluice.sdk.Worker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker as a program of its own. */
final class WorkerMain {

    /** Printed when it takes jobs. */
    static final String READY = "the worker is ready";

    private WorkerMain() {}

    /** Brokers, name, slots. */
    public static void main(String[] arguments) throws InterruptedException {
        Worker worker = Work.worker(arguments[0], arguments[1], Integer.parseInt(arguments[2]))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "worker-stop"));
        if (!worker.awaitReady(Duration.ofMinutes(1))) {
            throw new IllegalStateException("the worker is not ready after a minute");
        }
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
