package io.tocsin.gateway.decode;

import io.tocsin.schemas.LogLevel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names and numbers that logging libraries give to levels. */
final class LogLevels {

    private static final int LONGEST = 16;
    private static final Map<String, LogLevel> NAMES = new HashMap<>();
    /** Numbers as bunyan and pino write them. */
    private static final Map<String, LogLevel> NUMBERS = Map.of(
            "10", LogLevel.TRACE,
            "20", LogLevel.DEBUG,
            "30", LogLevel.INFO,
            "40", LogLevel.WARN,
            "50", LogLevel.ERROR,
            "60", LogLevel.FATAL);

    static {
        names(LogLevel.UNKNOWN, "UNKNOWN", "");
        names(LogLevel.TRACE, "TRACE", "FINEST", "FINER", "VERBOSE");
        names(LogLevel.DEBUG, "DEBUG", "FINE");
        names(LogLevel.INFO, "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE", "CONFIG");
        names(LogLevel.WARN, "WARN", "WARNING");
        names(LogLevel.ERROR, "ERROR", "ERR", "SEVERE");
        names(LogLevel.FATAL, "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "PANIC");
    }

    private LogLevels() {}

    private static void names(LogLevel level, String... names) {
        for (String name : names) {
            NAMES.put(name, level);
        }
    }

    /** Returns the level of a name in any case, or null when nobody calls a level so. */
    static LogLevel ofName(String name) {
        LogLevel known = NAMES.get(name);
        return known != null || name.length() > LONGEST ? known : NAMES.get(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the level of a number, or null when nobody numbers a level so. */
    static LogLevel ofNumber(String digits) {
        return NUMBERS.get(digits);
    }
}
