package io.sluice.devcluster;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A child for tests: says that it is there, says that it stops, and starts a child of its own when given a file for it. */
final class SleeperMain {

    private SleeperMain() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopping in order")));
        if (args.length > 0) {
            JavaProcess child = JavaProcess.start(JavaProgram.of(SleeperMain.class), Path.of(args[0]));
            System.out.println("child " + child.pid());
        }
        System.out.println("ready, mood " + System.getProperty("mood"));
        new CountDownLatch(1).await();
    }
}
