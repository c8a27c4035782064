package io.tocsin.alertsink.template;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Escapes texts for the places of HTML where they can stand. Stateless. */
final class HtmlEscape {

    private static final String URL_UNRESERVED = "-._~";
    private static final String URL_RESERVED = "!#$&*+,/:;=?@[]%";

    private HtmlEscape() {}

    /** Escapes as Go's template.HTMLEscapeString. */
    static String html(String text) {
        return escape(text, "");
    }

    /** Escapes for text between tags and for values in quotes. */
    static String content(String text) {
        return escape(text, "+");
    }

    /** Escapes for values without quotes. */
    static String unquoted(String text) {
        return text.isEmpty() ? "\uFFFD" : escape(text, "+ \t\n\u000b\f\r=`");
    }

    private static String escape(String text, String more) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> escaped.append('\uFFFD');
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (more.indexOf(c) >= 0) {
                        escaped.append("&#").append((int) c).append(';');
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Takes the tags out of HTML, for a place where there can be none. */
    static String withoutTags(String html) {
        return html.replaceAll("<[^>]*>?", "");
    }

    /** Returns whether a URL has no scheme, or one that does not run anything. */
    static boolean isSafeUrl(String url) {
        int colon = url.indexOf(':');
        if (colon < 0 || url.substring(0, colon).matches(".*[/?#].*")) {
            return true;
        }
        String scheme = url.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") || scheme.equals("mailto");
    }

    /** Escapes what cannot stand in a URL; what is escaped already stays. */
    static String url(String text, boolean query) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c)
                    || URL_UNRESERVED.indexOf(c) >= 0
                    || !query && URL_RESERVED.indexOf(c) >= 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02x", (int) c));
            }
        }
        return escaped.toString();
    }

    /** Escapes as Go's template.JSEscapeString. */
    static String javascript(String text) {
        return javascript(text, "<>&=", true);
    }

    /** Escapes for within a text of a script. */
    static String scriptText(String text) {
        return javascript(text, "<>&'\"`+", false);
    }

    private static String javascript(String text, String hidden, boolean upper) {
        String form = upper ? "\\u%04X" : "\\u%04x";
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int simple = upper ? -1 : "\t\n\f\r".indexOf(c);
            if (simple >= 0) {
                escaped.append('\\').append("tnfr".charAt(simple));
            } else if (hidden.indexOf(c) >= 0 || c < ' ' || c == 0x2028 || c == 0x2029) {
                escaped.append(String.format(Locale.ROOT, form, (int) c));
            } else if (c == '\\' || c == '\'' || c == '"' || c == '/' && !upper) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Returns a value of CSS, or what stands for one that could run something. */
    static String css(String text) {
        boolean suspicious = text.chars().anyMatch(c -> "\0\"'()/;@[\\]`{}<>".indexOf(c) >= 0)
                || text.contains("--")
                || text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").matches(".*(expression|mozbinding).*");
        return suspicious ? HtmlOutput.FILTERED : text;
    }
}
