package io.sluice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Free ports on the loopback address. */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    /**
     * Below the ranges from which operating systems take the ports of outgoing connections. Inside them, the port of a
     * killed broker may be gone when it comes back, and a client that knocks at it may even be connected to itself.
     */
    private static final int LOWEST = 20_000;

    private static final int ABOVE = 32_000;

    private Ports() {}

    /** The port that is asked for, if it is free; 0 asks for any. */
    static int take(int asked) {
        if (asked == 0) {
            return free();
        }
        if (!isFree(asked)) {
            throw new IllegalStateException("Port " + asked + " on " + LOOPBACK
                    + " is taken by another program: stop that program, or ask for another port (0 takes a free one)");
        }
        return asked;
    }

    /** A port that nobody listens on now. Random, so that two JVMs that ask at once get different ones. */
    static int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = RandomGenerator.getDefault().nextInt(LOWEST, ABOVE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("Found no free port between " + LOWEST + " and " + ABOVE + " on " + LOOPBACK);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a broker that has just ended leaves connections in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (java.net.BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not try port " + port + " on " + LOOPBACK, e);
        }
    }
}
