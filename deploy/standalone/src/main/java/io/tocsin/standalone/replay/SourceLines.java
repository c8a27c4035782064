package io.tocsin.standalone.replay;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Lines of a text file in UTF-8, gzip understood by the name's end; counts lines and bytes as it goes. A byte order mark
 * at the beginning is dropped, bytes that are no UTF-8 become U+FFFD. Not thread-safe.
 */
final class SourceLines implements Closeable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CountingStream counting;
    private final BufferedReader reader;
    private final long size;
    private long number;

    SourceLines(Path file) throws IOException {
        size = Files.size(file);
        counting = new CountingStream(Files.newInputStream(file));
        try {
            InputStream bytes =
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(counting, 65_536) : counting;
            reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 65_536);
        } catch (IOException notCompressed) {
            counting.close();
            throw notCompressed;
        }
    }

    /** Returns the next line without its line break, or empty at the end. */
    Optional<String> next() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            return Optional.empty();
        }
        number++;
        boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
        return Optional.of(marked ? line.substring(1) : line);
    }

    /** Number of the line returned last, from 1. */
    long number() {
        return number;
    }

    /** Share of the file's bytes read so far, in [0,1]. */
    double progress() {
        return size == 0 ? 1.0 : Math.min(1.0, (double) counting.count / size);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
