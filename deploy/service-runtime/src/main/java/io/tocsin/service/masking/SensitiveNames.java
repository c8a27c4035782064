package io.tocsin.service.masking;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows from a field's name whether its value must not be shown. */
final class SensitiveNames {

    /** Longest name that is looked at. */
    static final int LONGEST = 64;

    private static final int SHORTEST = 3;

    /** Names that were looked at before, for the same few come again and again; bounded, for a client could make up new ones. */
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private static final int MAX_KNOWN = 4096;

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
    static boolean matches(String text, int from, int to) {
        if (to - from > LONGEST || to - from < SHORTEST) {
            return false;
        }
        String name = text.substring(from, to);
        Boolean known = KNOWN.get(name);
        if (known == null) {
            known = isSensitive(name);
            if (KNOWN.size() < MAX_KNOWN) {
                KNOWN.put(name, known);
            }
        }
        return known;
    }

    private static boolean isSensitive(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        int lastPart = 0;
        for (int i = 0; i < name.length(); i++) {
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
