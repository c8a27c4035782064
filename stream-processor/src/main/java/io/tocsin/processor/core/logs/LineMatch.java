package io.tocsin.processor.core.logs;

/**
 * How a line compares with a template of its structure. Pieces that differ are either such as vary (two numbers, two host
 * names, whatever follows "user") or such as say something else (two words of the text). Reusable; not thread-safe.
 */
final class LineMatch {

    /** A name may follow: two different words here are two values. */
    private static final int NAME_PLACE = 2;
    /** A value may follow, but so may a word that means something. */
    private static final int VALUE_PLACE = 1;
    /** Words that must be the same for each two that are taken for names. */
    private static final int SAME_PER_WORD = 3;

    /** Pieces that are the same in both, signs not counted. */
    int same;
    /** Pieces that differ and may vary. */
    int varying;
    /** Words among them: what is a value is told by its place alone. */
    int varyingWords;
    /** Pieces that differ and mean something; counting ends at two. */
    int different;
    /** The latest piece that differs and means something. */
    int differentAt;

    /** Compares. */
    void compare(LogTemplate template, LineTokens line) {
        same = 0;
        varying = 0;
        varyingWords = 0;
        different = 0;
        for (int i = 0; i < line.count && different < 2; i++) {
            byte known = template.kind(i);
            byte seen = line.kind[i];
            if (template.hash(i) == line.hash[i] && known == seen) {
                same += seen == TokenKind.SIGN || seen == TokenKind.VALUE ? 0 : 1;
            } else if (known == TokenKind.VALUE && covers(template.openness(i), seen)) {
                continue;
            } else if (mayVary(template, line, i)) {
                varying++;
                varyingWords += known == TokenKind.WORD && seen == TokenKind.WORD ? 1 : 0;
            } else {
                different++;
                differentAt = i;
            }
        }
    }

    /** Returns whether the line belongs to the template as it is, or when its varying pieces become variable. */
    boolean belongs() {
        return different == 0 && (varying == 0 || same >= varying) && same >= SAME_PER_WORD * varyingWords;
    }

    /** Returns whether a single word makes the difference. */
    boolean differsInOneWord(LogTemplate template, LineTokens line) {
        return different == 1
                && varying == 0
                && template.kind(differentAt) != TokenKind.VALUE
                && line.kind[differentAt] != TokenKind.VALUE;
    }

    /** Returns whether a piece is in a place where values are to be expected. */
    static boolean isValuePlace(LineTokens line, int i) {
        return place(line, i) > 0;
    }

    private static boolean covers(int openness, byte kind) {
        return openness >= (kind == TokenKind.WORD ? LogTemplate.WORDS : LogTemplate.NAMES);
    }

    private static boolean mayVary(LogTemplate template, LineTokens line, int i) {
        byte known = template.kind(i);
        byte seen = line.kind[i];
        if (known == TokenKind.NUMBERED && seen == TokenKind.NUMBERED) {
            return sameSkeleton(template, line, i) || place(line, i) > 0;
        }
        if (known != TokenKind.WORD && seen != TokenKind.WORD) {
            return true;
        }
        int place = place(line, i);
        byte[] text = template.textBytes();
        int start = template.start(i);
        int end = template.end(i);
        boolean seenIsValue = seen == TokenKind.VALUE;
        boolean knownIsValue = known == TokenKind.VALUE;
        if (place > 0
                && (knownIsValue && Vocabulary.ABSENT.contains(line.line, line.start[i], line.end[i])
                        || seenIsValue && Vocabulary.ABSENT.contains(text, start, end))) {
            return true;
        }
        if (!seenIsValue && Vocabulary.STATES.contains(line.line, line.start[i], line.end[i])
                || !knownIsValue && Vocabulary.STATES.contains(text, start, end)) {
            return false;
        }
        return place == NAME_PLACE || place == VALUE_PLACE && !(known == TokenKind.WORD && seen == TokenKind.WORD);
    }

    private static int place(LineTokens line, int i) {
        if (i == 0) {
            return 0;
        }
        if (line.kind[i - 1] != TokenKind.SIGN) {
            return names(line, i - 1) ? NAME_PLACE : 0;
        }
        byte sign = line.first(i - 1);
        boolean signFollows = i + 1 < line.count && line.kind[i + 1] == TokenKind.SIGN;
        return switch (sign) {
            case '=' -> i > 1 && names(line, i - 2) ? NAME_PLACE : VALUE_PLACE;
            case ':' -> line.spaceBefore(i) || line.spaceBefore(i - 1) ? 0 : VALUE_PLACE;
            case '"', '\'' -> signFollows && line.first(i + 1) == sign ? NAME_PLACE : 0;
            case '(', '[', '{', '<' -> signFollows && closes(sign, line.first(i + 1)) ? VALUE_PLACE : 0;
            default -> 0;
        };
    }

    private static boolean closes(byte open, byte sign) {
        return open == '(' ? sign == ')' : sign == open + 2;
    }

    private static boolean names(LineTokens line, int i) {
        return line.kind[i] == TokenKind.WORD && Vocabulary.NAMING.contains(line.line, line.start[i], line.end[i]);
    }

    private static boolean sameSkeleton(LogTemplate template, LineTokens line, int i) {
        byte[] text = template.textBytes();
        int a = template.start(i);
        int b = line.start[i];
        if (template.end(i) - a != line.end[i] - b) {
            return false;
        }
        for (; a < template.end(i); a++, b++) {
            boolean digits =
                    Characters.of(text[a]) == Characters.DIGIT && Characters.of(line.line[b]) == Characters.DIGIT;
            if (text[a] != line.line[b] && !digits) {
                return false;
            }
        }
        return true;
    }
}
