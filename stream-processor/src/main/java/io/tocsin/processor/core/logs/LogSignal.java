package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.model.Evidence;

/**
 * Something unusual about a template that began or ended. Immutable.
 *
 * @param kind kind of finding
 * @param templateId id of the template: 16 hex digits
 * @param begins whether it begins or goes on; otherwise it is over
 * @param since when it began: epoch milliseconds of stream time
 * @param holdMs how long it lasts unless it is said again or ends
 * @param evidence what it rests on; null when it is over
 */
public record LogSignal(String kind, String templateId, boolean begins, long since, long holdMs, Evidence evidence) {

    /** A template that had not been seen before. */
    public static final String NEW = "log-template-new";
    /** A line of a template that hardly ever comes, and reports a problem. */
    public static final String RARE = "log-template-rare";
    /** Far more lines of a template than usual. */
    public static final String BURST = "log-template-burst";
    /** No lines of a template that used to come steadily, while others of the source go on. */
    public static final String VANISHED = "log-template-vanished";
    /** Name of what finds all of these. */
    public static final String DETECTOR = "log-templates";

    static LogSignal begins(String kind, LogTemplate template, long since, long holdMs, Evidence evidence) {
        return new LogSignal(kind, template.idText(), true, since, holdMs, evidence);
    }

    static LogSignal ends(String kind, LogTemplate template, long at) {
        return new LogSignal(kind, template.idText(), false, at, 0, null);
    }
}
