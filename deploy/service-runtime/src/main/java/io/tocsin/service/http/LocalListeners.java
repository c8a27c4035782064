package io.tocsin.service.http;

import io.micronaut.http.HttpRequest;

/** Tells through which of the ports a request came. */
public final class LocalListeners {

    /** The port at which the dashboard of an earlier system was. */
    public static final int DASHBOARD_PORT = 8501;

    private LocalListeners() {}

    /** The local port of the connection that a request came through. */
    public static int portOf(HttpRequest<?> request) {
        return request.getServerAddress().getPort();
    }

    /** Whether a request came through the port where people expect the dashboard at the root. */
    public static boolean isDashboardPort(HttpRequest<?> request) {
        return portOf(request) == DASHBOARD_PORT;
    }
}
