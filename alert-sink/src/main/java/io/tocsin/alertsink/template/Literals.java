package io.tocsin.alertsink.template;

/** Reads Go's constants. Stateless. */
final class Literals {

    private static final int HEX = 16;

    private Literals() {}

    /** Returns the text of {@code "..."}; null when it is malformed. */
    static String unquote(String quoted) {
        StringBuilder text = new StringBuilder();
        int at = 1;
        int end = quoted.length() - 1;
        while (at < end) {
            char c = quoted.charAt(at);
            if (c != '\\') {
                text.append(c);
                at++;
                continue;
            }
            char kind = quoted.charAt(at + 1);
            int simple = "abfnrtv\\\"'".indexOf(kind);
            if (simple >= 0) {
                text.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(simple));
                at += 2;
                continue;
            }
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : kind >= '0' && kind <= '7' ? 3 : 0;
            int from = digits == 3 ? at + 1 : at + 2;
            if (digits == 0 || from + digits > end) {
                return null;
            }
            try {
                int code = Integer.parseInt(quoted.substring(from, from + digits), digits == 3 ? 8 : HEX);
                text.appendCodePoint(code);
            } catch (IllegalArgumentException malformed) {
                return null;
            }
            at = from + digits;
        }
        return text.toString();
    }

    /** Returns a Long or a Double; null when the text is no number. */
    static Object number(String text) {
        String digits = text.replace("_", "");
        String bare = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        String sign = digits.startsWith("-") ? "-" : "";
        String lower = bare.toLowerCase(java.util.Locale.ROOT);
        try {
            if (lower.startsWith("0x") && lower.indexOf('p') < 0) {
                return Long.parseLong(sign + bare.substring(2), HEX);
            }
            if (lower.startsWith("0b")) {
                return Long.parseLong(sign + bare.substring(2), 2);
            }
            if (lower.startsWith("0o")) {
                return Long.parseLong(sign + bare.substring(2), 8);
            }
            if (bare.length() > 1 && bare.charAt(0) == '0' && bare.chars().allMatch(Character::isDigit)) {
                return Long.parseLong(sign + bare, 8);
            }
            if (bare.chars().allMatch(Character::isDigit)) {
                return Long.parseLong(sign + bare);
            }
            if (lower.matches("[0-9]*\\.?[0-9]*(e[+-]?[0-9]+)?") && lower.matches(".*[0-9].*")) {
                return Double.parseDouble(sign + bare);
            }
            return null;
        } catch (NumberFormatException malformed) {
            return null;
        }
    }
}
