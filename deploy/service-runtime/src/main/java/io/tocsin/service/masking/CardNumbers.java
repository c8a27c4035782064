package io.tocsin.service.masking;

/** Finds numbers of payment cards: 13 to 19 digits, perhaps in groups, that satisfy Luhn's check. */
final class CardNumbers {

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    private CardNumbers() {}

    /**
     * The end of the card number that begins here.
     *
     * @param at index of a digit that is the first of its group
     * @return the index after its last digit; -1 when no card number begins here
     */
    static int end(CharSequence text, int at) {
        int digits = 0;
        int last = -1;
        // Luhn's sum counts from the right. Two sums, one for each parity of the length, are kept from the left.
        int oddSum = 0;
        int evenSum = 0;
        boolean separated = false;
        for (int i = at; i < text.length() && digits < LONGEST; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                int value = c - '0';
                int doubled = value > 4 ? 2 * value - 9 : 2 * value;
                digits++;
                boolean even = digits % 2 == 0;
                oddSum += even ? doubled : value;
                evenSum += even ? value : doubled;
                separated = false;
                boolean groupEnds = i + 1 == text.length() || !isDigit(text.charAt(i + 1));
                int sum = digits % 2 == 0 ? evenSum : oddSum;
                if (groupEnds && digits >= SHORTEST && sum % 10 == 0) {
                    last = i + 1;
                }
            } else if ((c == ' ' || c == '-') && !separated && digits > 0) {
                separated = true;
            } else {
                break;
            }
        }
        return last;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
