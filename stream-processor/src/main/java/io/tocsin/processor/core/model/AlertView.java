package io.tocsin.processor.core.model;

import java.util.Map;

/**
 * An alert as it stood at one moment. Times are stream time in epoch milliseconds; {@link #NEVER} stands for what has
 * not happened. Immutable; maps are sorted by name.
 *
 * @param fingerprint FNV-1a 64 of the sorted labels, 16 hex digits; the id of the alert
 * @param episode number of the occurrence; grows with each, without being dense (see the alert book)
 * @param tenant tenant of the source
 * @param environment environment of the source
 * @param source name of the source
 * @param rule id of the rule that raised it
 * @param severity severity
 * @param phase state in its life
 * @param title one line for a person
 * @param description what was expected and what was seen, in words
 * @param labels identity
 * @param annotations text that is not identity
 * @param startsAt when the condition began
 * @param firedAt when it began to fire, or {@link #NEVER}
 * @param acknowledgedAt when it was acknowledged, or {@link #NEVER}
 * @param acknowledgedBy who acknowledged it, or null
 * @param resolvedAt when it was resolved, or {@link #NEVER}
 * @param updatedAt when it last changed
 * @param test whether it was raised by the test command
 * @param observed latest value that was seen, or NaN
 * @param expected limit that it was held against, or NaN
 * @param transitions number of steps of this episode so far, this one included
 * @param acknowledgedUntil when the acknowledgement ends by itself, or {@link #NEVER}
 * @param acknowledgeComment what was said with the acknowledgement, or null
 * @param assignee who takes care of it, or null
 * @param snoozedUntil before which nobody is told of it, or {@link #NEVER}
 * @param snoozedBy who snoozed it, or null
 * @param flappingSince since when it is kept open because it begins and ends too often, or {@link #NEVER}
 * @param flapScore how often it began to fire or ceased to within the window of the flap settings
 * @param incident incident that this occurrence belongs to, or null while none is known
 */
public record AlertView(
        String fingerprint,
        long episode,
        String tenant,
        String environment,
        String source,
        String rule,
        Severity severity,
        AlertPhase phase,
        String title,
        String description,
        Map<String, String> labels,
        Map<String, String> annotations,
        long startsAt,
        long firedAt,
        long acknowledgedAt,
        String acknowledgedBy,
        long resolvedAt,
        long updatedAt,
        boolean test,
        double observed,
        double expected,
        long transitions,
        long acknowledgedUntil,
        String acknowledgeComment,
        String assignee,
        long snoozedUntil,
        String snoozedBy,
        long flappingSince,
        int flapScore,
        String incident) {

    /** Stands for a time that has not come. */
    public static final long NEVER = -1;
}
