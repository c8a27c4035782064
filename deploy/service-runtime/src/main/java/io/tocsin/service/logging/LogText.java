package io.tocsin.service.logging;

import io.tocsin.service.masking.Masking;

/** Makes a text fit for the log: nothing secret, and no control characters by which a client could forge lines. */
final class LogText {

    private LogText() {}

    static String safe(String text) {
        String masked = Masking.mask(text);
        for (int i = 0; i < masked.length(); i++) {
            if (isControl(masked.charAt(i))) {
                return escaped(masked, i);
            }
        }
        return masked;
    }

    private static String escaped(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                default -> {
                    if (isControl(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** Also the separators of lines and the marks that reverse the direction of text. */
    private static boolean isControl(char c) {
        return c < ' ' && c != '\t'
                || c >= 0x7F && c <= 0x9F
                || c == '\u2028'
                || c == '\u2029'
                || c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069';
    }
}
