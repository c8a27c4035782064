package io.tocsin.alertsink.http;

import io.tocsin.alertsink.channel.config.HttpConfig.TlsConfig;
import io.tocsin.alertsink.secret.UnreadableSecretException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** TLS as a {@code tls_config} says. Immutable and thread-safe. */
public final class TlsTrust {

    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;
    private final TlsConfig config;

    private TlsTrust(SSLContext context, TlsConfig config) {
        this.context = context;
        this.config = config;
    }

    /**
     * Makes it of a configuration; empty when there is none.
     *
     * @throws IllegalArgumentException when a certificate or key cannot be read; the message shows none of it
     */
    public static Optional<TlsTrust> of(TlsConfig config) {
        if (config.isDefault()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(config), trust(config), null);
            return Optional.of(new TlsTrust(context, config));
        } catch (GeneralSecurityException | IOException | UnreadableSecretException unusable) {
            throw new IllegalArgumentException(
                    "a certificate or key of tls_config cannot be used: "
                            + unusable.getClass().getSimpleName(),
                    unusable);
        }
    }

    /** Returns the context. */
    public SSLContext context() {
        return context;
    }

    /** Returns how the HTTP client makes connections. */
    TlsSocketStrategy strategy() {
        if (config.insecureSkipVerify()) {
            return new DefaultClientTlsStrategy(
                    context, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
        }
        if (config.serverName().isEmpty()) {
            return new DefaultClientTlsStrategy(context);
        }
        DefaultHostnameVerifier verifier = new DefaultHostnameVerifier();
        return new DefaultClientTlsStrategy(
                context,
                HostnameVerificationPolicy.CLIENT,
                (host, session) -> verifier.verify(config.serverName(), session));
    }

    private static TrustManager[] trust(TlsConfig config) throws GeneralSecurityException, IOException {
        if (config.insecureSkipVerify()) {
            return new TrustManager[] {new TrustsAll()};
        }
        if (!config.ca().isPresent()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate each : certificates(config.ca().reveal())) {
            store.setCertificateEntry("ca" + number++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] identity(TlsConfig config) throws GeneralSecurityException, IOException {
        if (!config.cert().isPresent()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        Certificate[] chain = certificates(config.cert().reveal()).toArray(Certificate[]::new);
        store.setKeyEntry("own", key(config.key().reveal()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                // It is a key of another algorithm.
                continue;
            }
        }
        throw new InvalidKeySpecException("the key is neither RSA, EC nor Ed25519 in PKCS #8");
    }

    /** What insecure_skip_verify asks for. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
