package io.tocsin.alertsink.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where a webhook goes and how. Its text form shows neither secrets nor the path of the URL, for paths of chat services
 * are secrets themselves. Immutable.
 *
 * @param name name of the channel
 * @param url http or https, without user information and fragment
 * @param secrets keys to sign with, newest first; several while they are rotated; none when unsigned
 * @param timeout time for the whole exchange
 */
public record WebhookParameters(String name, URI url, List<WebhookSecret> secrets, Duration timeout) {

    public WebhookParameters {
        secrets = List.copyOf(secrets);
        String scheme = url.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("the URL of webhook '" + name + "' must begin with http:// or https://");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("the URL of webhook '" + name + "' names no host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the URL of webhook '" + name + "' must not hold user and password");
        }
        if (url.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL of webhook '" + name + "' must not have a fragment");
        }
    }

    /** Returns what may be shown of the URL: scheme, host and port. */
    public String shownUrl() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public String toString() {
        return "webhook " + name + " to " + shownUrl();
    }
}
