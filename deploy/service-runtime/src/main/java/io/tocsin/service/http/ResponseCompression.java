package io.tocsin.service.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.netty.DefaultHttpCompressionStrategy;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import jakarta.inject.Singleton;

/**
 * Compresses what is text and large. A stream of events is not compressed, for each event would wait in the compressor for
 * the next.
 */
@Singleton
@Replaces(DefaultHttpCompressionStrategy.class)
final class ResponseCompression implements HttpCompressionStrategy {

    /** Shorter texts are not worth the time to compress them. */
    private static final long FROM_BYTES = 8 * 1024;

    /** Most of the gain at a fraction of the time of the default. */
    private static final int LEVEL = 3;

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public boolean shouldCompress(HttpResponse response) {
        long length = HttpUtil.getContentLength(response, -1L);
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
        boolean known = length >= FROM_BYTES;
        boolean stream =
                length < 0 && type != null && !type.startsWith(MediaType.TEXT_EVENT_STREAM) && !type.contains("ndjson");
        return type != null && (known || stream) && MediaType.isTextBased(type);
    }

    @Override
    public int getCompressionLevel() {
        return LEVEL;
    }

    /** No limit: a response that exists in memory can be compressed there too. */
    @Override
    public int getMaxZstdEncodeSize() {
        return Integer.MAX_VALUE;
    }
}
