package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How HTTP requests of a channel are made: Alertmanager's {@code http_config}. Immutable.
 *
 * @param basicAuth user and password
 * @param authorization scheme and credentials
 * @param oauth2 client credentials
 * @param tls trust and identity
 * @param proxyUrl proxy, may hold user and password
 * @param proxyFromEnvironment whether HTTP_PROXY, HTTPS_PROXY and NO_PROXY count
 * @param noProxy hosts, domains and address ranges that are reached directly
 * @param followRedirects whether 307 and 308 are followed
 * @param headers further headers, by name
 */
public record HttpConfig(
        Optional<BasicAuth> basicAuth,
        Optional<Authorization> authorization,
        Optional<Oauth2> oauth2,
        TlsConfig tls,
        Credential proxyUrl,
        boolean proxyFromEnvironment,
        List<String> noProxy,
        boolean followRedirects,
        Map<String, List<Credential>> headers) {

    /** Nothing configured. */
    public static final HttpConfig DEFAULT = new HttpConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TlsConfig.DEFAULT,
            Credential.NONE,
            false,
            List.of(),
            true,
            Map.of());

    public HttpConfig {
        noProxy = List.copyOf(noProxy);
        headers = Map.copyOf(headers);
    }

    /**
     * User and password.
     *
     * @param username user; a file can hold it
     */
    public record BasicAuth(Credential username, Credential password) {}

    /**
     * The header {@code Authorization}.
     *
     * @param type scheme, {@code Bearer} if nothing else is said
     */
    public record Authorization(String type, Credential credentials) {}

    /**
     * OAuth 2.0 client credentials (RFC 6749, section 4.4).
     *
     * @param tokenUrl where tokens are given out
     * @param scopes scopes that are asked for
     * @param endpointParams further parameters of the token request
     * @param tls trust and identity towards the token endpoint
     */
    public record Oauth2(
            String clientId,
            Credential clientSecret,
            String tokenUrl,
            List<String> scopes,
            Map<String, String> endpointParams,
            TlsConfig tls) {

        public Oauth2 {
            scopes = List.copyOf(scopes);
            endpointParams = Map.copyOf(endpointParams);
        }
    }

    /**
     * Whom a connection trusts and who it says to be.
     *
     * @param ca certificates that are trusted, as PEM; empty: those of the platform
     * @param cert own certificate chain, as PEM
     * @param key its private key, as PEM (PKCS #8)
     * @param serverName name that the certificate has to be for; empty: the host's
     * @param insecureSkipVerify whether any certificate will do
     * @param minVersion lowest version: {@code TLS12} or {@code TLS13}; empty: the platform's
     */
    public record TlsConfig(
            Credential ca,
            Credential cert,
            Credential key,
            String serverName,
            boolean insecureSkipVerify,
            String minVersion) {

        /** Nothing configured. */
        public static final TlsConfig DEFAULT =
                new TlsConfig(Credential.NONE, Credential.NONE, Credential.NONE, "", false, "");

        /** Returns whether nothing is configured. */
        public boolean isDefault() {
            return equals(DEFAULT);
        }
    }
}
