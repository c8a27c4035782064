package io.tocsin.service.http;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Zstandard as RFC 8878 defines it, with windows of at most 8 MiB as RFC 9659 asks of senders over HTTP. */
final class ZstdDecoder implements BodyDecoder {

    private static final int WINDOW_LOG_MAX = 23;

    private final Feed feed = new Feed();
    private final ZstdInputStreamNoFinalizer zstd;

    ZstdDecoder() {
        try {
            // Continuous: the end of the feed is a pause, until end() says otherwise.
            zstd = new ZstdInputStreamNoFinalizer(feed, RecyclingBufferPool.INSTANCE)
                    .setLongMax(WINDOW_LOG_MAX)
                    .setContinuous(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void input(byte[] bytes, int from, int to) {
        feed.bytes = bytes;
        feed.at = from;
        feed.end = to;
    }

    @Override
    public int read(byte[] into, int from, int to) {
        try {
            return Math.max(0, zstd.read(into, from, to - from));
        } catch (ZstdIOException e) {
            throw broken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        zstd.setContinuous(false);
        if (read(new byte[1], 0, 1) != 0) {
            throw broken();
        }
    }

    @Override
    public void close() {
        try {
            zstd.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException broken() {
        return new ProblemException(Problem.badRequest(
                        "The body is not valid Zstandard, ends in the middle, or needs a window of more than 8 MiB.")
                .withCode("invalid-encoding"));
    }

    /** The input as the library wants it; it ends where the present piece ends, and goes on with the next. */
    private static final class Feed extends InputStream {
        private byte[] bytes = {};
        private int at;
        private int end;

        @Override
        public int read() {
            return at < end ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at >= end) {
                return -1;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return end - at;
        }
    }
}
