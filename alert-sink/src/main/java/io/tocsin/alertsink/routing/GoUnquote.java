package io.tocsin.alertsink.routing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what stands between the double quotes of a Go string. Stateless. */
final class GoUnquote {

    private GoUnquote() {}

    /**
     * Returns the text that is meant.
     *
     * @throws MatcherSyntaxException when an escape is unknown, or the bytes that escapes make are no UTF-8
     */
    static String unquote(String inner) {
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(inner.length());
        int at = 0;
        while (at < inner.length()) {
            int point = inner.codePointAt(at);
            if (point != '\\') {
                bytes.writeBytes(new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            } else {
                at = escape(inner, at + 1, bytes);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new MatcherSyntaxException("\"" + inner + "\": invalid input");
        }
    }

    private static int escape(String inner, int at, ByteArrayOutputStream bytes) {
        char kind = at < inner.length() ? inner.charAt(at) : 0;
        switch (kind) {
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(11);
            case '\\', '"' -> bytes.write(kind);
            case 'x' -> bytes.write(number(inner, at + 1, 2, 16));
            case 'u', 'U' -> {
                int point = number(inner, at + 1, kind == 'u' ? 4 : 8, 16);
                if (!Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
                    throw new MatcherSyntaxException("\"" + inner + "\": invalid input");
                }
                bytes.writeBytes(new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8));
            }
            default -> {
                if (kind < '0' || kind > '7') {
                    throw new MatcherSyntaxException("\"" + inner + "\": invalid input");
                }
                bytes.write(number(inner, at, 3, 8));
                return at + 3;
            }
        }
        return at
                + switch (kind) {
                    case 'x' -> 3;
                    case 'u' -> 5;
                    case 'U' -> 9;
                    default -> 1;
                };
    }

    private static int number(String inner, int from, int digits, int radix) {
        try {
            String text = inner.substring(from, from + digits);
            if (!Character.isLetterOrDigit(text.charAt(0))) {
                throw new NumberFormatException(text);
            }
            return Integer.parseInt(text, radix);
        } catch (IndexOutOfBoundsException | NumberFormatException broken) {
            throw new MatcherSyntaxException("\"" + inner + "\": invalid input");
        }
    }
}
