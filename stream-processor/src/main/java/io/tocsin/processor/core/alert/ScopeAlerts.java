package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Alerts about several sources at once. Each has a fingerprint of its own and the life of every alert
 * ({@link AlertLifecycle}); its source is the one from which the trouble likely comes. Whoever raises one decides about its
 * hold times. Bounded: of the resolved ones the latest {@value #MOST_RESOLVED} are remembered. Mutable, not thread-safe;
 * times are stream time in epoch milliseconds.
 */
public final class ScopeAlerts {

    private static final int MOST_RESOLVED = 100;
    private static final int MOST = 10_000;

    private final List<AlertEntry> entries = new ArrayList<>();
    private long forgottenEpisode;

    /**
     * Raises an alert, unless it is open already or a person has resolved it and its cause has not gone since.
     *
     * @param rule name of the alert
     * @param origin source that it is about
     * @param labels further labels that are part of its identity
     * @return the fingerprint as text
     */
    public String raise(
            String rule,
            SourceId origin,
            Severity severity,
            Map<String, String> labels,
            String title,
            String description,
            long now,
            Consumer<AlertChange> out) {
        LabelSet identity = LabelSet.EMPTY
                .with("alertname", rule)
                .with("tenant", origin.tenant())
                .with("environment", origin.environment())
                .with("source", origin.name())
                .with("severity", severity.name().toLowerCase(Locale.ROOT));
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            identity = identity.with(label.getKey(), label.getValue());
        }
        long fingerprint = Fingerprint.of(identity.toMap());
        AlertEntry entry = find(fingerprint);
        if (entry == null) {
            entry = new AlertEntry(fingerprint, rule, null, severity, false, identity);
            entry.episode = forgottenEpisode;
            entries.add(entry);
        }
        if (!entry.suppressed) {
            entry.title = title;
            entry.description = description;
            new AlertStep(origin, now, AlertChange.RULE, null, out).move(entry, AlertInput.CONDITION_LASTED, null);
        }
        return Fingerprint.text(fingerprint);
    }

    /** Resolves an alert whose cause has gone; it may be raised again. */
    public void clear(String fingerprint, long now, Consumer<AlertChange> out) {
        AlertEntry entry = find(Fingerprint.parse(fingerprint));
        if (entry != null) {
            entry.suppressed = false;
            step(entry, now, AlertChange.TIME, null, out).move(entry, AlertInput.RECOVERY_LASTED, null);
            forget();
        }
    }

    private static AlertStep step(AlertEntry entry, long now, String actor, String comment, Consumer<AlertChange> out) {
        Map<String, String> labels = entry.labels.toMap();
        SourceId origin = new SourceId(labels.get("tenant"), labels.get("environment"), labels.get("source"));
        return new AlertStep(origin, now, actor, comment, out);
    }

    private AlertEntry find(long fingerprint) {
        for (AlertEntry entry : entries) {
            if (entry.fingerprint == fingerprint) {
                return entry;
            }
        }
        return null;
    }

    private void forget() {
        int resolved = 0;
        for (AlertEntry entry : entries) {
            resolved += entry.isOpen() || entry.suppressed ? 0 : 1;
        }
        while (resolved > MOST_RESOLVED) {
            AlertEntry oldest = null;
            for (AlertEntry entry : entries) {
                if (!entry.isOpen() && !entry.suppressed && (oldest == null || entry.resolvedAt < oldest.resolvedAt)) {
                    oldest = entry;
                }
            }
            forgottenEpisode = Math.max(forgottenEpisode, oldest.episode);
            entries.remove(oldest);
            resolved--;
        }
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(forgottenEpisode);
        writer.writeUnsigned(entries.size());
        entries.forEach(entry -> entry.writeTo(writer));
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static ScopeAlerts readFrom(ByteReader reader) {
        ScopeAlerts alerts = new ScopeAlerts();
        alerts.forgottenEpisode = reader.readCount();
        int size = reader.readLength(MOST, 20);
        for (int i = 0; i < size; i++) {
            AlertEntry entry = AlertEntry.readFrom(reader, name -> name);
            Map<String, String> labels = entry.labels.toMap();
            if (!labels.containsKey("tenant") || !labels.containsKey("environment") || !labels.containsKey("source")) {
                throw new CorruptStateException("an alert of a scope without an origin");
            }
            alerts.entries.add(entry);
        }
        return alerts;
    }
}
