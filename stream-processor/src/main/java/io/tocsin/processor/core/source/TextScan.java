package io.tocsin.processor.core.source;

/** Looks for ASCII patterns in texts without making strings. */
final class TextScan {

    private static final String EXCEPTION = "Exception";
    private static final String TRACEBACK = "Traceback (most recent call last)";
    private static final String PANIC = "panic: ";

    private TextScan() {}

    /** Returns whether the text starts with an ASCII pattern in lower case, whatever the case of the text. */
    static boolean startsWithIgnoreCase(Text text, String lower) {
        return text.units() >= lower.length() && matchesIgnoreCase(text, 0, lower);
    }

    /** Returns which of some ASCII words in lower case the text is, white space around it and case aside; or null. */
    static String wordOf(Text text, String[] lowerWords) {
        int from = 0;
        int to = text.units();
        while (from < to && text.unit(from) <= ' ') {
            from++;
        }
        while (to > from && text.unit(to - 1) <= ' ') {
            to--;
        }
        for (String word : lowerWords) {
            if (word.length() == to - from && matchesIgnoreCase(text, from, word)) {
                return word;
            }
        }
        return null;
    }

    /** Returns the number that the text is if it is one of three digits, -1 otherwise. */
    static int threeDigits(Text text) {
        if (text.units() != 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < 3; i++) {
            int digit = text.unit(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /**
     * Returns whether a log message shows an exception: a word that ends in {@code Exception} ("java.io.IOException: ..."),
     * Python's {@code Traceback (most recent call last)}, or Go's {@code panic: }. The case counts, so that prose about
     * exceptions is none.
     */
    static boolean showsException(Text text) {
        int last = text.units() - PANIC.length();
        for (int i = 0; i <= last; i++) {
            int unit = text.unit(i);
            if (unit == 'E' && matches(text, i, EXCEPTION) && !isLetter(text, i + EXCEPTION.length())) {
                return true;
            }
            if (unit == 'T' && matches(text, i, TRACEBACK) || unit == 'p' && matches(text, i, PANIC)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Text text, int at, String pattern) {
        if (text.units() - at < pattern.length()) {
            return false;
        }
        for (int i = 1; i < pattern.length(); i++) {
            if (text.unit(at + i) != pattern.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(Text text, int at) {
        if (at >= text.units()) {
            return false;
        }
        int unit = text.unit(at) | 0x20;
        return unit >= 'a' && unit <= 'z';
    }

    private static boolean matchesIgnoreCase(Text text, int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            int unit = text.unit(at + i);
            if (unit >= 'A' && unit <= 'Z') {
                unit += 'a' - 'A';
            }
            if (unit != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
