package io.sluice.devcluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class in a JVM that ends when its standard input does: when the parent closes it, and when the parent
 * dies in whatever way. Shutdown hooks run, as after a signal.
 */
final class ChildMain {

    private static final long HOOKS_SECONDS = 60;

    private ChildMain() {}

    /** The other main class, then its arguments. */
    public static void main(String[] args) throws Throwable {
        daemon("parent-watch", ChildMain::endWithParent);
        Method main = Class.forName(args[0]).getMethod("main", String[].class);
        main.setAccessible(true); // as the java launcher, which does not ask for a public class
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWithParent() {
        awaitEndOfInput();
        daemon("parent-watch-last-resort", ChildMain::haltIfHooksHang);
        System.exit(0);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException parentIsGone) {
            return;
        }
    }

    private static void haltIfHooksHang() {
        try {
            TimeUnit.SECONDS.sleep(HOOKS_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
