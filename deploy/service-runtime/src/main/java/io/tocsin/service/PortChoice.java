package io.tocsin.service;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which ports to listen on. The framework fails as a whole when one of its listeners cannot bind, but of the compatibility
 * ports a taken one is to be left out; so they are tried before.
 *
 * @param ports the main port first; 0 for any, only when it is alone
 * @param taken compatibility ports that are in use
 */
record PortChoice(List<Integer> ports, List<Integer> taken) {

    static PortChoice of(Settings settings) {
        String host = settings.get(CommonSettings.HTTP_HOST);
        int main = settings.get(CommonSettings.HTTP_PORT);
        Set<Integer> wanted = new LinkedHashSet<>(settings.get(CommonSettings.HTTP_COMPAT_PORTS));
        wanted.remove(main);
        List<Integer> free = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (int port : wanted) {
            (tryToBind(host, port) > 0 ? free : taken).add(port);
        }
        // Several listeners need fixed ports, for they are told apart by them.
        free.add(0, main == 0 && !free.isEmpty() ? tryToBind(host, 0) : main);
        return new PortChoice(List.copyOf(free), List.copyOf(taken));
    }

    /** The port when it can be bound, -1 when not. */
    private static int tryToBind(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            return -1;
        }
    }
}
