package io.tocsin.standalone.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports on the loopback interface. Stateless. */
final class Ports {

    private Ports() {}

    /**
     * Returns the wished port when it is free, else any free one. Another process may take it before it is used.
     *
     * @param wished the port, or 0 for any
     * @throws IOException when no port is free
     */
    static int freeOr(int wished) throws IOException {
        if (wished > 0 && isFree(wished)) {
            return wished;
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Whether nobody listens on the port of the loopback interface. */
    static boolean isFree(int port) {
        try (ServerSocket tried = new ServerSocket()) {
            tried.setReuseAddress(true);
            tried.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
