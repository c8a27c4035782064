package io.tocsin.alertsink.template;

import java.util.Locale;
import java.util.Set;

/**
 * Output of HTML templates: follows the template's own text through the places of an HTML document, and escapes each
 * value for the place where it stands, as Go's html/template does. Comments are left out. A value never moves on to
 * another place, because it is escaped. Not thread-safe.
 */
final class HtmlOutput implements Output {

    /** What stands for a value that would be dangerous where it stands. */
    static final String FILTERED = "ZgotmplZ";

    private static final Set<String> URL_ATTRIBUTES = Set.of(
            "action",
            "archive",
            "background",
            "cite",
            "classid",
            "codebase",
            "data",
            "formaction",
            "href",
            "icon",
            "longdesc",
            "manifest",
            "poster",
            "profile",
            "src",
            "usemap",
            "xmlns",
            "xlink:href",
            "srcset");

    private enum State {
        TEXT,
        COMMENT,
        TAG,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        VALUE,
        RAW
    }

    private enum Kind {
        PLAIN,
        URL,
        CSS,
        SCRIPT
    }

    private final StringBuilder text = new StringBuilder();
    private final Budget budget;
    private State state = State.TEXT;
    private Kind kind = Kind.PLAIN;
    /** Element being opened, and then the element whose content is raw. */
    private final StringBuilder element = new StringBuilder();

    private final StringBuilder attribute = new StringBuilder();
    private boolean closing;
    /** Quote of the value; a space when it has none. */
    private char delimiter;
    /** Quote of a text within a script; 0 outside. */
    private char scriptQuote;
    /** Whether the value of a URL has begun, and whether its query has. */
    private boolean begun;

    private boolean query;

    HtmlOutput(Budget budget) {
        this.budget = budget;
    }

    @Override
    public void literal(String literal) {
        int at = 0;
        while (at < literal.length()) {
            at = step(literal, at);
            budget.size(text.length());
        }
    }

    private int step(String literal, int at) {
        char c = literal.charAt(at);
        if (state == State.TEXT && literal.startsWith("<!--", at)) {
            state = State.COMMENT;
            return at + 4;
        }
        if (state == State.COMMENT) {
            int end = literal.indexOf("-->", at);
            state = end < 0 ? State.COMMENT : State.TEXT;
            return end < 0 ? literal.length() : end + 3;
        }
        text.append(c);
        switch (state) {
            case TEXT -> {
                if (c == '<' && at + 1 < literal.length() && isTagStart(literal.charAt(at + 1))) {
                    closing = literal.charAt(at + 1) == '/';
                    element.setLength(0);
                    state = State.TAG;
                    return name(literal, at + 1 + (closing ? 1 : 0), closing);
                }
            }
            case TAG -> tag(c);
            case NAME -> name(c);
            case AFTER_NAME -> afterName(c);
            case BEFORE_VALUE -> beforeValue(c);
            case VALUE -> inValue(c);
            case RAW -> raw(literal, at, c);
            default -> throw new IllegalStateException(state.toString());
        }
        return at + 1;
    }

    private int name(String literal, int from, boolean slash) {
        if (slash) {
            text.append('/');
        }
        int at = from;
        while (at < literal.length()
                && (Character.isLetterOrDigit(literal.charAt(at))
                        || literal.charAt(at) == ':'
                        || literal.charAt(at) == '-')) {
            element.append(Character.toLowerCase(literal.charAt(at)));
            text.append(literal.charAt(at++));
        }
        return at;
    }

    private static boolean isTagStart(char c) {
        return c == '/' || Character.isLetter(c);
    }

    private void tag(char c) {
        if (c == '>') {
            String name = element.toString();
            boolean isRaw =
                    !closing && Set.of("script", "style", "textarea", "title").contains(name);
            state = isRaw ? State.RAW : State.TEXT;
            kind = !isRaw
                    ? Kind.PLAIN
                    : name.equals("script") ? Kind.SCRIPT : name.equals("style") ? Kind.CSS : Kind.PLAIN;
            scriptQuote = 0;
        } else if (!Character.isWhitespace(c) && c != '/') {
            attribute.setLength(0);
            attribute.append(Character.toLowerCase(c));
            state = State.NAME;
        }
    }

    private void name(char c) {
        if (c == '=') {
            state = State.BEFORE_VALUE;
        } else if (c == '>') {
            state = State.TAG;
            tag(c);
        } else if (Character.isWhitespace(c)) {
            state = State.AFTER_NAME;
        } else {
            attribute.append(Character.toLowerCase(c));
        }
    }

