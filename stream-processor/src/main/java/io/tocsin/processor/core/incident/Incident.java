package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One incident. Mutable; owned by the {@link IncidentBook}. */
final class Incident {

    private static final int MOST_MEMBERS = 200;
    private static final int MOST_SOURCES = 200;
    private static final int TIMELINE_HEAD = 50;
    private static final int TIMELINE_TAIL = 100;
    /** Onsets that differ by less say nothing about the order. */
    private static final long NOISE_MS = 30_000;

    final long number;
    final long openedAt;
    IncidentView.State state = IncidentView.State.OPEN;
    long lastActivity;
    long updatedAt;
    long resolvedAt = IncidentView.NEVER;
    long mergedInto;
    boolean changed = true;
    private Severity severity = Severity.INFO;
    private double score;
    private long alertCount;
    private String origin;
    private final SortedMap<String, Long> sources = new TreeMap<>();
    private final Map<String, Member> alerts = new LinkedHashMap<>();
    private final Map<String, Member> patterns = new LinkedHashMap<>();
    private final List<TimelineEntry> head = new ArrayList<>();
    private final List<TimelineEntry> tail = new ArrayList<>();

    Incident(long number, long now) {
        this.number = number;
        openedAt = now;
        lastActivity = now;
        updatedAt = now;
    }

    static String id(String tenant, String environment, long number) {
        return "inc-"
                + Fingerprint.text(
                        Fingerprint.of(Map.of("tenant", tenant, "environment", environment, "incident", "" + number)));
    }

    boolean isOpen() {
        return state == IncidentView.State.OPEN;
    }

    boolean involves(String source) {
        return sources.containsKey(source);
    }

    boolean hasAlert(String fingerprint) {
        return alerts.containsKey(fingerprint);
    }

    boolean hasPattern(String id) {
        return patterns.containsKey(id);
    }

    Iterable<String> sources() {
        return sources.keySet();
    }

    /** Takes a new or changed alert. */
    void alert(Member alert, double itsScore, String text, long now) {
        Member known = alerts.get(alert.ref());
        if (known == null) {
            alertCount++;
            if (alerts.size() >= MOST_MEMBERS) {
                alerts.values().stream()
                        .filter(each -> !each.open())
                        .findFirst()
                        .ifPresent(each -> alerts.remove(each.ref()));
            }
        }
        if (known != null || alerts.size() < MOST_MEMBERS) {
            alerts.put(alert.ref(), alert);
        }
        join(alert, itsScore, now);
        source(alert.source(), alert.since());
        tell(new TimelineEntry(now, "alert", alert.ref(), alert.source(), text));
    }

    /** Takes a new or changed pattern; its sources are in the order in which trouble began. */
    void pattern(Member pattern, Iterable<String> involved, double itsScore, String text, long now) {
        if (patterns.containsKey(pattern.ref()) || patterns.size() < MOST_MEMBERS) {
            patterns.put(pattern.ref(), pattern);
        }
        join(pattern, itsScore, now);
        source(pattern.source(), pattern.since());
        for (String source : involved) {
            sources.putIfAbsent(source, pattern.since());
        }
        tell(new TimelineEntry(now, "pattern", pattern.ref(), pattern.source(), text));
    }

    /** Takes over what another incident has. */
    void absorb(Incident other, String otherId, long now) {
        other.sources.forEach(this::source);
        other.alerts.values().forEach(alert -> alerts.putIfAbsent(alert.ref(), alert));
        other.patterns.values().forEach(pattern -> patterns.putIfAbsent(pattern.ref(), pattern));
        alertCount += other.alertCount;
        severity = severity.compareTo(other.severity) >= 0 ? severity : other.severity;
        score = Math.max(score, other.score);
        List<TimelineEntry> all = timeline();
        all.addAll(other.timeline());
        all.sort((a, b) -> Long.compare(a.at(), b.at()));
        head.clear();
        tail.clear();
        all.forEach(this::keep);
        tell(new TimelineEntry(now, "incident", otherId, null, "incident " + otherId + " is part of this one"));
        lastActivity = Math.max(lastActivity, other.lastActivity);
        changed = true;
    }

    void tell(TimelineEntry entry) {
        keep(entry);
        changed = true;
        updatedAt = entry.at();
    }

    boolean isQuiet() {
        return alerts.values().stream().noneMatch(Member::open)
                && patterns.values().stream().noneMatch(Member::open);
    }

