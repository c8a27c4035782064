package io.tocsin.processor.core.logs;

import static io.tocsin.processor.core.logs.Characters.DIGIT;
import static io.tocsin.processor.core.logs.Characters.JOINER;
import static io.tocsin.processor.core.logs.Characters.LETTER;
import static io.tocsin.processor.core.logs.Characters.isDigit;
import static io.tocsin.processor.core.logs.Characters.isHex;
import static io.tocsin.processor.core.logs.Characters.isWord;

/**
 * Where atoms begin and end. An atom is what no blank or sign divides: a word, a number, a path, an address with its port,
 * a URL. A colon, a comma or a brace belongs to it only where its neighbours say so. Stateless.
 */
final class AtomScanner {

    private static final int LONGEST_BRACE = 200;

    private AtomScanner() {}

    /** Returns whether an atom begins at an index. */
    static boolean startsAt(byte[] b, int i, int end) {
        byte type = Characters.of(b[i]);
        if (type == LETTER || type == DIGIT) {
            return true;
        }
        if (i + 1 >= end) {
            return false;
        }
        byte next = b[i + 1];
        return switch (b[i]) {
            case '/', '\\', '~' -> isWord(b, i + 1, end) || next == '/' || next == '\\' || next == '.';
            case '-', '+' -> isDigit(b, i + 1, end);
            case '<' -> isDigit(b, i + 1, end) && !closedSoon(b, i, end);
            case '.' -> isWord(b, i + 1, end) || next == '/';
            case '_', '$' -> isWord(b, i + 1, end) || next == '_';
            case '@' -> isWord(b, i + 1, end);
            default -> false;
        };
    }

    /**
     * Returns where the atom ends that begins at an index.
     *
     * @param assigned whether it follows an equals sign
     */
    static int end(byte[] b, int start, int end, boolean assigned) {
        boolean digit = isDigit(b, start, end);
        boolean dot = false;
        boolean lower = !Characters.isUpper(b[start]);
        boolean address = b[start] == '/';
        int i = start + 1;
        while (i < end) {
            byte c = b[i];
            byte type = Characters.of(c);
            if (type == LETTER || type == DIGIT) {
                digit |= type == DIGIT;
                lower &= !Characters.isUpper(c);
                i++;
            } else if (type == JOINER) {
                if (!joins(b, i, end)) {
                    break;
                }
                dot |= c == '.';
                i++;
            } else if (c == ':') {
                int next = behindColon(b, start, i, end, digit, dot && lower, assigned);
                if (next < 0) {
                    break;
                }
                address |= next == i + 3;
                i = next;
            } else if (c == ',' && digit && thousands(b, i, end)
                    || address && i + 1 < end && (c == '?' || c == '=' || c == '&' || c == '#' || c == '%')) {
                i++;
            } else if (c == '{' && assigned) {
                int closed = braceEnd(b, i, end);
                if (closed < 0) {
                    break;
                }
                i = closed;
            } else {
                break;
            }
        }
        return i;
    }

    /** Returns the index behind the quote that closes the one at an index, or -1. */
    static int quoteEnd(byte[] b, int open, int end) {
        for (int i = open + 1; i < end && i < open + LONGEST_BRACE; i++) {
            if (b[i] == b[open]) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean joins(byte[] b, int i, int end) {
        byte c = b[i];
        boolean word = isWord(b, i + 1, end);
        boolean joiner = i + 1 < end && Characters.of(b[i + 1]) == JOINER;
        if (c == '.') {
            return word || joiner && b[i + 1] != '.';
        }
        if (c == '/' || c == '_' || c == '\\') {
            return true;
        }
        return c != b[i - 1] && (word || joiner);
    }

    /** Returns the index behind a colon that belongs to the atom, or -1 when it does not. */
    private static int behindColon(byte[] b, int start, int i, int end, boolean digit, boolean host, boolean assigned) {
        if (i + 2 < end && b[i + 1] == '/' && b[i + 2] == '/') {
            return i + 3;
        }
        if (i == start + 1 && i + 1 < end && (b[i + 1] == '\\' || b[i + 1] == '/')) {
            return i + 2;
        }
        boolean port = (digit || host) && isDigit(b, i + 1, end);
        boolean negative = digit && i + 1 < end && b[i + 1] == '-';
        boolean place = digit && i + 1 < end && Characters.isUpper(b[i + 1]) && isDigit(b, i + 2, end);
        boolean value = assigned && isWord(b, i + 1, end);
        return port || negative || place || value || hexPairs(b, start, i, end) ? i + 1 : -1;
    }

    private static boolean hexPairs(byte[] b, int start, int colon, int end) {
        return colon - 2 >= start
                && isHex(b[colon - 1])
                && isHex(b[colon - 2])
                && (colon - 3 < start || b[colon - 3] == ':')
                && colon + 2 < end
                && isHex(b[colon + 1])
                && isHex(b[colon + 2])
                && (colon + 3 >= end || b[colon + 3] == ':' || Characters.of(b[colon + 3]) == Characters.SPACE);
    }

    private static boolean thousands(byte[] b, int comma, int end) {
        int i = comma + 1;
        while (isDigit(b, i, end)) {
            i++;
        }
        return i - comma - 1 == 3;
    }

    private static int braceEnd(byte[] b, int open, int end) {
        for (int i = open + 1; i < end && i < open + LONGEST_BRACE; i++) {
            if (b[i] == '}') {
                return i + 1;
            }
            if (b[i] == ' ' || b[i] == '{') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean closedSoon(byte[] b, int open, int end) {
        for (int i = open + 1; i < end && i < open + 24; i++) {
            if (b[i] == '>') {
                return true;
            }
        }
        return false;
    }
}
