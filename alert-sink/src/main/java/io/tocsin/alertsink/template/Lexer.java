package io.tocsin.alertsink.template;

import io.tocsin.alertsink.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens. Used once; not thread-safe. */
final class Lexer {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String COMMENT = "/*";
    private static final String COMMENT_END = "*/";

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private Lexer(Source source) {
        this.source = source;
        text = source.text();
    }

    /**
     * Returns the tokens of a template; the last one is {@link Kind#END}.
     *
     * @throws TemplateException when an action is not closed or holds what is no token
     */
    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        boolean trimLeft = false;
        while (true) {
            int open = text.indexOf(OPEN, at);
            int end = open < 0 ? text.length() : open;
            boolean trimRight = open >= 0 && hasTrimMarker(open + OPEN.length());
            plain(at, end, trimLeft, trimRight);
            if (open < 0) {
                add(Kind.END, "", text.length());
                return;
            }
            at = open + OPEN.length() + (trimRight ? 2 : 0);
            trimLeft = text.startsWith(COMMENT, at) ? comment(open) : action(open);
        }
    }

    private void plain(int from, int to, boolean trimLeft, boolean trimRight) {
        int begin = from;
        int end = to;
        while (trimLeft && begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (trimRight && end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        if (end > begin) {
            add(Kind.TEXT, text.substring(begin, end), begin);
        }
    }

    /** Returns whether the text behind is trimmed. */
    private boolean comment(int open) {
        int end = text.indexOf(COMMENT_END, at + COMMENT.length());
        if (end < 0) {
            throw new TemplateException(source, open, "unclosed comment");
        }
        at = end + COMMENT_END.length();
        boolean trim = closesWithTrim();
        if (!trim && !text.startsWith(CLOSE, at)) {
            throw new TemplateException(source, open, "comment ends before closing delimiter");
        }
        at += (trim ? 2 : 0) + CLOSE.length();
        return trim;
    }

    /** Returns whether the text behind is trimmed. */
    private boolean action(int open) {
        add(Kind.OPEN, OPEN, open);
        depth = 0;
        while (true) {
            if (closesWithTrim()) {
                return close(open, 2);
            }
            if (text.startsWith(CLOSE, at)) {
                return close(open, 0);
            }
            if (at >= text.length()) {
                throw new TemplateException(source, open, "unclosed action");
            }
            token(open);
        }
    }

    private boolean close(int open, int marker) {
        if (depth > 0) {
            throw new TemplateException(source, open, "unclosed left paren");
        }
        at += marker;
        add(Kind.CLOSE, CLOSE, at);
        at += CLOSE.length();
        return marker > 0;
    }

    private void token(int open) {
        char c = text.charAt(at);
        int begin = at;
        if (isSpace(c)) {
            while (at < text.length() && isSpace(text.charAt(at)) && !closesWithTrim()) {
                at++;
            }
            add(Kind.SPACE, " ", begin);
        } else if (text.startsWith(":=", at)) {
            simple(Kind.DECLARE, 2);
        } else if (c == '=') {
            simple(Kind.ASSIGN, 1);
        } else if (c == '|') {
            simple(Kind.PIPE, 1);
        } else if (c == ',') {
            simple(Kind.COMMA, 1);
        } else if (c == '(') {
            depth++;
            simple(Kind.LEFT_PAREN, 1);
        } else if (c == ')') {
            depth--;
            if (depth < 0) {
                throw new TemplateException(source, at, "unexpected right paren");
            }
            simple(Kind.RIGHT_PAREN, 1);
        } else if (c == '"' || c == '\'') {
            quoted(c, open);
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw new TemplateException(source, at, "unterminated raw quoted string");
            }
            simple(Kind.RAW_STRING, end + 1 - at);
        } else if (c == '.' && !isDigit(at + 1)) {
            at++;
            word();
            ends(at == begin + 1 ? Kind.DOT : Kind.FIELD, begin);
        } else if (c == '$') {
            at++;
            word();
            ends(Kind.VARIABLE, begin);
        } else if (isDigit(at)
                || c == '.'
                || (c == '+' || c == '-') && (isDigit(at + 1) || text.startsWith(".", at + 1))) {
            number();
            ends(Kind.NUMBER, begin);
        } else if (isLetter(c)) {
            word();
            ends(Kind.WORD, begin);
        } else {
            throw new TemplateException(
                    source, at, String.format("unexpected character '%c' (U+%04X) in action", c, (int) c));
        }
    }

    private void quoted(char quote, int open) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != quote) {
            throw new TemplateException(
                    source, at, quote == '"' ? "unterminated quoted string" : "unterminated character constant");
        }
        simple(quote == '"' ? Kind.STRING : Kind.CHARACTER, end + 1 - at);
    }

    private void number() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponentSign = (c == '+' || c == '-')
                    && "eEpP".indexOf(text.charAt(at - 1)) >= 0
                    && !text.substring(Math.max(0, at - 2), at).startsWith("x");
            if (!isLetter(c) && !Character.isDigit(c) && c != '.' && !exponentSign) {
                return;
            }
            at++;
        }
    }

    private void word() {
        while (at < text.length() && (isLetter(text.charAt(at)) || Character.isDigit(text.charAt(at)))) {
            at++;
        }
    }

    /** After a word something has to come that ends it. */
    private void ends(Kind kind, int begin) {
        boolean ended = at >= text.length() || isSpace(text.charAt(at)) || ".,|:=)(}".indexOf(text.charAt(at)) >= 0;
        if (!ended) {
            throw new TemplateException(
                    source, at, String.format("bad character '%c' (U+%04X)", text.charAt(at), (int) text.charAt(at)));
        }
        add(kind, text.substring(begin, at), begin);
    }

    private void simple(Kind kind, int length) {
        add(kind, text.substring(at, at + length), at);
        at += length;
    }

    private void add(Kind kind, String value, int offset) {
        tokens.add(new Token(kind, value, offset));
    }

    /** {@code {{- }: the space belongs to the marker. */
    private boolean hasTrimMarker(int from) {
        return from + 1 < text.length() && text.charAt(from) == '-' && isSpace(text.charAt(from + 1));
    }

    private boolean closesWithTrim() {
        return at + 1 < text.length()
                && isSpace(text.charAt(at))
                && text.charAt(at + 1) == '-'
                && text.startsWith(CLOSE, at + 2);
    }

    private boolean isDigit(int offset) {
        return offset < text.length() && text.charAt(offset) >= '0' && text.charAt(offset) <= '9';
    }

    private static boolean isLetter(char c) {
        return c == '_' || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