    /**
     * Works out anew from which source it comes: the origin of the pattern that began first; without one the source at
     * which trouble began first, or one that this calls and that was in trouble at about the same time.
     */
    void findOrigin(Links links) {
        Member first = null;
        for (Member pattern : patterns.values()) {
            first = first == null || pattern.since() < first.since() ? pattern : first;
        }
        if (first != null) {
            origin = first.source();
            return;
        }
        String best = order().get(0);
        long limit = sources.get(best) + NOISE_MS;
        for (int steps = 0; steps < sources.size(); steps++) {
            String next = null;
            for (Map.Entry<String, Long> source : sources.entrySet()) {
                if (next == null
                        && source.getValue() <= limit
                        && links.calls(best, source.getKey())
                        && !links.calls(source.getKey(), best)) {
                    next = source.getKey();
                }
            }
            if (next == null) {
                break;
            }
            best = next;
        }
        origin = best;
    }

    IncidentView view(String tenant, String environment) {
        List<String> order = order();
        order.remove(origin);
        order.add(0, origin);
        long onset = Long.MAX_VALUE;
        for (long since : sources.values()) {
            onset = Math.min(onset, since);
        }
        return new IncidentView(
                id(tenant, environment, number),
                tenant,
                environment,
                state,
                title(),
                severity,
                score,
                origin,
                order,
                onset,
                openedAt,
                updatedAt,
                resolvedAt,
                mergedInto == 0 ? null : id(tenant, environment, mergedInto),
                List.copyOf(alerts.values()),
                List.copyOf(patterns.values()),
                alertCount,
                timeline());
    }

    private String title() {
        Member first = null;
        for (Member member : patterns.isEmpty() ? alerts.values() : patterns.values()) {
            first = first == null || member.since() < first.since() ? member : first;
        }
        String what = first == null ? "trouble" : first.name().replace('_', ' ').replace('-', ' ');
        int others = sources.size() - 1;
        return what + " at " + origin + (others > 0 ? " and " + others + (others == 1 ? " other" : " others") : "");
    }

    private void join(Member member, double itsScore, long now) {
        severity = severity.compareTo(member.severity()) >= 0 ? severity : member.severity();
        score = Math.max(score, itsScore);
        lastActivity = now;
    }

    private void source(String name, long since) {
        if (sources.containsKey(name) || sources.size() < MOST_SOURCES) {
            sources.merge(name, since, Math::min);
        }
    }

    private List<String> order() {
        List<String> names = new ArrayList<>(sources.keySet());
        names.sort((a, b) -> Long.compare(sources.get(a), sources.get(b)));
        return names;
    }

    private void keep(TimelineEntry entry) {
        if (head.size() < TIMELINE_HEAD) {
            head.add(entry);
            return;
        }
        if (tail.size() == TIMELINE_TAIL) {
            tail.remove(0);
        }
        tail.add(entry);
    }

    private List<TimelineEntry> timeline() {
        List<TimelineEntry> all = new ArrayList<>(head);
        all.addAll(tail);
        return all;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(number);
        writer.writeSigned(openedAt);
        writer.writeByte(state.ordinal());
        writer.writeSigned(lastActivity);
        writer.writeSigned(updatedAt);
        writer.writeSigned(resolvedAt);
        writer.writeUnsigned(mergedInto);
        writer.writeByte(severity.ordinal());
        writer.writeDouble(score);
        writer.writeUnsigned(alertCount);
        writer.writeString(origin);
        writer.writeUnsigned(sources.size());
        sources.forEach((name, since) -> {
            writer.writeString(name);
            writer.writeSigned(since);
        });
        IncidentCodec.writeMembers(writer, alerts.values());
        IncidentCodec.writeMembers(writer, patterns.values());
        IncidentCodec.writeTimeline(writer, timeline());
    }

    static Incident readFrom(ByteReader reader) {
        Incident incident = new Incident(reader.readCount(), reader.readSigned());
        incident.state = IncidentView.State.values()[reader.readInt(0, IncidentView.State.values().length - 1)];
        incident.lastActivity = reader.readSigned();
        incident.updatedAt = reader.readSigned();
        incident.resolvedAt = reader.readSigned();
        incident.mergedInto = reader.readCount();
        incident.severity = Severity.values()[reader.readInt(0, Severity.values().length - 1)];
        incident.score = reader.readFinite();
        incident.alertCount = reader.readCount();
        incident.origin = reader.readString();
        int count = reader.readLength(MOST_SOURCES * 2, 2);
        for (int i = 0; i < count; i++) {
            incident.sources.put(reader.readString(), reader.readSigned());
        }
        IncidentCodec.readMembers(reader).forEach(member -> incident.alerts.put(member.ref(), member));
        IncidentCodec.readMembers(reader).forEach(member -> incident.patterns.put(member.ref(), member));
        IncidentCodec.readTimeline(reader).forEach(incident::keep);
        incident.changed = false;
        return incident;
    }
}
