package io.tocsin.alertsink.http;

import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Follows 307 and 308, which keep method and body; the others would lose the notification on the way. */
final class KeepingRedirects extends DefaultRedirectStrategy {

    @Override
    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
            throws ProtocolException {
        int code = response.getCode();
        return (code == HttpStatus.SC_TEMPORARY_REDIRECT || code == HttpStatus.SC_PERMANENT_REDIRECT)
                && super.isRedirected(request, response, context);
    }
}
