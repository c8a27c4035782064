package io.tocsin.service.http.connection;

import io.tocsin.service.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Checks the target of a request and brings it into the one form that everything behind may rely on: a path and perhaps a
 * query, of visible ASCII, with correct percent-encoding of valid UTF-8, without dot segments.
 */
final class RequestTarget {

    /** Characters that RFC 3986 does not allow unencoded but clients send; the URI class would choke on them. */
    private static final String TO_ENCODE = "\"<>^`{|}[]";

    private RequestTarget() {}

    /**
     * The target in that form.
     *
     * @param target as received: origin form or absolute form
     * @throws RefusedRequest if it has no such form
     */
    static String normalized(String target) {
        String origin = originForm(target);
        boolean encode = false;
        boolean highBytes = false;
        boolean dots = false;
        int query = -1;
        for (int i = 0; i < origin.length(); i++) {
            char c = origin.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '#' || c == '\\') {
                throw refused("The request target has a character that must be percent-encoded.");
            }
            if (c == '?' && query < 0) {
                query = i;
            } else if (c == '%') {
                int value = percentEncoded(origin, i);
                highBytes |= value >= 0x80;
                dots |= value == '.';
            } else if (c == '.') {
                dots = true;
            } else if (c == '+' && query < 0 || TO_ENCODE.indexOf(c) >= 0) {
                encode = true;
            }
        }
        int pathEnd = query < 0 ? origin.length() : query;
        if (dots && hasDotSegment(origin, pathEnd)) {
            throw refused("The path has a segment . or .. in it.");
        }
        if (highBytes) {
            requireUtf8(origin);
        }
        return encode ? encoded(origin, pathEnd) : origin;
    }

    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        String lower = target.substring(0, Math.min(8, target.length())).toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (authority < 0) {
            throw refused("The request target is neither a path nor an absolute URI.");
        }
        int end = authority;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        if (end == authority || target.substring(authority, end).indexOf('@') >= 0) {
            throw refused("The request target is an absolute URI without a host, or with user information.");
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : '/' + rest;
    }

    private static int percentEncoded(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw refused("The request target has an incomplete percent-encoding.");
        }
        return high << 4 | low;
    }

    private static boolean hasDotSegment(String text, int pathEnd) {
        for (String segment : text.substring(0, pathEnd).split("/")) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static void requireUtf8(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.put((byte) percentEncoded(text, i));
                i += 2;
            } else {
                bytes.put((byte) text.charAt(i));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw refused("The percent-encoding in the request target is not UTF-8.");
        }
    }

    /** A plus in a path means itself, but would be taken for a space behind. */
    private static String encoded(String text, int pathEnd) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+' && i < pathEnd || TO_ENCODE.indexOf(c) >= 0) {
                out.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static RefusedRequest refused(String why) {
        return new RefusedRequest(Problem.badRequest(why));
    }
}
