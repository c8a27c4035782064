package io.tocsin.service.masking;

import java.util.BitSet;

/**
 * Masks free text in one pass. Every look ahead or back is bounded or consumes what it saw, so that the time is linear in
 * the length of the text, whatever the text.
 */
final class TextMasker {

    static final String MASK = "****";

    private static final int LONGEST_LOCAL_PART = 64;
    private static final String[] SCHEMES = {"bearer", "basic", "digest", "token", "apikey", "negotiate"};
    private static final String[] TOKEN_PREFIXES = {
        "sk-",
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "ghp_",
        "gho_",
        "ghs_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "xoxp-",
        "xapp-",
        "gsk_",
        "hf_",
        "AKIA",
        "ASIA",
        "AIza",
        "eyJ",
        "npm_",
        "dop_v1_"
    };
    private static final int SHORTEST_TOKEN = 16;
    private static final int SHORTEST_SCHEME = 5;
    private static final BitSet SCHEME_STARTS = firstLetters(SCHEMES, true);
    private static final BitSet TOKEN_STARTS = firstLetters(TOKEN_PREFIXES, false);

    private final String text;
    private final StringBuilder out;
    private int at;

    private TextMasker(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    static String mask(String text) {
        return new TextMasker(text).run();
    }

    private static BitSet firstLetters(String[] words, boolean anyCase) {
        BitSet letters = new BitSet(128);
        for (String word : words) {
            letters.set(word.charAt(0));
            if (anyCase) {
                letters.set(Character.toUpperCase(word.charAt(0)));
            }
        }
        return letters;
    }

    private String run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isWord(c) && (at == 0 || !isWord(text.charAt(at - 1)))) {
                word();
            } else if (c == '=' || c == ':') {
                separator(c);
            } else if (c == '@') {
                address();
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /** At the first character of a word: a scheme with its credential, a token, a card number, or just a word. */
    private void word() {
        int end = wordEnd(at);
        if (CardNumbers.isDigit(text.charAt(at))) {
            int cardEnd = CardNumbers.end(text, at);
            if (cardEnd > 0 && (cardEnd == text.length() || !isWord(text.charAt(cardEnd)))) {
                out.append(MASK).append(text, cardEnd - 4, cardEnd);
                at = cardEnd;
                return;
            }
        }
        if (isScheme(at, end) && credential(end)) {
            return;
        }
        if (isToken(at)) {
            out.append(MASK);
            at = tokenEnd(at);
            return;
        }
        out.append(text, at, end);
        at = end;
    }

    /** Behind a scheme such as Bearer: masks the credential if there is one that looks like it. */
    private boolean credential(int schemeEnd) {
        int start = schemeEnd;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        int end = tokenEnd(start);
        if (start == schemeEnd || end - start < 8) {
            return false;
        }
        out.append(text, at, start).append(MASK);
        at = end;
        return true;
    }

    /** At a colon or an equals sign: the password of a URL, or the value of a sensitive name. */
    private void separator(char c) {
        if (c == ':' && text.startsWith("://", at)) {
            userInfo();
            return;
        }
        int nameEnd = at;
        while (nameEnd > 0 && at - nameEnd < 3 && isQuoteOrSpace(text.charAt(nameEnd - 1))) {
            nameEnd--;
        }
        int nameStart = nameEnd;
        while (nameStart > 0 && nameEnd - nameStart <= SensitiveNames.LONGEST && isName(text.charAt(nameStart - 1))) {
            nameStart--;
        }
        out.append(c);
        at++;
        if (SensitiveNames.matches(text, nameStart, nameEnd)) {
            value();
        }
    }

    /** At the value of a sensitive name: masks it to its end. */
    private void value() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            out.append(text.charAt(at++));
        }
        if (at == text.length()) {
            return;
        }
        char first = text.charAt(at);
        if (first == '{' || first == '[') {
            return;
        }
        // JSON within JSON has its quotes escaped.
        boolean escaped = first == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
        if (escaped) {
            out.append('\\');
            first = text.charAt(++at);
        }
        if (first == '"' || first == '\'') {
            out.append(first);
            int end = quotedEnd(at + 1, first, escaped);
            mask(at + 1, end);
            return;
        }
        int end = valueEnd(at);
        if (isScheme(at, wordEnd(at)) && end < text.length() && text.charAt(end) == ' ') {
            end = valueEnd(end + 1);
        }
        mask(at, end);
    }

    private void mask(int from, int to) {
        String literal = text.substring(from, Math.min(to, from + 5));
        boolean nothingToHide =
                from == to || literal.equals("null") || literal.equals("true") || literal.equals("false");
        out.append(nothingToHide ? text.substring(from, to) : MASK);
        at = to;
    }

    private int quotedEnd(int from, char quote, boolean escaped) {
        int end = from;
        while (end < text.length() && text.charAt(end) != quote) {
            if (text.charAt(end) == '\\') {
                if (escaped && end + 1 < text.length() && text.charAt(end + 1) == quote) {
                    return end;
                }
                end++;
            }
            end++;
        }
        return Math.min(end, text.length());
    }

    private int valueEnd(int from) {
        int end = from;
        while (end < text.length() && " \t\r\n,;&\"'<>)]}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** At the {@code ://} of a URL: masks the password that may follow. */
    private void userInfo() {
        int start = at + 3;
        int colon = -1;
        int lastAt = -1;
        int i = start;
        for (; i < text.length() && "/?# \t\r\n\"'<>".indexOf(text.charAt(i)) < 0; i++) {
            if (text.charAt(i) == ':' && colon < 0 && lastAt < 0) {
                colon = i;
            } else if (text.charAt(i) == '@') {
                lastAt = i;
            }
        }
        if (lastAt > colon && colon >= 0) {
            out.append(text, at, colon + 1).append(MASK).append('@');
            at = lastAt + 1;
        } else {
            out.append("://");
            at = start;
        }
    }

    /** At an at sign: masks the local part that has been written already, if it is an e-mail address. */
    private void address() {
        int domainEnd = at + 1;
        boolean dot = false;
        while (domainEnd < text.length() && isDomain(text.charAt(domainEnd))) {
            dot |= text.charAt(domainEnd) == '.' && domainEnd > at + 1;
            domainEnd++;
        }
        int local = 0;
        while (local < LONGEST_LOCAL_PART
                && local < out.length()
                && isLocalPart(out.charAt(out.length() - 1 - local))) {
            local++;
        }
        if (dot && local > 0) {
            out.setLength(out.length() - local);
            out.append(MASK);
        }
        out.append(text, at, domainEnd);
        at = domainEnd;
    }

    private boolean isScheme(int from, int to) {
        if (to - from < SHORTEST_SCHEME || !SCHEME_STARTS.get(text.charAt(from))) {
            return false;
        }
        for (String scheme : SCHEMES) {
            if (to - from == scheme.length() && text.regionMatches(true, from, scheme, 0, scheme.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean isToken(int from) {
        if (!TOKEN_STARTS.get(text.charAt(from))) {
            return false;
        }
        for (String prefix : TOKEN_PREFIXES) {
            if (text.startsWith(prefix, from)) {
                return tokenEnd(from) - from >= SHORTEST_TOKEN;
            }
        }
        return false;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int tokenEnd(int from) {
        int end = from;
        while (end < text.length() && (isWord(text.charAt(end)) || "-._~+/=".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private static boolean isName(char c) {
        return isWord(c) || c == '-' || c == '.';
    }

    private static boolean isQuoteOrSpace(char c) {
        return c == '"' || c == '\'' || c == ' ' || c == '\\';
    }

    private static boolean isDomain(char c) {
        return isWord(c) || c == '-' || c == '.';
    }

    private static boolean isLocalPart(char c) {
        return isWord(c) || "!#$%&'*+-/?^`{|}~.".indexOf(c) >= 0;
    }
}
