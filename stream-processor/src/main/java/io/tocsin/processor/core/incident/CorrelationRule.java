package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.alert.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says that alerts belong together whose labels agree and that come soon after one another. Immutable.
 *
 * @param labels names of the labels that must agree; an alert without one of them is not meant
 * @param windowMs within which time of the latest such alert another one joins it: milliseconds of stream time
 */
public record CorrelationRule(List<String> labels, long windowMs) {

    /** Labels that one rule names at most. */
    public static final int MOST_LABELS = 10;

    private static final int MOST_NAME = 100;

    public CorrelationRule {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("a correlation needs a label");
        }
        if (windowMs < 1_000 || windowMs > 86_400_000) {
            throw new IllegalArgumentException("window must not be " + windowMs);
        }
    }

    /** Returns whether a text may be the name of a label here: a letter or _, then letters, digits, _ . and -. */
    public static boolean isLabelName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean later = c >= '0' && c <= '9' || c == '.' || c == '-';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_NAME;
    }

    /** Returns what alerts have in common that this rule puts together, as 16 hex digits, or null when it means another. */
    String key(Map<String, String> labelsOfAlert) {
        Map<String, String> agreeing = new TreeMap<>();
        for (String label : labels) {
            String value = labelsOfAlert.get(label);
            if (value == null || value.isEmpty()) {
                return null;
            }
            agreeing.put(label, value);
        }
        return Fingerprint.text(Fingerprint.of(agreeing));
    }
}
