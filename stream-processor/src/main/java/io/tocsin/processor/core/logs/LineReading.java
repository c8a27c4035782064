package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.model.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the words of a template mean: the level that it states or implies, what it is about, and whether somebody should
 * act. Variable pieces do not count: a user who is called "fatal" is no problem. Immutable.
 *
 * @param stated level that the line itself names at its beginning or as {@code level=}; UNKNOWN when it names none
 * @param implied level that its words speak for; UNKNOWN when they speak for none
 * @param conclusive whether the words are so clear that they outweigh a lower level that was sent
 * @param category what it is about
 * @param passing whether it says that the problem was dealt with or is tried again
 * @param urgent whether it says that something runs out or is broken, whatever its level
 */
public record LineReading(
        Level stated, Level implied, boolean conclusive, LogCategory category, boolean passing, boolean urgent) {

    private static final int HEAD_WORDS = 6;

    private static final Map<String, Level> NAMES = Map.ofEntries(
            Map.entry("TRACE", Level.TRACE),
            Map.entry("DEBUG", Level.DEBUG),
            Map.entry("INFO", Level.INFO),
            Map.entry("NOTICE", Level.INFO),
            Map.entry("WARN", Level.WARN),
            Map.entry("WARNING", Level.WARN),
            Map.entry("ERROR", Level.ERROR),
            Map.entry("ERR", Level.ERROR),
            Map.entry("SEVERE", Level.ERROR),
            Map.entry("CRITICAL", Level.FATAL),
            Map.entry("CRIT", Level.FATAL),
            Map.entry("FATAL", Level.FATAL),
            Map.entry("EMERG", Level.FATAL),
            Map.entry("EMERGENCY", Level.FATAL),
            Map.entry("PANIC", Level.FATAL));

    private static final List<String> FATAL = List.of(
            " fatal ",
            " panic ",
            " panicked ",
            " segfault ",
            " segmentation fault ",
            " core dumped ",
            " out of memory ",
            " outofmemoryerror ",
            " unrecoverable ",
            " kernel bug ",
            " aborting due to ",
            " unhandled exception ",
            " uncaught exception ",
            " oom killer ",
            " oom-killer ");
    private static final List<String> EXCEPTION =
            List.of(" exception ", " traceback ", " stacktrace ", " stack trace ");
    private static final List<String> ERROR = List.of(
            " error ",
            " errors ",
            " failed ",
            " failure ",
            " failures ",
            " fails ",
            " cannot ",
            " can't ",
            " could not ",
            " unable to ",
            " refused ",
            " denied ",
            " corrupt ",
            " corrupted ",
            " crashed ",
            " unreachable ",
            " lost ",
            " no space left ",
            " timed out ",
            " timeout ",
            " aborted ",
            " invalid ",
            " illegal ",
            " broken ",
            " rejected ");
    private static final List<String> WARN = List.of(
            " warning ",
            " warn ",
            " retry ",
            " retrying ",
            " deprecated ",
            " slow ",
            " degraded ",
            " exceeded ",
            " exceeds ",
            " missing ",
            " ignoring ",
            " skipped ",
            " overloaded ",
            " throttled ",
            " unexpected ",
            " expired ");
    private static final List<String> PASSING = List.of(
            " retry ",
            " retrying ",
            " will retry ",
            " try again ",
            " recovered ",
            " reconnected ",
            " corrected ",
            " resolved ",
            " succeeded ",
            " falling back ",
            " resumed ");
    private static final List<String> URGENT = List.of(
            " no space left ",
            " disk full ",
            " is full ",
            " out of memory ",
            " outofmemoryerror ",
            " too many open files ",
            " quota exceeded ",
            " certificate expired ",
            " certificate has expired ",
            " deadlock ",
            " corrupt ",
            " corrupted ",
            " read-only file system ",
            " segfault ",
            " break-in ",
            " data loss ");
    /** What stands around a word of trouble that reports none. */
    private static final List<String> HARMLESS = List.of(
            " no error ",
            " no errors ",
            " no failure ",
            " no failures ",
            " no exception ",
            " no exceptions ",
            " without error ",
            " without errors ",
            " without exception ",
            " error handler ",
            " error handling ",
            " exception handler ",
            " exception handling ",
            " error page ",
            " error code # ",
            " # error ",
            " # errors ",
            " passed # failed ",
            " succeeded # failed ",
            " successful # failed ",
            " completed # failed ",
            " processed # failed ",
            " skipped # failed ",
            " ok # failed ",
            " # failures ",
            " errors # ",
            " failed # ",
            " failures # ",
            " error null ",
            " error none ",
            " error rate ",
            " errors detected and corrected ",
            " error s detected and corrected ",
            " timeout set ",
            " timeout value ",
            " session timeout ",
            " connection timeout ",
            " with timeout ",
            " negotiated timeout ",
            " failed to false ",
            " failed false ",
            " failed 0 ",
            " errors 0 ",
            " lost+found ");

    /** Reads a template. */
    static LineReading of(LogTemplate template) {
        StringBuilder all = new StringBuilder(" ");
        Level stated = Level.UNKNOWN;
        int words = 0;
        for (int i = 0; i < template.tokens(); i++) {
            byte kind = template.kind(i);
            if (kind == TokenKind.VALUE) {
                all.append("# ");
            }
            if (kind == TokenKind.SIGN || kind == TokenKind.VALUE) {
                continue;
            }
            String word = template.word(i);
            if (words < HEAD_WORDS && stated == Level.UNKNOWN) {
                stated = levelNamed(template, i, word, words);
            }
            words++;
            append(all, word);
        }
        String text = all.toString();
        String bare = text;
        for (String harmless : HARMLESS) {
            bare = bare.replace(harmless, " ");
        }
        boolean fatal = any(bare, FATAL);
        boolean exception = any(bare, EXCEPTION);
        Level implied = Level.UNKNOWN;
        if (fatal) {
            implied = Level.FATAL;
        } else if (exception || any(bare, ERROR)) {
            implied = Level.ERROR;
        } else if (any(bare, WARN)) {
            implied = Level.WARN;
        }
        return new LineReading(
                stated, implied, fatal || exception, LogCategory.of(text), any(text, PASSING), any(text, URGENT));
    }

    /**
     * Returns the level of a line. What the line itself states counts most: who collected it may have put one level on
     * all of a stream. What was sent comes next, unless it is below WARN and the words are conclusive: then it is wrong.
     * Without either, the words decide, and INFO where they say nothing.
     *
     * @param sent level that came with the line, UNKNOWN when none did
     */
    public Level levelOf(Level sent) {
        if (stated != Level.UNKNOWN) {
            return conclusive && stated.compareTo(Level.WARN) < 0 ? implied : stated;
        }
        if (sent == Level.UNKNOWN) {
            return implied == Level.UNKNOWN ? Level.INFO : implied;
        }
        return conclusive && sent.compareTo(Level.WARN) < 0 ? implied : sent;
    }

    /** Returns whether somebody should act on a line of a level: an error that did not pass by itself, or an alarm. */
    public boolean actionable(Level level) {
        return urgent || level == Level.FATAL || level == Level.ERROR && !passing;
    }

    private static Level levelNamed(LogTemplate template, int token, String word, int index) {
        Level named = NAMES.get(word.toUpperCase(Locale.ROOT));
        if (named == null) {
            return Level.UNKNOWN;
        }
        String before = token == 0 ? "" : template.word(token - 1);
        String behind = token + 1 < template.tokens() ? template.word(token + 1) : "";
        boolean upper = word.equals(word.toUpperCase(Locale.ROOT));
        boolean bracketed = (before.equals("[") || before.equals("<") || before.equals("("))
                && (behind.equals("]") || behind.equals(">") || behind.equals(")"));
        boolean labelled = before.equals("=") && token > 1 && isLevelKey(template.word(token - 2));
        // At the very beginning, or behind a time: "2024-01-01 ERROR x", "warning: x", but not "Error loading x".
        boolean head = index == 0 && (behind.equals(":") || upper && !isWord(template, token + 1, "rate"));
        return bracketed || labelled || head ? named : Level.UNKNOWN;
    }

    private static boolean isWord(LogTemplate template, int token, String word) {
        return token < template.tokens() && template.word(token).equalsIgnoreCase(word);
    }

    private static boolean isLevelKey(String key) {
        return key.equalsIgnoreCase("level")
                || key.equalsIgnoreCase("severity")
                || key.equalsIgnoreCase("lvl")
                || key.equalsIgnoreCase("loglevel");
    }

    private static void append(StringBuilder all, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        all.append(lower).append(' ');
        // java.net.NoRouteToHostException speaks of an exception, AccessDeniedError of an error.
        if (lower.length() > 9 && lower.endsWith("exception")) {
            all.append("exception ");
        } else if (lower.length() > 5 && lower.endsWith("error")) {
            all.append("exception ");
        }
        if (lower.indexOf('_') > 0 || lower.indexOf('.') > 0 || lower.indexOf('-') > 0) {
            for (String part : lower.split("[_.\\-]")) {
                if (part.length() > 3) {
                    all.append(part).append(' ');
                }
            }
        }
    }

    private static boolean any(String text, List<String> phrases) {
        for (String phrase : phrases) {
            if (text.contains(phrase)) {
                return true;
            }
        }
        return false;
    }
}
