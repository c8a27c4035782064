package io.tocsin.alertsink.routing;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Matchers as Alertmanager read them before 0.27. Stateless. */
final class ClassicMatchers {

    private static final Pattern FORM =
            Pattern.compile("^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*$");

    private ClassicMatchers() {}

    /** Reads a list; commas within quotes do not separate. */
    static List<Matcher> list(String text) {
        String inner = text.startsWith("{") ? text.substring(1) : text;
        inner = inner.endsWith("}") ? inner.substring(0, inner.length() - 1) : inner;
        List<Matcher> matchers = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < inner.length(); i++) {
            char each = inner.charAt(i);
            if (each == ',' && !quoted) {
                matchers.add(one(token.toString()));
                token.setLength(0);
                continue;
            }
            if (each == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = each == '\\' && !escaped;
            token.append(each);
        }
        if (!token.toString().isBlank()) {
            matchers.add(one(token.toString().strip()));
        }
        return matchers;
    }

    /** Reads one matcher. */
    static Matcher one(String text) {
        com.google.re2j.Matcher parts = FORM.matcher(text);
        if (!parts.find()) {
            throw new MatcherSyntaxException("bad matcher format: " + text);
        }
        Matcher.Type type =
                switch (parts.group(2)) {
                    case "=" -> Matcher.Type.EQUAL;
                    case "!=" -> Matcher.Type.NOT_EQUAL;
                    case "=~" -> Matcher.Type.REGEX;
                    default -> Matcher.Type.NOT_REGEX;
                };
        return Matcher.of(parts.group(1), type, value(parts.group(3)));
    }

    private static String value(String raw) {
        boolean expectQuote = raw.startsWith("\"");
        String inner = expectQuote ? raw.substring(1) : raw;
        StringBuilder value = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            char each = inner.charAt(i);
            boolean last = i == inner.length() - 1;
            if (each == '\\' && !last) {
                i++;
                char escaped = inner.charAt(i);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(escaped);
                    default -> value.append('\\').append(escaped);
                }
            } else if (each == '"') {
                if (!expectQuote || !last) {
                    throw new MatcherSyntaxException("matcher value contains unescaped double quote: " + raw);
                }
                expectQuote = false;
            } else {
                value.append(each);
            }
        }
        if (expectQuote) {
            throw new MatcherSyntaxException("matcher value contains unescaped double quote: " + raw);
        }
        return value.toString();
    }
}
