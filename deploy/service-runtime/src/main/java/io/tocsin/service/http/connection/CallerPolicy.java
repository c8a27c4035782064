package io.tocsin.service.http.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import io.tocsin.service.http.Problem;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps pages of the web from using a browser as their way in: a page whose own name resolves to this address (DNS
 * rebinding) names a foreign host, and a page that posts across origins names a foreign origin.
 *
 * <p>Thread-safe.
 */
final class CallerPolicy {

    private static final String ANY = "*";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final boolean anyHost;

    CallerPolicy(List<String> allowedHosts, List<String> allowedOrigins, boolean insecure) {
        hosts = allowedHosts.stream().map(CallerPolicy::lower).collect(Collectors.toUnmodifiableSet());
        origins = allowedOrigins.stream().map(CallerPolicy::lower).collect(Collectors.toUnmodifiableSet());
        anyHost = hosts.isEmpty() && insecure;
    }

    static CallerPolicy of(Settings settings) {
        return new CallerPolicy(
                settings.get(CommonSettings.HTTP_ALLOWED_HOSTS),
                settings.get(CommonSettings.HTTP_ALLOWED_ORIGINS),
                settings.get(CommonSettings.INSECURE));
    }

    /**
     * Checks host and origin.
     *
     * @throws RefusedRequest if the request comes through a foreign page
     */
    void check(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String host = headers.get(HttpHeaderNames.HOST);
        if (host != null && !anyHost && !isOwnHost(host)) {
            throw new RefusedRequest(new Problem(
                    421,
                    "misdirected",
                    "Misdirected request",
                    "This service does not answer for that host; the setting http.allowed-hosts names those that it does.",
                    List.of(),
                    Map.of()));
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && changesOrConnects(request) && !isOwnOrigin(origin, host)) {
            throw new RefusedRequest(Problem.forbidden(
                    "Pages of another origin may not call; the setting http.allowed-origins names those that may."));
        }
    }

    private static boolean changesOrConnects(HttpRequest request) {
        HttpMethod method = request.method();
        boolean reads =
                method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
        return !reads || request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    private boolean isOwnHost(String host) {
        if (isLocal(host)) {
            return true;
        }
        String name = lower(withoutPort(host));
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || hosts.contains(name)
                || NetUtil.isValidIpV4Address(name)
                || name.startsWith("[")
                        && NetUtil.isValidIpV6Address(name.substring(1, Math.max(1, name.length() - 1)));
    }

    /** The usual case, without allocating. */
    private static boolean isLocal(String host) {
        return host.startsWith("127.0.0.1") && (host.length() == 9 || host.charAt(9) == ':');
    }

    private boolean isOwnOrigin(String origin, String host) {
        String name = lower(origin);
        int scheme = name.indexOf("://");
        return origins.contains(name)
                || host != null && scheme > 0 && name.substring(scheme + 3).equals(lower(host));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
