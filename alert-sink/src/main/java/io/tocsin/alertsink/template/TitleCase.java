package io.tocsin.alertsink.template;

/** Title case: the first letter of each word is large, the others are small. Stateless. */
final class TitleCase {

    private TitleCase() {}

    static String of(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean inWord = false;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (Character.isLetter(c)) {
                title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
                inWord = true;
            } else {
                title.appendCodePoint(c);
                boolean joins = Character.isDigit(c)
                        || c == '_'
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || ("'.:\u2019\u00b7".indexOf(c) >= 0
                                && next < text.length()
                                && Character.isLetter(text.codePointAt(next)));
                inWord &= joins;
            }
            at = next;
        }
        return title.toString();
    }
}
