package io.tocsin.alertsink.http;

import java.util.Map;

/**
 * A request of a channel. Immutable.
 *
 * @param method POST, PUT, ...
 * @param url where it goes, without user information
 * @param headers headers by name
 * @param contentType type of the body; empty when there is none
 * @param body the body
 */
public record HttpExchange(String method, String url, Map<String, String> headers, String contentType, byte[] body) {

    /** Returns a POST of JSON. */
    public static HttpExchange postJson(String url, Map<String, String> headers, byte[] body) {
        return new HttpExchange("POST", url, headers, "application/json", body);
    }

    /** The URL can be a secret, and so can headers and body. */
    @Override
    public String toString() {
        return method + " of " + body.length + " bytes";
    }
}