    private void afterName(char c) {
        if (c == '=') {
            state = State.BEFORE_VALUE;
        } else if (!Character.isWhitespace(c)) {
            state = State.TAG;
            tag(c);
        }
    }

    private void beforeValue(char c) {
        if (c == '"' || c == '\'') {
            beginValue(c);
        } else if (c == '>') {
            state = State.TAG;
            tag(c);
        } else if (!Character.isWhitespace(c)) {
            beginValue(' ');
            inValue(c);
        }
    }

    private void beginValue(char quote) {
        state = State.VALUE;
        delimiter = quote;
        kind = kindOf(attribute.toString());
        begun = false;
        query = false;
        scriptQuote = 0;
    }

    private static Kind kindOf(String name) {
        String bare = name.startsWith("data-") ? name.substring(5) : name;
        if (bare.startsWith("on")) {
            return Kind.SCRIPT;
        }
        if (bare.equals("style")) {
            return Kind.CSS;
        }
        boolean url = URL_ATTRIBUTES.contains(bare)
                || bare.startsWith("xmlns:")
                || bare.contains("src")
                || bare.contains("uri")
                || bare.contains("url");
        return url ? Kind.URL : Kind.PLAIN;
    }

    private void inValue(char c) {
        boolean ends = delimiter == ' ' ? Character.isWhitespace(c) || c == '>' : c == delimiter;
        if (ends) {
            state = State.TAG;
            if (c == '>') {
                tag(c);
            }
            return;
        }
        begun = true;
        query |= c == '?' || c == '#';
        quoteInScript(c);
    }

    private void raw(String literal, int at, char c) {
        quoteInScript(c);
        String end = "</" + element;
        if (c == '<' && literal.regionMatches(true, at, end, 0, end.length())) {
            state = State.TAG;
            closing = true;
        }
    }

    private void quoteInScript(char c) {
        if (kind == Kind.SCRIPT && (c == '"' || c == '\'')) {
            scriptQuote = scriptQuote == 0 ? c : scriptQuote == c ? 0 : scriptQuote;
        }
    }

    @Override
    public void value(Object value) {
        String shown = value == null ? "" : Values.print(value, budget);
        boolean html = value instanceof Safe safe && safe.kind() == Safe.Kind.HTML;
        switch (state) {
            case TEXT -> text.append(html ? shown : HtmlEscape.content(shown));
            case RAW ->
                text.append(
                        kind == Kind.SCRIPT
                                ? script(value)
                                : kind == Kind.CSS ? HtmlEscape.css(shown) : HtmlEscape.content(shown));
            case VALUE -> text.append(attributeValue(value, html ? HtmlEscape.withoutTags(shown) : shown));
            case BEFORE_VALUE -> {
                beginValue(' ');
                text.append(attributeValue(value, html ? HtmlEscape.withoutTags(shown) : shown));
            }
            case COMMENT -> {
                // Comments are left out, and so is what stands in them.
            }
            default -> {
                boolean name = shown.chars().allMatch(Character::isLetterOrDigit)
                        && !shown.isEmpty()
                        && kindOf(attribute + shown.toLowerCase(Locale.ROOT)) == Kind.PLAIN;
                text.append(name ? shown : FILTERED);
            }
        }
        budget.size(text.length());
    }

    private String attributeValue(Object value, String shown) {
        String safe =
                switch (kind) {
                    case URL -> url(value, shown);
                    case CSS -> HtmlEscape.css(shown);
                    case SCRIPT -> script(value);
                    case PLAIN -> shown;
                };
        begun |= !shown.isEmpty();
        return delimiter == ' ' ? HtmlEscape.unquoted(safe) : HtmlEscape.content(safe);
    }

    private String url(Object value, String shown) {
        boolean trusted = value instanceof Safe safe && safe.kind() == Safe.Kind.URL;
        String result = begun || trusted || HtmlEscape.isSafeUrl(shown) ? HtmlEscape.url(shown, query) : "#" + FILTERED;
        return result;
    }

    private String script(Object value) {
        if (scriptQuote != 0) {
            return HtmlEscape.scriptText(value == null ? "" : Values.print(value, budget));
        }
        String json = TemplateJson.write(value);
        return value instanceof Number ? " " + json + " " : json;
    }

    @Override
    public String result() {
        return text.toString();
    }
}
