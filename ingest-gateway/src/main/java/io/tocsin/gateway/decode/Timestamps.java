package io.tocsin.gateway.decode;

/**
 * Times as clients write them: RFC 3339 with any offset, or a number of seconds or milliseconds since 1970. All of them
 * lie between 1970 and the end of the year 9999.
 */
final class Timestamps {

    /** Last millisecond of the year 9999, UTC. */
    static final long MAX = 253_402_300_799_999L;
    /** Numbers below are seconds (until the year 5138), the others milliseconds (since March 1973). */
    static final double FIRST_MILLISECONDS = 1e11;
    /** What {@link #parse} and {@link #ofNumber} answer when the value is no time. */
    static final long INVALID = -1;

    private static final int DAYS_TO_1970 = 719_468;
    private static final int[] DAYS_IN_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Timestamps() {}

    /**
     * Reads an RFC 3339 time; digits of the fraction beyond the milliseconds are cut off, and a leap second counts as
     * the second behind it.
     *
     * @return epoch milliseconds, or {@link #INVALID}
     */
    static long parse(String text) {
        int length = text.length();
        if (length < 20 || length > 64 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return INVALID;
        }
        char separator = text.charAt(10);
        if ((separator != 'T' && separator != 't' && separator != ' ')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return INVALID;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if ((year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 60) {
            return INVALID;
        }
        if (month < 1 || month > 12 || day < 1 || day > lastDay(year, month)) {
            return INVALID;
        }
        int at = 19;
        int millis = 0;
        if (text.charAt(at) == '.') {
            int first = ++at;
            int scale = 100;
            while (at < length && isDigit(text.charAt(at))) {
                millis += (text.charAt(at) - '0') * scale;
                scale /= 10;
                at++;
            }
            if (at == first) {
                return INVALID;
            }
        }
        int offset = offsetMinutes(text, at);
        if (offset == Integer.MIN_VALUE) {
            return INVALID;
        }
        long seconds = epochDay(year, month, day) * 86_400L + hour * 3_600L + (minute - offset) * 60L + second;
        return inRange(seconds * 1000 + millis);
    }

    /**
     * Reads a number of seconds or milliseconds since 1970.
     *
     * @return epoch milliseconds, or {@link #INVALID}
     */
    static long ofNumber(double number) {
        if (!(number >= 0) || number > MAX) {
            return INVALID;
        }
        return inRange(number < FIRST_MILLISECONDS ? Math.round(number * 1000) : (long) number);
    }

    private static long inRange(long millis) {
        return millis < 0 || millis > MAX ? INVALID : millis;
    }

    private static int offsetMinutes(String text, int at) {
        int rest = text.length() - at;
        if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        if (rest != 6 || text.charAt(at + 3) != ':' || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, at + 3);
        int minutes = digits(text, at + 4, at + 6);
        if ((hours | minutes) < 0 || hours > 23 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 60 + minutes;
        return text.charAt(at) == '-' ? -offset : offset;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int lastDay(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && !leap ? 28 : DAYS_IN_MONTH[month - 1];
    }

    /** Days since 1970 of a proleptic Gregorian date, after Howard Hinnant's days_from_civil. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - DAYS_TO_1970;
    }
}
