package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a client asks for in {@code Prefer} headers (RFC 7240); what is not understood is passed over, as the RFC demands.
 *
 * @param waitFor how long the client would wait for the evaluation; zero when it did not ask
 * @param minimal whether the answer may leave out what the client can conclude
 */
record Preferences(Duration waitFor, boolean minimal) {

    /** Nothing was asked for. */
    static final Preferences NONE = new Preferences(Duration.ZERO, false);

    private static final int LONGEST_WAIT_SECONDS = 10;

    static Preferences of(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll("Prefer");
        if (headers.isEmpty()) {
            return NONE;
        }
        Duration wait = Duration.ZERO;
        boolean minimal = false;
        for (String preference :
                String.join(",", headers).toLowerCase(Locale.ROOT).split(",")) {
            String text = preference.split(";", 2)[0].replace(" ", "").replace("\"", "");
            if (text.matches("wait=\\d{1,6}")) {
                int seconds = Integer.parseInt(text.substring("wait=".length()));
                wait = Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT_SECONDS));
            } else if (text.equals("return=minimal")) {
                minimal = true;
            }
        }
        return new Preferences(wait, minimal);
    }
}
