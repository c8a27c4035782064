package io.tocsin.processor.core.logs;

/** Classes of the bytes of a line. Bytes of longer UTF-8 sequences count as letters. */
final class Characters {

    static final byte SPACE = 0;
    static final byte LETTER = 1;
    static final byte DIGIT = 2;
    /** Holds the parts of a name, number or path together. */
    static final byte JOINER = 3;

    static final byte SIGN = 4;

    private static final byte[] CLASSES = classes();

    private Characters() {}

    /** Returns the class of a byte. */
    static byte of(byte c) {
        return CLASSES[c & 0xff];
    }

    /** Returns whether an index is within the bounds and holds a letter or a digit. */
    static boolean isWord(byte[] b, int index, int end) {
        return index < end && (of(b[index]) == LETTER || of(b[index]) == DIGIT);
    }

    /** Returns whether an index is within the bounds and holds a digit. */
    static boolean isDigit(byte[] b, int index, int end) {
        return index < end && of(b[index]) == DIGIT;
    }

    /** Returns whether a byte is a hexadecimal digit. */
    static boolean isHex(byte c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** Returns whether a byte is an upper-case ASCII letter. */
    static boolean isUpper(byte c) {
        return c >= 'A' && c <= 'Z';
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            if (c <= ' ' || c == 0x7f) {
                classes[c] = SPACE;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80) {
                classes[c] = LETTER;
            } else if (c >= '0' && c <= '9') {
                classes[c] = DIGIT;
            } else if ("._-/\\@$+~".indexOf(c) >= 0) {
                classes[c] = JOINER;
            } else {
                classes[c] = SIGN;
            }
        }
        return classes;
    }
}
