package io.tocsin.service.masking;

import java.util.List;

/** Knows from a field's name whether its value must not be shown. */
final class SensitiveNames {

    /** Longest name that is looked at. */
    static final int LONGEST = 64;

    /** Parts of a name without its separators, in lower case, that give it away. */
    private static final List<String> PARTS = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "privatekey",
            "signingkey",
            "authorization",
            "credential",
            "cookie",
            "sessionid",
            "jaasconfig",
            "creditcard",
            "cardnumber",
            "cvv",
            "cvc");

    /** Whole names that are too short or too common to look for within others. */
    private static final List<String> WHOLE = List.of("auth", "pass", "pin", "ssn", "email", "mail", "iban");

    private SensitiveNames() {}

    /**
     * Whether the name of a field, header or variable says that its value is sensitive. Case, hyphens, underscores and dots
     * do not matter.
     */
    static boolean matches(CharSequence name, int from, int to) {
        if (to - from > LONGEST || from >= to) {
            return false;
        }
        StringBuilder plain = new StringBuilder(to - from);
        int lastPart = 0;
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            if (c == '.') {
                lastPart = plain.length();
            } else if (c != '-' && c != '_' && c != ' ') {
                plain.append(Character.toLowerCase(c));
            }
        }
        String text = plain.toString();
        // A count of tokens or an address of an endpoint for tokens is no token.
        if (text.endsWith("tokens") || text.endsWith("count") || text.endsWith("url") || text.endsWith("type")) {
            return false;
        }
        return WHOLE.contains(text.substring(lastPart)) || PARTS.stream().anyMatch(text::contains);
    }
}
