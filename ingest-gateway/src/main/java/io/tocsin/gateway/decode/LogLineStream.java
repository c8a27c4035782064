package io.tocsin.gateway.decode;

import java.util.function.LongFunction;

/** Decodes log lines that come bit by bit, and counts them. Not thread-safe. */
public final class LogLineStream {

    private final LogLineItems items;
    private final LongFunction<Decoding> decodings;
    private int line;

    LogLineStream(LogLineItems items, LongFunction<Decoding> decodings) {
        this.items = items;
        this.decodings = decodings;
    }

    /**
     * Decodes one line, without its line break.
     *
     * @param receivedAt epoch milliseconds
     */
    public DecodedBatch line(byte[] text, long receivedAt) {
        Decoding decoding = decodings.apply(receivedAt);
        line++;
        BodyReader.line(text, 0, text.length, line, items, decoding);
        return decoding.result();
    }
}
