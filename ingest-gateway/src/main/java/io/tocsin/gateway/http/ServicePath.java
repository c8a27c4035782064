package io.tocsin.gateway.http;

import io.micronaut.http.HttpRequest;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The name of a service in a path, percent-decoded exactly once, so that every name but {@code .} and {@code ..} comes back
 * as it was sent. Stateless.
 */
final class ServicePath {

    private static final String FIELD = "service_name";

    private ServicePath() {}

    /**
     * Returns the name of the service.
     *
     * @param prefix raw path in front of it, with the slash
     * @param suffix raw path behind it, empty when it comes last
     * @throws ProblemException with status 400 when it cannot be decoded, 422 when it is no name of a source
     */
    static String name(HttpRequest<?> request, String prefix, String suffix) {
        String path = rawPath(request);
        int end = path.length() - suffix.length();
        String name = decode(path.substring(prefix.length(), end));
        try {
            return new SourceKey("default", "default", name).name();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.unprocessable(FIELD, e.getMessage()));
        }
    }

    /** Returns the path as the client sent it. */
    static String rawPath(HttpRequest<?> request) {
        return request.getUri().getRawPath();
    }

    private static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                utf8[length++] = octet(utf8, i + 1);
                i += 2;
            } else {
                utf8[length++] = utf8[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw badEncoding();
        }
    }

    private static byte octet(byte[] bytes, int at) {
        int high = at + 1 < bytes.length ? Character.digit(bytes[at], 16) : -1;
        int low = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        if ((high | low) < 0) {
            throw badEncoding();
        }
        return (byte) (high << 4 | low);
    }

    private static ProblemException badEncoding() {
        return ProblemException.badRequest("The name of the service in the path is not percent-encoded UTF-8.");
    }
}
