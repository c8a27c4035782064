package io.tocsin.alertsink.channel.notifier;

import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.EmailConfig;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * Writes the mail of a notification. Its Message-ID is made of the delivery's id, so that a repetition can be told; mails of
 * a group refer to one root when threads are wanted. Thread-safe.
 */
final class EmailMessage {

    private static final int HASH_DIGITS = 16;

    private final Function<Notification, String> to;
    private final Function<Notification, String> from;
    private final Map<String, Function<Notification, String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Function<Notification, String> text;
    private final Function<Notification, String> html;
    private final EmailConfig config;

    /** A mail and whom it goes to. */
    record Prepared(SMTPMessage message, Address[] recipients) {}

    EmailMessage(EmailConfig config, Templates templates) {
        this.config = config;
        to = templates.text("to", config.to());
        from = templates.text("from", config.from());
        text = templates.text("text", config.text());
        html = templates.html("html", config.html());
        headers.put("Subject", templates.text("headers.Subject", "{{ template \"email.default.subject\" . }}"));
        headers.put("To", to);
        headers.put("From", from);
        config.headers().forEach((name, value) -> headers.put(name, templates.text("headers." + name, value)));
    }

    Prepared prepare(Session session, Notification notification) throws MessagingException {
        Identified message = new Identified(session, "<" + notification.id() + "@tocsin>");
        InternetAddress[] sender = addresses(from.apply(notification));
        if (sender.length != 1) {
            throw new AddressException("there must be exactly one sender");
        }
        message.setEnvelopeFrom(sender[0].getAddress());
        message.setSentDate(Date.from(notification.createdAt()));
        for (Map.Entry<String, Function<Notification, String>> each : headers.entrySet()) {
            message.setHeader(
                    each.getKey(), encoded(each.getKey(), each.getValue().apply(notification)));
        }
        if (config.threading()) {
            String day = config.threadByDate()
                    ? DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(notification.createdAt())
                    : "";
            String root = "<alert-" + notification.groupHash().substring(0, HASH_DIGITS) + '-' + day + "@alertmanager>";
            message.setHeader("References", root);
            message.setHeader("In-Reply-To", root);
        }
        message.setContent(parts(notification));
        message.saveChanges();
        return new Prepared(message, addresses(to.apply(notification)));
    }

    /** The preferred alternative comes last (RFC 2046, section 5.1.4). */
    private MimeMultipart parts(Notification notification) throws MessagingException {
        MimeMultipart parts = new MimeMultipart("alternative");
        String plain = text.apply(notification);
        String rich = html.apply(notification);
        if (!config.text().isEmpty() || config.html().isEmpty()) {
            parts.addBodyPart(part(plain, "plain"));
        }
        if (!config.html().isEmpty()) {
            parts.addBodyPart(part(rich, "html"));
        }
        return parts;
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, StandardCharsets.UTF_8.name(), subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    private static InternetAddress[] addresses(String text) throws AddressException {
        InternetAddress[] addresses = InternetAddress.parse(text, true);
        if (addresses.length == 0) {
            throw new AddressException("there is no address");
        }
        return addresses;
    }

    /** Line ends in a value would begin another header. */
    private static String encoded(String name, String value) {
        try {
            String line = value.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
            return MimeUtility.fold(
                    name.length() + 2, MimeUtility.encodeText(line, StandardCharsets.UTF_8.name(), "Q"));
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("every Java platform has UTF-8", impossible);
        }
    }

    /** Keeps the id that it was given, unless the configuration says another. */
    private static final class Identified extends SMTPMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (getHeader("Message-ID") == null) {
                setHeader("Message-ID", id);
            }
        }
    }
}
