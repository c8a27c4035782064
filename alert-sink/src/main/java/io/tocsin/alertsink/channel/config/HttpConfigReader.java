package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.channel.config.HttpConfig.Authorization;
import io.tocsin.alertsink.channel.config.HttpConfig.BasicAuth;
import io.tocsin.alertsink.channel.config.HttpConfig.Oauth2;
import io.tocsin.alertsink.channel.config.HttpConfig.TlsConfig;
import io.tocsin.alertsink.secret.Credential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code http_config} and {@code tls_config}. Stateless. */
final class HttpConfigReader {

    private static final Set<String> TLS_VERSIONS = Set.of("TLS10", "TLS11", "TLS12", "TLS13");

    private HttpConfigReader() {}

    static HttpConfig read(ConfigSection section) {
        Optional<BasicAuth> basic = section.section("basic_auth").map(HttpConfigReader::basicAuth);
        Optional<Authorization> authorization = section.section("authorization").map(HttpConfigReader::authorization);
        Credential bearer = section.credential("bearer_token");
        if (bearer.isPresent()) {
            if (authorization.isPresent()) {
                section.problem("bearer_token", "at most one of authorization & bearer_token must be configured");
            }
            authorization = Optional.of(new Authorization("Bearer", bearer));
        }
        Optional<Oauth2> oauth2 = section.section("oauth2").map(HttpConfigReader::oauth2);
        if ((basic.isPresent() ? 1 : 0) + (authorization.isPresent() ? 1 : 0) + (oauth2.isPresent() ? 1 : 0) > 1) {
            section.problem("", "at most one of basic_auth, authorization, bearer_token & oauth2 must be configured");
        }
        section.ignore("enable_http2");
        section.ignore("proxy_connect_header");
        HttpConfig config = new HttpConfig(
                basic,
                authorization,
                oauth2,
                section.section("tls_config").map(HttpConfigReader::tls).orElse(TlsConfig.DEFAULT),
                section.secret("proxy_url", section.text("proxy_url", "")),
                section.flag("proxy_from_environment", false),
                noProxy(section),
                section.flag("follow_redirects", true),
                headers(section));
        section.end();
        return config;
    }

    static TlsConfig tls(ConfigSection section) {
        TlsConfig tls = new TlsConfig(
                section.credential("ca"),
                section.credential("cert"),
                section.credential("key"),
                section.text("server_name", ""),
                section.flag("insecure_skip_verify", false),
                version(section, "min_version"));
        version(section, "max_version");
        if (tls.cert().isPresent() != tls.key().isPresent()) {
            section.problem("", "a certificate and a key belong together");
        }
        section.end();
        return tls;
    }

    private static String version(ConfigSection section, String key) {
        String version = section.text(key, "");
        if (!version.isEmpty() && !TLS_VERSIONS.contains(version)) {
            section.problem(key, "must be one of TLS10, TLS11, TLS12, TLS13");
        }
        return version;
    }

    private static BasicAuth basicAuth(ConfigSection section) {
        BasicAuth auth = new BasicAuth(section.credential("username"), section.credential("password"));
        section.end();
        return auth;
    }

    private static Authorization authorization(ConfigSection section) {
        Authorization authorization =
                new Authorization(section.text("type", "Bearer").strip(), section.credential("credentials"));
        if (authorization.type().equalsIgnoreCase("basic")) {
            section.problem("type", "cannot be \"basic\", use basic_auth instead");
        }
        section.end();
        return authorization;
    }

    private static Oauth2 oauth2(ConfigSection section) {
        List.of("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header")
                .forEach(section::ignore);
        Oauth2 oauth2 = new Oauth2(
                section.text("client_id", ""),
                section.credential("client_secret"),
                section.url("token_url", ""),
                section.texts("scopes"),
                section.map("endpoint_params"),
                section.section("tls_config").map(HttpConfigReader::tls).orElse(TlsConfig.DEFAULT));
        if (oauth2.clientId().isEmpty()) {
            section.problem("client_id", "is missing");
        }
        if (oauth2.tokenUrl().isEmpty()) {
            section.problem("token_url", "is missing");
        }
        section.end();
        return oauth2;
    }

    private static List<String> noProxy(ConfigSection section) {
        return Arrays.stream(section.text("no_proxy", "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Map<String, List<Credential>> headers(ConfigSection section) {
        Map<String, List<Credential>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        section.section("http_headers")
                .ifPresent(all -> all.names().forEach(name -> all.section(name).ifPresent(header -> {
                    List<Credential> values = new ArrayList<>();
                    header.texts("values").forEach(text -> values.add(Credential.of(text)));
                    header.texts("secrets").forEach(text -> values.add(header.secret("secrets", text)));
                    header.files("files").forEach(values::add);
                    if (values.isEmpty()) {
                        header.problem("", "has no values");
                    }
                    headers.put(name, values);
                    header.end();
                })));
        return headers;
    }
}
