package io.tocsin.alertsink.channel.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.IntegrationChannels;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.config.SecretText;
import io.tocsin.alertsink.template.TemplateSet;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail over a connection that becomes TLS, and a login that does not show the secret. */
final class EmailStarttlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static SSLContext tls;
    private static String certificate;

    private final IntegrationChannels channels = new IntegrationChannels(
            TemplateSet.defaults(),
            "http://am",
            () -> {
                throw new IllegalStateException("no topic here");
            },
            Optional.empty(),
            () -> Instant.ofEpochMilli(Examples.START));

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("mail.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("mail").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private DeliveryResult deliver(StarttlsServer server, Map<String, Object> more) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "to",
                "ops@example.org",
                "from",
                "tocsin@example.org",
                "require_tls",
                true,
                "smarthost",
                "127.0.0.1:" + server.port()));
        settings.putAll(more);
        try (Channel channel = channels.channel(new IntegrationConfig("ops", "email", 0, settings))) {
            return channel.deliver(Examples.delivery("5f7c7e1e-0000-5000-8000-000000000001", "c", "f", 1, false));
        }
    }

    @Test
    void mailGoesOverTlsToAServerWhoseCertificateIsTrusted() throws Exception {
        try (StarttlsServer server = new StarttlsServer(tls, "")) {
            assertThat(deliver(server, Map.of("tls_config", Map.of("ca", certificate))))
                    .isInstanceOf(DeliveryResult.Delivered.class);
            assertThat(server.mails())
                    .singleElement()
                    .asString()
                    .contains("Message-ID: <5f7c7e1e-0000-5000-8000-000000000001@tocsin>");
        }
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedGetsNoMail() throws Exception {
        try (StarttlsServer server = new StarttlsServer(tls, "")) {
            assertThat(deliver(server, Map.of())).isInstanceOf(DeliveryResult.Failed.class);
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void cramMd5ProvesTheSecretAndAWrongOneIsRefused() throws Exception {
        Map<String, Object> trusted = Map.of("ca", certificate);
        try (StarttlsServer server = new StarttlsServer(tls, "s3cret")) {
            assertThat(deliver(
                            server,
                            Map.of(
                                    "tls_config",
                                    trusted,
                                    "auth_username",
                                    "me",
                                    "auth_secret",
                                    new SecretText("s3cret"))))
                    .isInstanceOf(DeliveryResult.Delivered.class);
            assertThat(deliver(
                            server,
                            Map.of(
                                    "tls_config",
                                    trusted,
                                    "auth_username",
                                    "you",
                                    "auth_secret",
                                    new SecretText("wr0ng"))))
                    .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.error())
                            .isEqualTo("the mail server refused the login"));
            assertThat(server.users()).isEqualTo(List.of("me", "you"));
            assertThat(server.mails()).hasSize(1);
        }
    }
}
