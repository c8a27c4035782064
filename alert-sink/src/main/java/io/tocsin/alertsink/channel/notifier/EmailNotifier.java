package io.tocsin.alertsink.channel.notifier;

import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.Notifier;
import io.tocsin.alertsink.channel.config.EmailConfig;
import io.tocsin.alertsink.http.TlsTrust;
import io.tocsin.alertsink.secret.Credential;
import io.tocsin.alertsink.secret.UnreadableSecretException;
import io.tocsin.alertsink.template.TemplateException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Sends mail by SMTP, with STARTTLS or TLS from the first byte, and PLAIN, LOGIN or CRAM-MD5. What the server refuses with
 * 5xx is hopeless, except a refused login, for passwords are changed; everything else may pass. Thread-safe.
 */
public final class EmailNotifier implements Notifier {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TLS_PORT = 465;
    private static final int PERMANENT = 500;

    private final EmailConfig config;
    private final EmailMessage message;
    private final boolean implicitTls;
    private final Optional<TlsTrust> tls;

    /**
     * Makes the notifier.
     *
     * @throws TemplateException when a template is malformed
     * @throws IllegalArgumentException when a certificate cannot be used
     */
    public EmailNotifier(EmailConfig config, Templates templates) {
        this.config = config;
        message = new EmailMessage(config, templates);
        implicitTls = config.forceImplicitTls().orElse(config.smarthostPort() == TLS_PORT);
        tls = TlsTrust.of(config.tls());
    }

    @Override
    public DeliveryResult tell(Notification notification) throws InterruptedException {
        try {
            Session session = Session.getInstance(properties());
            EmailMessage.Prepared mail = message.prepare(session, notification);
            try (Transport transport = session.getTransport(implicitTls ? "smtps" : "smtp")) {
                connect(transport);
                transport.sendMessage(mail.message(), mail.recipients());
            }
            return new DeliveryResult.Delivered(OptionalInt.empty());
        } catch (TemplateException broken) {
            return new DeliveryResult.Refused(OptionalInt.empty(), "template: " + broken.getMessage());
        } catch (UnreadableSecretException missing) {
            return DeliveryResult.Failed.because(missing.getMessage());
        } catch (AddressException malformed) {
            return new DeliveryResult.Refused(OptionalInt.empty(), "an address is malformed");
        } catch (AuthenticationFailedException refused) {
            return DeliveryResult.Failed.because("the mail server refused the login");
        } catch (MessagingException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedException) new InterruptedException("interrupted while sending").initCause(failed);
            }
            return judge(failed);
        }
    }

    /** Nothing is kept open. */
    @Override
    public void close() {}

    private void connect(Transport transport) throws MessagingException {
        String user = config.authUsername();
        if (user.isEmpty()) {
            transport.connect(config.smarthostHost(), config.smarthostPort(), null, null);
            return;
        }
        Credential secret = config.authPassword().isPresent() ? config.authPassword() : config.authSecret();
        transport.connect(config.smarthostHost(), config.smarthostPort(), user, secret.reveal());
    }

    private Properties properties() {
        String prefix = implicitTls ? "mail.smtps." : "mail.smtp.";
        Properties properties = new Properties();
        properties.put(prefix + "connectiontimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        properties.put(prefix + "timeout", Long.toString(TIMEOUT.toMillis()));
        properties.put(prefix + "writetimeout", Long.toString(TIMEOUT.toMillis()));
        properties.put(prefix + "quitwait", "false");
        properties.put(prefix + "sendpartial", "false");
        if (!config.hello().isEmpty()) {
            properties.put(prefix + "localhost", config.hello());
        }
        properties.put(prefix + "auth", Boolean.toString(!config.authUsername().isEmpty()));
        properties.put(prefix + "auth.mechanisms", mechanisms());
        if (!config.authIdentity().isEmpty()) {
            properties.put(prefix + "sasl.authorizationid", config.authIdentity());
        }
        if (!implicitTls) {
            properties.put(prefix + "starttls.enable", Boolean.toString(config.requireTls()));
            properties.put(prefix + "starttls.required", Boolean.toString(config.requireTls()));
        }
        boolean checked = !config.tls().insecureSkipVerify();
        properties.put(prefix + "ssl.checkserveridentity", Boolean.toString(checked));
        tls.ifPresent(trust ->
                properties.put(prefix + "ssl.socketFactory", trust.context().getSocketFactory()));
        if (config.authSecret().isPresent()) {
            properties.put(prefix + "sasl.enable", "true");
            properties.put(prefix + "sasl.mechanisms", "CRAM-MD5");
        }
        return properties;
    }

    private String mechanisms() {
        return config.authPassword().isPresent() ? "PLAIN LOGIN" : "";
    }

    private static DeliveryResult judge(MessagingException failed) {
        int code = code(failed);
        if (code >= PERMANENT) {
            return new DeliveryResult.Refused(OptionalInt.empty(), "the mail server answered " + code);
        }
        return DeliveryResult.Failed.because(
                code > 0
                        ? "the mail server answered " + code
                        : "the mail could not be sent: " + failed.getClass().getSimpleName());
    }

    /** Returns the answer of the server that is behind a failure; 0 when there is none. */
    private static int code(MessagingException failed) {
        for (Exception each = failed; each != null; ) {
            if (each instanceof SMTPSendFailedException refused && refused.getReturnCode() > 0) {
                return refused.getReturnCode();
            }
            if (each instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode();
            }
            each = each instanceof MessagingException messaging ? messaging.getNextException() : null;
        }
        return 0;
    }
}
