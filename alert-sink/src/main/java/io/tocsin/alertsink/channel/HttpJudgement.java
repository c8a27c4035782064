package io.tocsin.alertsink.channel;

import io.tocsin.alertsink.http.HttpAnswer;
import io.tocsin.alertsink.http.RefusedAddressException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.OptionalInt;

/** What an answer or a broken exchange says of a delivery. Stateless. */
public final class HttpJudgement {

    private HttpJudgement() {}

    /**
     * Judges an answer: 2xx is delivered; 408, 425, 429 and 5xx may succeed later; everything else, redirects included,
     * is refused for good.
     */
    public static DeliveryResult of(HttpAnswer answer, Instant now) {
        int status = answer.status();
        OptionalInt code = OptionalInt.of(status);
        if (status >= 200 && status < 300) {
            return new DeliveryResult.Delivered(code);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new DeliveryResult.Failed(
                    code,
                    "the receiver answered " + status,
                    answer.retryAfter().flatMap(text -> RetryAfter.parse(text, now)));
        }
        String redirect = status >= 300 && status < 400 ? "; the redirect is not followed" : "";
        return new DeliveryResult.Refused(code, "the receiver answered " + status + redirect);
    }

    /** Judges an exchange that broke; the message does not repeat that of the failure, which may hold the URL. */
    public static DeliveryResult of(IOException failed) {
        if (failed instanceof RefusedAddressException refused) {
            return new DeliveryResult.Refused(OptionalInt.empty(), refused.getMessage());
        }
        if (failed instanceof SocketTimeoutException) {
            return DeliveryResult.Failed.because("no answer in time");
        }
        if (failed instanceof UnknownHostException) {
            return DeliveryResult.Failed.because("the host is not known");
        }
        if (failed instanceof ConnectException) {
            return DeliveryResult.Failed.because("no connection");
        }
        return DeliveryResult.Failed.because(
                "the connection failed: " + failed.getClass().getSimpleName());
    }
}
