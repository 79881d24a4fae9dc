package io.sluice.examples.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports that are taken where nobody asks for others. */
final class Doors {

    static final int HTTP = 8484;
    static final int BROKER = 9092;

    private Doors() {}

    /** That port, or 0 (any free one) if another program has it. */
    static int preferred(int port) {
        return isFree(port) ? port : 0;
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // what has just ended leaves connections behind that do not matter
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
