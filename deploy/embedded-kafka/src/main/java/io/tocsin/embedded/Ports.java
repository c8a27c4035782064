package io.tocsin.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The two ports of a broker, found free a moment ago. Immutable.
 *
 * @param client port for clients
 * @param controller port for the broker's own controller
 * @param chosen whether a port was chosen here, so that others would do as well
 */
record Ports(int client, int controller, boolean chosen) {

    /**
     * Takes the wanted ports, and free ones where 0 is wanted.
     *
     * @throws EmbeddedKafkaException when a wanted port is in use
     */
    static Ports claim(int client, int controller) {
        try (ServerSocket first = open(client);
                ServerSocket second = open(controller)) {
            return new Ports(first.getLocalPort(), second.getLocalPort(), client == 0 || controller == 0);
        } catch (IOException failed) {
            throw new EmbeddedKafkaException("no port for Kafka", failed);
        }
    }

    /** Returns whether a start failed because someone else took a port meanwhile. */
    static boolean wereTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static ServerSocket open(int port) throws IOException {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName(BrokerProperties.HOST));
        } catch (BindException taken) {
            throw new EmbeddedKafkaException("port " + port + " is in use", taken);
        }
    }
}
