package io.tocsin.processor.core.logs;

/**
 * Takes a line apart without knowing what wrote it. A token is a sign or an atom. Atoms that are values by their shape
 * are masked here, and neighbouring values become one, so that a list looks alike whatever its length. What follows a
 * line break does not count: it is a stack trace or the like. Work is linear in the length, which is bounded. Stateless.
 */
final class LineTokenizer {

    /** Bytes that are looked at. */
    static final int MAX_BYTES = 2048;

    private LineTokenizer() {}

    /** Takes a line apart. */
    static void split(byte[] b, int from, int count, LineTokens tokens) {
        tokens.begin(b);
        int end = from + Math.min(count, MAX_BYTES);
        tokens.cut = count > MAX_BYTES;
        int i = from;
        while (i < end) {
            byte c = b[i];
            if (Characters.of(c) == Characters.SPACE) {
                if (c == '\n' && tokens.count > 0) {
                    tokens.cut = true;
                    break;
                }
                i++;
            } else if (tokens.hasRoom()) {
                i = next(b, i, from, end, tokens);
            } else {
                tokens.cut = true;
                break;
            }
        }
        tokens.seal();
    }

    private static int next(byte[] b, int i, int from, int end, LineTokens tokens) {
        boolean assigned = i > from && b[i - 1] == '=';
        if (AtomScanner.startsAt(b, i, end)) {
            return atom(b, i, AtomScanner.end(b, i, end, assigned), end, tokens);
        }
        byte c = b[i];
        if (c == '"' && assigned) {
            int closed = AtomScanner.quoteEnd(b, i, end);
            if (closed > 0) {
                return value(b, i, closed, end, tokens);
            }
        }
        if (c == '(' && i + 1 < end && b[i + 1] == ')' && i > from && b[i - 1] == ' ') {
            // Brackets with nothing in them: an empty value, as against the call of a function.
            tokens.add(i, i + 1, TokenKind.SIGN);
            tokens.add(i + 1, i + 1, TokenKind.VALUE);
            tokens.add(i + 1, i + 2, TokenKind.SIGN);
            return i + 2;
        }
        int stop = i + 1;
        while (stop < end && b[stop] == c) {
            stop++;
        }
        tokens.add(i, stop, TokenKind.SIGN);
        return stop;
    }

    private static int atom(byte[] b, int start, int stop, int end, LineTokens tokens) {
        byte kind = AtomShape.of(b, start, stop);
        if (kind == TokenKind.VALUE || kind == TokenKind.WORD && isDate(b, start, stop, end)) {
            return value(b, start, stop, end, tokens);
        }
        if (kind == TokenKind.WORD
                && stop - start <= 5
                && tokens.valueReaches(start)
                && (Vocabulary.UNITS.contains(b, start, stop) || Vocabulary.ZONES.contains(b, start, stop))) {
            tokens.end[tokens.count - 1] = stop;
            return stop;
        }
        tokens.add(start, stop, kind);
        return stop;
    }

    private static int value(byte[] b, int start, int stop, int end, LineTokens tokens) {
        int last = stop < end && b[stop] == '%' ? stop + 1 : stop;
        int n = tokens.count;
        if (n > 0 && tokens.kind[n - 1] == TokenKind.VALUE) {
            tokens.end[n - 1] = last;
        } else if (n > 1
                && tokens.kind[n - 1] == TokenKind.SIGN
                && tokens.kind[n - 2] == TokenKind.VALUE
                && links(tokens.first(n - 1))) {
            tokens.count = n - 1;
            tokens.end[n - 2] = last;
        } else {
            tokens.add(start, last, TokenKind.VALUE);
        }
        return last;
    }

    /** Returns whether a sign between two values makes one of them. */
    private static boolean links(byte sign) {
        return switch (sign) {
            case ',', ':', '-', '/', '|', '@', '.', '+', '#', '~', '&' -> true;
            default -> false;
        };
    }

    private static boolean isDate(byte[] b, int start, int stop, int end) {
        if (!Vocabulary.DATES.contains(b, start, stop)) {
            return false;
        }
        int i = stop;
        while (i < end && (b[i] == ' ' || b[i] == ',')) {
            i++;
        }
        return i > stop && (Characters.isDigit(b, i, end) || i + 3 <= end && Vocabulary.DATES.contains(b, i, i + 3));
    }
}
