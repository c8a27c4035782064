package io.tocsin.processor.core.source;

import java.nio.charset.StandardCharsets;

/**
 * A text that is a string or a piece of a UTF-8 array, so that a decoder need not make a string of what nobody may look
 * at. Reusable; null until set. A piece is valid until the array changes: the fold copies what it keeps. Searching works
 * on bytes or chars alike and is exact for ASCII patterns, because no byte of a longer UTF-8 sequence is ASCII.
 */
public final class Text {

    private static final byte[] NONE = {};

    private String string;
    private byte[] bytes;
    private int offset;
    private int length;

    /** Makes it null. */
    public void clear() {
        string = null;
        bytes = null;
    }

    /** Sets it to a string, or to null. */
    public void set(String value) {
        string = value;
        bytes = null;
    }

    /** Sets it to a piece of an array, which must be valid UTF-8 (an invalid sequence reads as U+FFFD). */
    public void setUtf8(byte[] array, int from, int count) {
        if (from < 0 || count < 0 || from > array.length - count) {
            throw new IndexOutOfBoundsException(count + " bytes from " + from + " of " + array.length);
        }
        string = null;
        bytes = array;
        offset = from;
        length = count;
    }

    /** Returns whether there is no text. */
    public boolean isNull() {
        return string == null && bytes == null;
    }

    /** Returns whether there is no text or an empty one. */
    public boolean isEmpty() {
        return units() == 0;
    }

    /** Returns whether there is no text or one of white space only. */
    public boolean isBlank() {
        int n = units();
        for (int i = 0; i < n; i++) {
            if (unit(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Returns the text as a string, making it on the first call; null when there is none. */
    public String string() {
        if (string == null && bytes != null) {
            string = new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        return string;
    }

    /** Returns whether the text is the given one; ASCII pieces are compared without making a string. */
    public boolean contentEquals(String other) {
        if (bytes == null) {
            return string == null ? other == null : string.equals(other);
        }
        if (other == null) {
            return false;
        }
        if (string != null) {
            return string.equals(other);
        }
        boolean ascii = true;
        int n = Math.min(length, other.length());
        for (int i = 0; i < n; i++) {
            byte b = bytes[offset + i];
            if (b < 0) {
                ascii = false;
                break;
            }
            if (b != other.charAt(i)) {
                return false;
            }
        }
        if (ascii) {
            return length == other.length();
        }
        return string().equals(other);
    }

    /** Returns the array that holds the text in UTF-8, made on the first call when it is a string; never null. */
    public byte[] utf8() {
        if (bytes == null) {
            if (string == null) {
                return NONE;
            }
            bytes = string.getBytes(StandardCharsets.UTF_8);
            offset = 0;
            length = bytes.length;
        }
        return bytes;
    }

    /** Returns where the text begins in {@link #utf8}. */
    public int utf8Offset() {
        return bytes == null ? 0 : offset;
    }

    /** Returns how many bytes of {@link #utf8} the text takes. */
    public int utf8Length() {
        return utf8() == NONE ? 0 : length;
    }

    /** Returns the number of units: bytes of a piece, chars of a string, 0 for null. */
    public int units() {
        if (bytes != null) {
            return length;
        }
        return string == null ? 0 : string.length();
    }

    /** Returns the unit at the index as a non-negative number. */
    public int unit(int index) {
        return bytes != null ? bytes[offset + index] & 0xff : string.charAt(index);
    }

    @Override
    public String toString() {
        return String.valueOf(string());
    }
}
