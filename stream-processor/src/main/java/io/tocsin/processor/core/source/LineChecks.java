package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.rule.BuiltInRules;

/** The checks of single log lines: the gravest level, and an exception in what may show one. */
final class LineChecks {

    private LineChecks() {}

    /** Reports what is wrong with a line. */
    static void check(LogLine l, RecordCheck.Findings findings) {
        Level level = l.level();
        boolean mayShowException = level == Level.UNKNOWN || level.compareTo(Level.WARN) >= 0;
        if (level == Level.FATAL) {
            findings.report(BuiltInRules.LOG_CRITICAL.id(), "a log line of level FATAL");
        } else if (mayShowException && TextScan.showsException(l.message())) {
            findings.report(BuiltInRules.LOG_CRITICAL.id(), "a log line with an exception");
        }
    }
}
