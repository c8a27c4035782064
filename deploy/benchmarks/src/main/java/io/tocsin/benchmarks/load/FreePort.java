package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port that nobody listens on. */
public final class FreePort {

    private FreePort() {}

    /** Returns a port of the loopback address that was free a moment ago. */
    public static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
