package io.tocsin.alertsink.http;

import io.tocsin.alertsink.channel.config.HttpConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Which proxy leads to a host. Immutable.
 *
 * @param plain proxy to http
 * @param secure proxy to https
 * @param direct hosts and domains that are reached directly; {@code *} is all of them
 */
record ProxyChoice(Optional<URI> plain, Optional<URI> secure, List<String> direct) {

    /**
     * Reads the choice of a configuration; empty when no proxy is used.
     *
     * @throws IllegalArgumentException when the URL of a proxy is none; the message does not repeat it
     */
    static Optional<ProxyChoice> of(HttpConfig config) {
        return of(config, System::getenv);
    }

    static Optional<ProxyChoice> of(HttpConfig config, UnaryOperator<String> environment) {
        ProxyChoice choice;
        if (config.proxyUrl().isPresent()) {
            Optional<URI> proxy = Optional.of(uri(config.proxyUrl().reveal()));
            choice = new ProxyChoice(proxy, proxy, config.noProxy());
        } else if (config.proxyFromEnvironment()) {
            String direct = variable(environment, "NO_PROXY").orElse("");
            choice = new ProxyChoice(
                    variable(environment, "HTTP_PROXY").map(ProxyChoice::uri),
                    variable(environment, "HTTPS_PROXY").map(ProxyChoice::uri),
                    Arrays.stream(direct.split(","))
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .toList());
        } else {
            return Optional.empty();
        }
        return choice.plain().isPresent() || choice.secure().isPresent() ? Optional.of(choice) : Optional.empty();
    }

    /** Returns the proxy that leads to a host. */
    Optional<URI> to(String scheme, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean reached = direct.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .anyMatch(each -> each.equals("*")
                        || name.equals(each)
                        || name.endsWith(each.startsWith(".") ? each : '.' + each));
        return reached ? Optional.empty() : "https".equalsIgnoreCase(scheme) ? secure : plain;
    }

    void addTo(HttpClientBuilder builder) {
        builder.setRoutePlanner(new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return to(target.getSchemeName(), target.getHostName())
                        .map(ProxyChoice::host)
                        .orElse(null);
            }
        });
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        List.of(plain, secure)
                .forEach(proxy -> proxy.filter(uri -> uri.getUserInfo() != null).ifPresent(uri -> {
                    String[] pair = uri.getUserInfo().split(":", 2);
                    credentials.setCredentials(
                            new AuthScope(host(uri)),
                            new UsernamePasswordCredentials(pair[0], (pair.length > 1 ? pair[1] : "").toCharArray()));
                }));
        builder.setDefaultCredentialsProvider(credentials);
    }

    private static HttpHost host(URI proxy) {
        int port = proxy.getPort() >= 0 ? proxy.getPort() : "https".equals(proxy.getScheme()) ? 443 : 80;
        return new HttpHost(proxy.getScheme(), proxy.getHost(), port);
    }

    private static Optional<String> variable(UnaryOperator<String> environment, String name) {
        return Optional.ofNullable(environment.apply(name))
                .or(() -> Optional.ofNullable(environment.apply(name.toLowerCase(Locale.ROOT))))
                .filter(value -> !value.isEmpty());
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("the URL of the proxy is malformed");
        }
        throw new IllegalArgumentException("the URL of the proxy must be http or https and name a host");
    }
}
