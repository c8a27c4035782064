package io.tocsin.service.http;

import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.tocsin.service.http.connection.ConnectionGuard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;

/**
 * Reads bodies of requests, whole or line by line, decompressed and within limits.
 *
 * <p>Codings are gzip, zstd and identity; any other is a 415, a broken one a 400, too much a 413. A body can be read once.
 * Thread-safe.
 */
public final class RequestBody {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

    private RequestBody() {}

    /**
     * Reads the whole body.
     *
     * @param maxBytes how long it may be, compressed as well as decompressed
     * @return the decompressed body, empty when there is none; fails with a {@link ProblemException}. It completes on the
     *     connection's event loop, for a small body before this method returns.
     */
    public static CompletionStage<byte[]> read(HttpRequest<?> request, long maxBytes) {
        try {
            ContentCoding coding = ContentCoding.of(request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING));
            requireDeclaredLengthWithin(request, maxBytes);
            int limit = (int) Math.min(maxBytes, LARGEST_ARRAY);
            ByteBody body = bodyOf(request);
            if (body instanceof AvailableByteBody available) {
                return CompletableFuture.completedFuture(decoded(available.toByteArray(), coding, limit));
            }
            BodyCollector collector = new BodyCollector(
                    coding.decoder(), limit, body.expectedLength().orElse(0));
            WholeBody whole = new WholeBody(collector);
            pieces(body).subscribe(whole);
            return whole.result();
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Reads a body line by line as it arrives, for as long as the client sends.
     *
     * <p>Lines end with LF or CR LF; blank ones are left out. They are not checked to be UTF-8, as {@link StrictJson} does
     * that.
     *
     * @param maxLineBytes how long one line may be
     * @param receiver takes the lines
     * @return completes when the receiver has dealt with all of them; fails with a {@link ProblemException} or with what the
     *     receiver failed with
     */
    public static CompletionStage<Void> lines(HttpRequest<?> request, int maxLineBytes, LineReceiver receiver) {
        try {
            ContentCoding coding = ContentCoding.of(request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING));
            StreamedLines lines =
                    new StreamedLines(coding.decoder(), new LineSplitter(maxLineBytes), receiver, eventLoop(request));
            ConnectionGuard.expectStream(request);
            pieces(bodyOf(request)).subscribe(lines);
            return lines.result();
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] decoded(byte[] raw, ContentCoding coding, int limit) {
        if (raw.length > limit) {
            throw BodyCollector.tooLarge(limit);
        }
        if (coding == ContentCoding.IDENTITY || raw.length == 0) {
            return raw;
        }
        try (BodyCollector collector = new BodyCollector(coding.decoder(), limit, 4L * raw.length)) {
            collector.add(raw, 0, raw.length);
            return collector.finish();
        }
    }

    /** A body that says itself that it is too long need not be read, and is not asked for with 100 Continue. */
    private static void requireDeclaredLengthWithin(HttpRequest<?> request, long maxBytes) {
        if (request.getContentLength() > maxBytes) {
            throw BodyCollector.tooLarge(maxBytes);
        }
    }

    private static ByteBody bodyOf(HttpRequest<?> request) {
        if (request instanceof ServerHttpRequest<?> server) {
            return server.byteBody();
        }
        throw new IllegalArgumentException("Not a request that this server received");
    }

    private static Publisher<ReadBuffer> pieces(ByteBody body) {
        return body.toReadBufferPublisher();
    }

    private static Executor eventLoop(HttpRequest<?> request) {
        if (request instanceof NettyHttpRequest<?> netty) {
            return netty.getChannelHandlerContext().channel().eventLoop();
        }
        throw new IllegalArgumentException("Not a request that this server received");
    }
}
