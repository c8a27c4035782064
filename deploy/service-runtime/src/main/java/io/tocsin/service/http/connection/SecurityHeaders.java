package io.tocsin.service.http.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** Headers that every response has, unless its controller says otherwise. */
final class SecurityHeaders {

    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString FRAME_OPTIONS = AsciiString.cached("x-frame-options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");
    private static final AsciiString DENY = AsciiString.cached("DENY");
    private static final AsciiString REFERRER_POLICY = AsciiString.cached("referrer-policy");
    private static final AsciiString NO_REFERRER = AsciiString.cached("no-referrer");
    private static final AsciiString RESOURCE_POLICY = AsciiString.cached("cross-origin-resource-policy");
    private static final AsciiString SAME_ORIGIN = AsciiString.cached("same-origin");

    private SecurityHeaders() {}

    static void add(HttpHeaders headers) {
        addMissing(headers, CONTENT_TYPE_OPTIONS, NO_SNIFF);
        addMissing(headers, FRAME_OPTIONS, DENY);
        addMissing(headers, REFERRER_POLICY, NO_REFERRER);
        addMissing(headers, RESOURCE_POLICY, SAME_ORIGIN);
        if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
    }

    private static void addMissing(HttpHeaders headers, AsciiString name, AsciiString value) {
        if (!headers.contains(name)) {
            headers.add(name, value);
        }
    }
}
