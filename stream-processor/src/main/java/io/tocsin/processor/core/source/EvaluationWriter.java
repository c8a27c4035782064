package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.rule.Words;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Makes entries of the evaluation log: verdict, suggestions, and a bounded, masked snapshot of the input. */
final class EvaluationWriter {

    /** Entry that says how many fields a snapshot left out. */
    static final String LEFT_OUT = "fields_left_out";

    private final SnapshotMask mask;
    private final int maxEntries;
    private final int maxTextLength;

    EvaluationWriter(SourceFoldSettings settings) {
        mask = settings.mask();
        maxEntries = settings.limits().maxSnapshotEntries();
        maxTextLength = settings.limits().maxTextLength();
    }

    /** Makes the entry of an event. */
    EvaluationEntry ofEvent(SourceState s, Observation o, long now) {
        Map<String, String> snapshot = new TreeMap<>();
        put(snapshot, "event_type", o.type());
        for (int i = 0; i < o.metricCount(); i++) {
            putPlain(snapshot, o.metricName(i), Words.number(o.metricValue(i)));
        }
        putAll(snapshot, "", o.attributes());
        if (o.hasOutcome()) {
            put(snapshot, "operation", o.operation().string());
            putPlain(snapshot, "success", Boolean.toString(o.success()));
            put(snapshot, "error", o.error().string());
            put(snapshot, "target", o.target().string());
        }
        putAll(snapshot, "metadata.", o.metadata());
        return entry(s, now, snapshot, o.id().string(), 1 + s.evaluations.takeFolded());
    }

    /** Makes the entry of a log line. */
    EvaluationEntry ofLogLine(SourceState s, LogLine l, long now) {
        Map<String, String> snapshot = new TreeMap<>();
        putPlain(snapshot, "level", l.level().name());
        put(snapshot, "message", l.message().string());
        put(snapshot, "logger", l.logger().string());
        return entry(s, now, snapshot, null, s.evaluations.takeFolded());
    }

    /** Makes the entry of what time or a person brought about. */
    EvaluationEntry ofTick(SourceState s, long now) {
        return entry(s, now, new TreeMap<>(), null, s.evaluations.takeFolded());
    }

    private static EvaluationEntry entry(
            SourceState s, long now, Map<String, String> snapshot, String eventId, long eventCount) {
        return new EvaluationEntry(
                Fingerprint.text(s.identityHash()) + "-" + s.evaluations.nextSequence(),
                s.id.tenant(),
                s.id.environment(),
                s.id.name(),
                now,
                s.status(),
                s.severityScore(),
                s.decision(),
                s.reasons(),
                s.verdict.suggestions(),
                Collections.unmodifiableMap(snapshot),
                eventId,
                eventCount);
    }

    private void putAll(Map<String, String> snapshot, String prefix, Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            String name = prefix + fields.name(i);
            if (fields.type(i) == Fields.Type.TEXT) {
                put(snapshot, name, fields.textAt(i).string());
            } else {
                putPlain(snapshot, name, fields.display(i));
            }
        }
    }

    /** Puts a text, masked. */
    private void put(Map<String, String> snapshot, String name, String text) {
        if (text != null) {
            putRaw(snapshot, name, masked(name, text));
        }
    }

    /** Puts what cannot hold a secret unless its name says so. */
    private void putPlain(Map<String, String> snapshot, String name, String text) {
        putRaw(snapshot, name, SnapshotMask.namesASecret(name) ? SnapshotMask.HIDDEN : text);
    }

    private void putRaw(Map<String, String> snapshot, String name, String text) {
        if (snapshot.size() < maxEntries) {
            snapshot.putIfAbsent(name, text);
        } else {
            String leftOut = snapshot.get(LEFT_OUT);
            snapshot.put(LEFT_OUT, Integer.toString(leftOut == null ? 1 : Integer.parseInt(leftOut) + 1));
        }
    }

    private String masked(String name, String text) {
        String shown;
        try {
            // Masked as a whole, then cut: half a secret is no longer recognised as one.
            shown = mask.mask(name, text);
        } catch (RuntimeException e) {
            // A mask that fails must neither show the text nor stop the evaluation.
            return SnapshotMask.HIDDEN + " (masking failed: " + e.getClass().getSimpleName() + ")";
        }
        return shown.length() <= maxTextLength ? shown : shown.substring(0, maxTextLength);
    }
}
