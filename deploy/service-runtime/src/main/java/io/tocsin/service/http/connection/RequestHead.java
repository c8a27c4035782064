package io.tocsin.service.http.connection;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tocsin.service.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the head of a request beyond what the codec does, above all where requests could be smuggled. */
final class RequestHead {

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final String ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private RequestHead() {}

    /**
     * Checks a head, and brings its target into the usual form.
     *
     * @throws RefusedRequest if the request must not be handled
     */
    static void check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            throw undecodable(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new RefusedRequest(Problem.badRequest("Only HTTP/1.1 and HTTP/1.0 are spoken here."));
        }
        if (!METHODS.contains(request.method())) {
            throw new RefusedRequest(Problem.methodNotAllowed("The method is not known.", ALLOW));
        }
        HttpHeaders headers = request.headers();
        requireOneHost(headers, version);
        requirePlainFraming(headers);
        if (headers.contains(HttpHeaderNames.EXPECT)
                && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.EXPECT))) {
            throw new RefusedRequest(Problem.badRequest("No expectation but 100-continue is understood."));
        }
        request.setUri(RequestTarget.normalized(request.uri()));
    }

    private static void requireOneHost(HttpHeaders headers, HttpVersion version) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        boolean missing = hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1);
        if (missing || hosts.size() > 1) {
            throw new RefusedRequest(Problem.badRequest("A request needs exactly one Host header."));
        }
    }

    /** The only transfer coding is chunked, named once; anything else could be read in two ways. */
    private static void requirePlainFraming(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return;
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() != 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
            throw new RefusedRequest(Problem.badRequest("The only transfer encoding is chunked, once."));
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw new RefusedRequest(
                    Problem.badRequest("A request has a Content-Length or a Transfer-Encoding, not both."));
        }
    }

    private static RefusedRequest undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new RefusedRequest(new Problem(
                    414, "uri-too-long", "URI too long", "The request line is too long.", List.of(), Map.of()));
        }
        if (cause instanceof TooLongFrameException) {
            return new RefusedRequest(new Problem(
                    431,
                    "headers-too-large",
                    "Request header fields too large",
                    "The headers of the request are too large.",
                    List.of(),
                    Map.of()));
        }
        return new RefusedRequest(Problem.badRequest("The request is not valid HTTP."));
    }
}
