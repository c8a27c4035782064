package io.tocsin.alertsink.channel.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.IntegrationChannels;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.template.TemplateSet;
import io.tocsin.schemas.Delivery;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail as a real SMTP server gets it. */
final class EmailNotifierTest {

    private static final Instant NOW = Instant.ofEpochMilli(Examples.START);

    private final IntegrationChannels channels = new IntegrationChannels(
            TemplateSet.defaults(),
            "http://am",
            () -> {
                throw new IllegalStateException("no topic here");
            },
            Optional.empty(),
            () -> NOW);
    private GreenMail server;

    @AfterEach
    void stop() {
        server.stop();
    }

    private void start(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(10_000);
        server = new GreenMail(setup);
        server.start();
    }

    private Channel channel(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "to",
                "Ops <ops@example.org>, two@example.org",
                "from",
                "tocsin@example.org",
                "require_tls",
                false,
                "smarthost",
                "127.0.0.1:" + (server.getSmtp() != null ? server.getSmtp() : server.getSmtps()).getPort()));
        settings.putAll(more);
        return channels.channel(new IntegrationConfig("ops", "email", 0, settings));
    }

    private static Delivery delivery() {
        return Examples.delivery("5f7c7e1e-0000-5000-8000-000000000001", "c", "f", 1, false);
    }

    @Test
    void hasTextAndHtmlHeadersAndAnIdThatStaysTheSame() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        Channel channel = channel(Map.of(
                "text", "{{ .Status }} \u00e9",
                "headers", Map.of("Subject", "\u00e9 {{ .Status }}", "X-Evil", "a\r\nBcc: evil@example.org"),
                "threading", Map.of("enabled", true)));
        assertThat(channel.deliver(delivery())).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(channel.deliver(delivery())).isInstanceOf(DeliveryResult.Delivered.class);
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).as("two recipients, twice").hasSize(4);
        MimeMessage mail = mails[0];
        assertThat(mail.getSubject()).isEqualTo("\u00e9 firing");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<5f7c7e1e-0000-5000-8000-000000000001@tocsin>");
        assertThat(mails[3].getMessageID()).isEqualTo(mail.getMessageID());
        assertThat(mail.getHeader("References")[0]).matches("<alert-[0-9a-f]{16}-2026-11-20@alertmanager>");
        assertThat(mail.getHeader("X-Evil")).containsExactly("a Bcc: evil@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("firing \u00e9");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getContent().toString()).contains("[1] Firing", "summary = CPU usage is high");
    }

    @Test
    void logsInAndARefusedLoginMayPass() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        server.getUserManager().setAuthRequired(true);
        server.setUser("tocsin@example.org", "me", "right");
        assertThat(channel(Map.of("auth_username", "me", "auth_password", "right"))
                        .deliver(delivery()))
                .isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(channel(Map.of("auth_username", "me", "auth_password", "wr0ng"))
                        .deliver(delivery()))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.error())
                        .isEqualTo("the mail server refused the login")
                        .doesNotContain("wr0ng"));
    }

    @Test
    void aServerWithoutStarttlsIsNotTrustedWithMailThatNeedsIt() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        assertThat(channel(Map.of("require_tls", true)).deliver(delivery())).isInstanceOf(DeliveryResult.Failed.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void tlsFromTheFirstByteChecksTheCertificate() throws Exception {
        start(ServerSetup.PROTOCOL_SMTPS);
        assertThat(channel(Map.of("force_implicit_tls", true)).deliver(delivery()))
                .as("the server's certificate is its own")
                .isInstanceOf(DeliveryResult.Failed.class);
        assertThat(channel(Map.of("force_implicit_tls", true, "tls_config", Map.of("insecure_skip_verify", true)))
                        .deliver(delivery()))
                .isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aMalformedAddressIsHopelessAndAServerThatIsAwayIsNot() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        assertThat(channel(Map.of("to", "not an address")).deliver(delivery()))
                .isInstanceOf(DeliveryResult.Refused.class);
        Channel channel = channel(Map.of());
        server.stop();
        assertThat(channel.deliver(delivery())).isInstanceOf(DeliveryResult.Failed.class);
    }
}
