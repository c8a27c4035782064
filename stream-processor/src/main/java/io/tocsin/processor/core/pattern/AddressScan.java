package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.source.Text;

/** Finds the name of another source in an error text: the word behind "to", "from", "host" or "calling". Stateless. */
final class AddressScan {

    private static final int LOOKED_AT = 512;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 128;
    private static final String[] BEFORE = {" to ", " from ", "host ", "calling ", " with ", "service ", "upstream "};

    private AddressScan() {}

    /** Returns the first word that stands like an address and has a digit, a dash or an underscore; or null. */
    static String find(Text text) {
        String message = null;
        int end = Math.min(text.units(), LOOKED_AT);
        for (int i = 0; i < end; i++) {
            if (text.unit(i) == ' ' || i == 0) {
                message = message == null ? text.string() : message;
                String found = behind(message, i);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static String behind(String message, int at) {
        for (String before : BEFORE) {
            int from = before.startsWith(" ") ? at : at == 0 ? 0 : at + 1;
            if (message.startsWith(before, from)) {
                return word(message, from + before.length());
            }
        }
        return null;
    }

    private static String word(String message, int from) {
        int to = from;
        boolean telling = false;
        while (to < message.length() && isPart(message.charAt(to))) {
            char c = message.charAt(to);
            telling |= c == '-' || c == '_' || c >= '0' && c <= '9';
            to++;
        }
        while (to > from && !Character.isLetterOrDigit(message.charAt(to - 1))) {
            to--;
        }
        boolean fits = to - from >= SHORTEST && to - from <= LONGEST && Character.isLetter(message.charAt(from));
        return telling && fits ? message.substring(from, to) : null;
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }
}
