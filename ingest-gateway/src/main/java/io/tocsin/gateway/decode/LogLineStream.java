package io.tocsin.gateway.decode;

import io.tocsin.service.http.LineBatch;
import java.util.function.LongFunction;

/** Decodes log lines that come bit by bit. Not thread-safe. */
public final class LogLineStream {

    private final LogLineItems items;
    private final LongFunction<Decoding> decodings;

    LogLineStream(LogLineItems items, LongFunction<Decoding> decodings) {
        this.items = items;
        this.decodings = decodings;
    }

    /**
     * Decodes some lines; the indexes in the result count from the first of them.
     *
     * @param receivedAt epoch milliseconds
     */
    public DecodedBatch lines(LineBatch lines, long receivedAt) {
        Decoding decoding = decodings.apply(receivedAt);
        for (int i = 0; i < lines.size(); i++) {
            BodyReader.line(lines.bytes(), lines.from(i), lines.to(i), lines.lineNumber(i), items, decoding);
        }
        return decoding.result();
    }
}
