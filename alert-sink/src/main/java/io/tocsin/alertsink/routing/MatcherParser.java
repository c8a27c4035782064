package io.tocsin.alertsink.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads matchers as Alertmanager does since 0.27: names and values are quoted or free of reserved characters, any UTF-8
 * is a name. What only the classic form knows, as {@code a=b c}, is still read; where the two forms disagree, the classic
 * one counts. Stateless.
 */
public final class MatcherParser {

    private MatcherParser() {}

    /**
     * Reads a list such as {@code {a="1", b=~"x|y"}}; the braces may be missing.
     *
     * @throws MatcherSyntaxException when it is none
     */
    public static List<Matcher> list(String text) {
        List<Matcher> modern;
        try {
            modern = new Tokens(text).list();
        } catch (MatcherSyntaxException notModern) {
            return ClassicMatchers.list(text);
        }
        return classic(text).filter(other -> !other.equals(modern)).orElse(modern);
    }

    /**
     * Reads exactly one matcher.
     *
     * @throws MatcherSyntaxException when it is none
     */
    public static Matcher one(String text) {
        if (text.startsWith("{") || text.endsWith("}")) {
            throw new MatcherSyntaxException("unexpected open or close brace: " + text);
        }
        Matcher modern;
        try {
            List<Matcher> found = new Tokens(text).list();
            if (found.size() != 1) {
                throw new MatcherSyntaxException("expected 1 matcher, found " + found.size());
            }
            modern = found.get(0);
        } catch (MatcherSyntaxException notModern) {
            return ClassicMatchers.one(text);
        }
        try {
            Matcher other = ClassicMatchers.one(text);
            return other.equals(modern) ? modern : other;
        } catch (MatcherSyntaxException notClassic) {
            return modern;
        }
    }

    private static Optional<List<Matcher>> classic(String text) {
        try {
            return Optional.of(ClassicMatchers.list(text));
        } catch (MatcherSyntaxException notClassic) {
            return Optional.empty();
        }
    }

    /** Returns whether a character has to be quoted. */
    static boolean isReserved(int point) {
        return isSpace(point) || point < 0x80 && "{}!=~,\\\"'`".indexOf(point) >= 0;
    }

    /** Go's {@code unicode.IsSpace}. */
    static boolean isSpace(int point) {
        return point >= '\t' && point <= '\r' || point == 0x85 || Character.isSpaceChar(point);
    }

    /** The grammar of 0.27, by recursive descent over the characters. */
    private static final class Tokens {

        private final String text;
        private int at;

        Tokens(String text) {
            this.text = text;
        }

        List<Matcher> list() {
            List<Matcher> matchers = new ArrayList<>();
            boolean open = accept('{');
            boolean more = !atEnd() && peek() != '}';
            while (more) {
                matchers.add(matcher());
                more = accept(',') && !atEnd() && peek() != '}';
            }
            if (open && !accept('}')) {
                throw wrong("expected close brace");
            }
            if (!open && !atEnd() && peek() == '}') {
                throw wrong("expected opening brace");
            }
            if (!atEnd()) {
                throw wrong("expected a comma or close brace");
            }
            return matchers;
        }

        private Matcher matcher() {
            String name = word("label name");
            if (name.isEmpty()) {
                throw wrong("expected label name");
            }
            Matcher.Type type = operator();
            return Matcher.of(name, type, word("label value"));
        }

        private Matcher.Type operator() {
            skipSpace();
            if (text.startsWith("=~", at)) {
                at += 2;
                return Matcher.Type.REGEX;
            }
            if (text.startsWith("!~", at)) {
                at += 2;
                return Matcher.Type.NOT_REGEX;
            }
            if (text.startsWith("!=", at)) {
                at += 2;
                return Matcher.Type.NOT_EQUAL;
            }
            if (text.startsWith("=", at)) {
                at++;
                return Matcher.Type.EQUAL;
            }
            throw wrong("expected an operator such as '=', '!=', '=~' or '!~'");
        }

        private String word(String what) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && !isReserved(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            if (at == start) {
                throw wrong("expected " + what);
            }
            return text.substring(start, at);
        }

        private String quoted() {
            int start = at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= text.length()) {
                throw new MatcherSyntaxException("0:" + text.length() + ": missing end \" in " + text.substring(start));
            }
            at++;
            return GoUnquote.unquote(text.substring(start + 1, at - 1));
        }

        private boolean accept(char wanted) {
            if (!atEnd() && peek() == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private boolean atEnd() {
            skipSpace();
            return at >= text.length();
        }

        private char peek() {
            return text.charAt(at);
        }

        private void skipSpace() {
            while (at < text.length() && isSpace(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
        }

        private MatcherSyntaxException wrong(String expected) {
            String found = at < text.length() ? text.substring(at, text.offsetByCodePoints(at, 1)) : "end of input";
            return new MatcherSyntaxException(at + ": unexpected " + found + ": " + expected + " in " + text);
        }
    }
}
