package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.InvalidInputException;

/** What must hold of an input before anything is done with it. */
final class InputRules {

    /** Longest name of a metric or label in chars: names are kept for as long as the source is. */
    static final int MAX_NAME_LENGTH = 512;

    private InputRules() {}

    static void check(Observation o) {
        if (o.type() == null || o.type().isEmpty()) {
            throw new InvalidInputException("type must not be empty");
        }
        for (int i = 0; i < o.metricCount(); i++) {
            String name = o.metricName(i);
            requireName("metric", name);
            double value = o.metricValue(i);
            if (value - value != 0) {
                throw new InvalidInputException("metric '" + name + "' must be a number, is " + value);
            }
        }
        requireNames("label", o.labels());
        requireNames("attribute", o.attributes());
        if (o.hasOutcome() && (o.durationMs() < 0 || Double.isInfinite(o.durationMs()))) {
            throw new InvalidInputException("outcome.durationMs must be at least 0, is " + o.durationMs());
        }
        if (o.intervalMs() < 0) {
            throw new InvalidInputException("intervalMs must be greater than 0, is " + o.intervalMs());
        }
    }

    static void check(LogLine l) {
        if (l.level() == null) {
            throw new InvalidInputException("level must not be null");
        }
        if (l.message().isNull()) {
            throw new InvalidInputException("message must not be null");
        }
        requireNames("label", l.labels());
    }

    private static void requireNames(String what, Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            requireName(what, fields.name(i));
        }
    }

    private static void requireName(String what, String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new InvalidInputException(
                    "name of a " + what + " must have 1 to " + MAX_NAME_LENGTH + " characters, is "
                            + (name == null ? "null" : "'" + name.substring(0, Math.min(32, name.length())) + "'"));
        }
    }
}
