package io.tocsin.query.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict percent-decoding of the query and of path segments: malformed escapes and invalid UTF-8 are refused instead of
 * being replaced, and a semicolon is an ordinary character. Stateless.
 */
final class QueryString {

    private static final int MAX_PARAMETERS = 200;

    private QueryString() {}

    /**
     * Reads a query.
     *
     * @param raw the part behind the question mark as sent; null or empty for none
     * @return values by name, both in the order of the query
     * @throws IllegalArgumentException when it is malformed
     */
    static Map<String, List<String>> parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                throw new IllegalArgumentException("the query has more than " + MAX_PARAMETERS + " parameters");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        }
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * Decodes a path segment.
     *
     * @throws IllegalArgumentException when it is malformed
     */
    static String segment(String raw) {
        return decode(raw, false);
    }

    private static String decode(String raw, boolean plusIsSpace) {
        byte[] bytes = new byte[raw.length() * 3];
        int size = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("malformed percent-encoding in '" + raw + "'");
                }
                bytes[size++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes[size++] = ' ';
            } else if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < raw.length() ? i + 2 : i + 1;
                for (byte one : raw.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    bytes[size++] = one;
                }
                i = end - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new IllegalArgumentException("'" + raw + "' is not valid UTF-8", invalid);
        }
    }
}
