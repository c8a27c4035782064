package io.tocsin.alertsink.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a request goes, taken from a URL. A user who is named in the URL is told to the server as by basic authentication,
 * and is no part of what is asked for: that is what HTTP clients do that know such URLs. Immutable.
 *
 * @param toUri what is asked for
 * @param basicAuth the header that names the user, if there is one
 */
record Target(URI toUri, Optional<String> basicAuth) {

    /**
     * Reads a URL.
     *
     * @param guarded whether the URL came from outside; then it may name no user
     * @throws IllegalArgumentException when it cannot be used; the message does not repeat it
     */
    static Target of(String url, boolean guarded) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("the URL is malformed");
        }
        String user = uri.getRawUserInfo();
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !isHttp || guarded && user != null) {
            throw new IllegalArgumentException(
                    "the URL must be http or https and name a host" + (guarded ? ", and hold no user" : ""));
        }
        return user == null ? new Target(uri, Optional.empty()) : new Target(without(uri), Optional.of(basic(user)));
    }

    private static URI without(URI uri) {
        StringBuilder plain = new StringBuilder(uri.getScheme()).append("://").append(uri.getHost());
        if (uri.getPort() >= 0) {
            plain.append(':').append(uri.getPort());
        }
        plain.append(uri.getRawPath() == null ? "" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            plain.append('?').append(uri.getRawQuery());
        }
        return URI.create(plain.toString());
    }

    private static String basic(String user) {
        int colon = user.indexOf(':');
        String pair = colon < 0
                ? decoded(user) + ':'
                : decoded(user.substring(0, colon)) + ':' + decoded(user.substring(colon + 1));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** A plus sign stands for itself here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL can be a secret. */
    @Override
    public String toString() {
        return "a target";
    }
}
