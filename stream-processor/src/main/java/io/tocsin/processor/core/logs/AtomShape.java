package io.tocsin.processor.core.logs;

import static io.tocsin.processor.core.logs.Characters.DIGIT;
import static io.tocsin.processor.core.logs.Characters.LETTER;
import static io.tocsin.processor.core.logs.Characters.isDigit;

/** Tells by the look of an atom what kind of token it is. Stateless. */
final class AtomShape {

    private AtomShape() {}

    /** Returns the kind of the atom in a stretch of a line. */
    static byte of(byte[] b, int start, int end) {
        int letters = 0;
        int hexLetters = 0;
        int digits = 0;
        int dots = 0;
        int slashes = 0;
        boolean digitBehindMark = false;
        boolean dotted = false;
        for (int i = start; i < end; i++) {
            byte c = b[i];
            byte type = Characters.of(c);
            if (type == DIGIT) {
                digits++;
                digitBehindMark |= i > start && isMark(b[i - 1]);
            } else if (type == LETTER) {
                letters++;
                hexLetters += Characters.isHex(c) ? 1 : 0;
            } else if (c == '.') {
                dots++;
                dotted |= i > start && i + 1 < end && letter(b[i - 1]) && letter(b[i + 1]);
            } else if (c == '/' || c == '\\') {
                slashes++;
            } else if (c == '@' || c == '{') {
                return TokenKind.VALUE;
            }
        }
        int length = end - start;
        if (letters == 0) {
            return digits > 0 || slashes > 0 ? TokenKind.VALUE : TokenKind.WORD;
        }
        boolean rooted = b[start] == '/' || b[start] == '\\' || b[start] == '~';
        if (rooted || slashes > 1 || slashes > 0 && (dots > 0 || digits > 0)) {
            return TokenKind.VALUE;
        }
        if (letters == hexLetters && isHexId(length, digits, dots + slashes, letters)) {
            return TokenKind.VALUE;
        }
        if (digits == 0) {
            return dotted ? TokenKind.DOTTED : TokenKind.WORD;
        }
        boolean leading = isDigit(b, start, end) || b[start] == '-' || b[start] == '+' || b[start] == '<';
        if (leading || dots > 0 || digits > 1 || digitBehindMark || digits * 2 >= length) {
            return TokenKind.VALUE;
        }
        return TokenKind.NUMBERED;
    }

    private static boolean isHexId(int length, int digits, int others, int letters) {
        if (others > 0) {
            return false;
        }
        if (digits > 1) {
            return length >= 4;
        }
        return length >= 8 && (digits > 0 || length % 8 == 0 && letters == length);
    }

    private static boolean isMark(byte c) {
        return c == '_' || c == '-' || c == '$' || c == ':' || c == '~';
    }

    private static boolean letter(byte c) {
        return Characters.of(c) == LETTER;
    }
}
