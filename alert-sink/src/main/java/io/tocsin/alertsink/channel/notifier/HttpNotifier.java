package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.HttpJudgement;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.Notifier;
import io.tocsin.alertsink.http.HttpAnswer;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import io.tocsin.alertsink.secret.UnreadableSecretException;
import io.tocsin.alertsink.template.TemplateException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tells a receiver by HTTP requests: one after the other, and all of them have to be taken. 408, 425, 429, 5xx and a
 * broken connection may pass; a template that fails and any other answer do not. Thread-safe.
 */
abstract class HttpNotifier implements Notifier {

    /** Time for an exchange when nothing else is configured. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpSender sender;
    private final InstantSource clock;
    private final Duration timeout;

    /**
     * Makes a notifier.
     *
     * @param sender closed with the notifier
     * @param timeout time for an exchange; zero means the usual
     */
    HttpNotifier(HttpSender sender, InstantSource clock, Duration timeout) {
        this.sender = sender;
        this.clock = clock;
        this.timeout = timeout.isZero() ? TIMEOUT : timeout;
    }

    /** Returns the requests that tell of a notification; the same each time. */
    abstract List<HttpExchange> requests(Notification notification);

    /** Returns whether the body of an answer is judged, too; otherwise nobody waits for it. */
    boolean readsAnswers() {
        return false;
    }

    /** Judges an answer. */
    DeliveryResult judge(HttpAnswer answer) {
        return HttpJudgement.of(answer, clock.instant());
    }

    @Override
    public final DeliveryResult tell(Notification notification) throws InterruptedException {
        try {
            DeliveryResult result = new DeliveryResult.Delivered(OptionalInt.empty());
            for (HttpExchange request : requests(notification)) {
                result = judge(readsAnswers() ? sender.send(request, timeout) : sender.sendForHead(request, timeout));
                if (!(result instanceof DeliveryResult.Delivered)) {
                    return result;
                }
            }
            return result;
        } catch (TemplateException broken) {
            return new DeliveryResult.Refused(OptionalInt.empty(), "template: " + broken.getMessage());
        } catch (UnreadableSecretException missing) {
            return DeliveryResult.Failed.because(missing.getMessage());
        } catch (IllegalArgumentException noUrl) {
            return new DeliveryResult.Refused(OptionalInt.empty(), noUrl.getMessage());
        } catch (IOException failed) {
            return HttpJudgement.of(failed);
        }
    }

    @Override
    public final void close() {
        sender.close();
    }

    /** Returns JSON in UTF-8. */
    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
        }
    }

    /** Reads JSON; null when it is none. */
    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException none) {
            return null;
        }
    }
}
