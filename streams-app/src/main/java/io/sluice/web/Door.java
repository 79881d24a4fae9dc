package io.sluice.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the API listens, and who may ask it.
 *
 * @param host the address to listen on; {@code 127.0.0.1} keeps the API on this machine
 * @param port the port; 0 takes a free one
 * @param advertised the name under which others reach it, without a port; none: the host
 * @param token what has to be known; none: nothing, which only a loopback address allows
 * @since 0.1
 */
public record Door(String host, int port, Optional<String> advertised, Optional<HttpToken> token) {

    /** @throws IllegalArgumentException if it is open to other machines and asks for no token */
    public Door {
        if (token.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("the API is to listen on " + host
                    + ", which other machines may reach, and asks for no token; give it one, or listen on 127.0.0.1");
        }
    }

    /** Open to this machine, and to everybody on it. */
    public static Door local(String host, int port) {
        return new Door(host, port, Optional.empty(), Optional.empty());
    }

    /** Whether nobody but this machine can reach what listens on that address. */
    public static boolean isLoopback(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
