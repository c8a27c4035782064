package io.tocsin.service.http;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The content codings that requests may use. */
enum ContentCoding {
    /** As it is. */
    IDENTITY(IdentityDecoder::new),
    /** RFC 1952. */
    GZIP(GzipDecoder::new),
    /** RFC 8878. */
    ZSTD(ZstdDecoder::new);

    /** What a client may send, as a header value. */
    static final String ACCEPTED = "gzip, zstd, identity";

    private final Supplier<BodyDecoder> decoder;

    ContentCoding(Supplier<BodyDecoder> decoder) {
        this.decoder = decoder;
    }

    /** A new decoder. */
    BodyDecoder decoder() {
        return decoder.get();
    }

    /**
     * The coding that the header names.
     *
     * @param header all values of Content-Encoding
     * @throws ProblemException with status 415 if it is unknown or there are several
     */
    static ContentCoding of(List<String> header) {
        if (header.isEmpty()) {
            return IDENTITY;
        }
        String name = header.size() == 1 ? header.get(0).strip().toLowerCase(Locale.ROOT) : "";
        return switch (name) {
            case "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default ->
                throw new ProblemException(Problem.unsupportedMediaType(
                                "The content encoding is not supported; one of these is: " + ACCEPTED + ".")
                        .withHeader("Accept-Encoding", ACCEPTED));
        };
    }
}
