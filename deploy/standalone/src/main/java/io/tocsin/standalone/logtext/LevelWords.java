package io.tocsin.standalone.logtext;

import io.tocsin.schemas.LogLevel;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words by which software names the level of a log line, and the places where it puts them. Stateless. */
public final class LevelWords {

    /** How much of a line is searched: levels stand in its head, words further on belong to the message. */
    private static final int HEAD = 160;

    private static final Map<String, LogLevel> WORDS = Map.ofEntries(
            Map.entry("TRACE", LogLevel.TRACE),
            Map.entry("FINEST", LogLevel.TRACE),
            Map.entry("FINER", LogLevel.TRACE),
            Map.entry("VERBOSE", LogLevel.TRACE),
            Map.entry("DEBUG", LogLevel.DEBUG),
            Map.entry("FINE", LogLevel.DEBUG),
            Map.entry("INFO", LogLevel.INFO),
            Map.entry("INFORMATION", LogLevel.INFO),
            Map.entry("NOTICE", LogLevel.INFO),
            Map.entry("CONFIG", LogLevel.INFO),
            Map.entry("LOG", LogLevel.INFO),
            Map.entry("WARN", LogLevel.WARN),
            Map.entry("WARNING", LogLevel.WARN),
            Map.entry("ERROR", LogLevel.ERROR),
            Map.entry("ERR", LogLevel.ERROR),
            Map.entry("SEVERE", LogLevel.ERROR),
            Map.entry("FAILURE", LogLevel.ERROR),
            Map.entry("FATAL", LogLevel.FATAL),
            Map.entry("CRITICAL", LogLevel.FATAL),
            Map.entry("CRIT", LogLevel.FATAL),
            Map.entry("ALERT", LogLevel.FATAL),
            Map.entry("EMERG", LogLevel.FATAL),
            Map.entry("EMERGENCY", LogLevel.FATAL),
            Map.entry("PANIC", LogLevel.FATAL));

    private static final Map<String, LogLevel> LETTERS = Map.of(
            "V", LogLevel.TRACE,
            "D", LogLevel.DEBUG,
            "I", LogLevel.INFO,
            "W", LogLevel.WARN,
            "E", LogLevel.ERROR,
            "F", LogLevel.FATAL);

    /** {@code level=error}, {@code severity: "WARN"}. */
    private static final Pattern FIELD =
            Pattern.compile("(?i)\\b(?:level|lvl|severity|loglevel)\"?\\s*[=:]\\s*\"?([a-z]{3,11})\\b");
    /** {@code [error]}, {@code <WARN>}, {@code (info)}. */
    private static final Pattern BRACKETED = Pattern.compile("[\\[<(]\\s*([A-Za-z]{3,11})\\s*[\\]>)]");
    /** {@code ERROR} in capitals, standing alone; {@code Info} before blanks as Windows writes it. */
    private static final Pattern CAPITALS =
            Pattern.compile("(?<![\\w.$/=-])([A-Z]{3,11}|Info|Warning|Error)(?![\\w.$/=-])");
    /** {@code E0105 12:00:00.000000} of klog, {@code E/Tag} and {@code 1702 2395 D Tag} of Android. */
    private static final Pattern LETTER =
            Pattern.compile("^([DIWEF])\\d{4} \\d\\d:|^([VDIWEF])/\\S|^\\S+ \\S+ +\\d+ +\\d+ ([VDIWEF]) \\S");
    /** {@code <3>} of syslog: the last three bits are the severity. */
    private static final Pattern PRIORITY = Pattern.compile("^<(\\d{1,3})>");

    private LevelWords() {}

    /**
     * Returns the level that a word or letter names, whatever its case.
     *
     * @return {@link LogLevel#UNKNOWN} when it names none
     */
    public static LogLevel of(String word) {
        String upper = word.strip().toUpperCase(Locale.ROOT);
        LogLevel level = WORDS.get(upper);
        return level != null ? level : LETTERS.getOrDefault(upper, LogLevel.UNKNOWN);
    }

    /**
     * Finds the level in a line of text.
     *
     * @return {@link LogLevel#UNKNOWN} when none of the usual places holds one
     */
    public static LogLevel in(String line) {
        String head = line.length() > HEAD ? line.substring(0, HEAD) : line;
        Matcher priority = PRIORITY.matcher(head);
        if (priority.find()) {
            return ofSyslogSeverity(Integer.parseInt(priority.group(1)) & 7);
        }
        Matcher letter = LETTER.matcher(head);
        if (letter.find()) {
            for (int group = 1; group <= 3; group++) {
                if (letter.group(group) != null) {
                    return of(letter.group(group));
                }
            }
        }
        for (Pattern place : new Pattern[] {FIELD, BRACKETED, CAPITALS}) {
            Matcher word = place.matcher(head);
            while (word.find()) {
                LogLevel level = WORDS.get(word.group(1).toUpperCase(Locale.ROOT));
                if (level != null) {
                    return level;
                }
            }
        }
        return LogLevel.UNKNOWN;
    }

    private static LogLevel ofSyslogSeverity(int severity) {
        return switch (severity) {
            case 0, 1, 2 -> LogLevel.FATAL;
            case 3 -> LogLevel.ERROR;
            case 4 -> LogLevel.WARN;
            case 5, 6 -> LogLevel.INFO;
            default -> LogLevel.DEBUG;
        };
    }
}
