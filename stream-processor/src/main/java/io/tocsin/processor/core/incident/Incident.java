package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.Severity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One incident. Mutable; owned by the {@link IncidentBook}. */
final class Incident {

    static final int MOST_NOTES = 100;
    /** Characters of all notes together at most, so that an incident fits into one record. */
    static final int MOST_NOTED = 50_000;

    private static final int MOST_ALERTS = 200;
    private static final int MOST_PATTERNS = 50;
    private static final int MOST_SOURCES = 200;
    private static final int MOST_APART = 20;
    private static final int MOST_KEYS = 100;
    /** Onsets that differ by less say nothing about the order. */
    private static final long NOISE_MS = 30_000;

    final String id;
    final long openedAt;
    IncidentView.State state = IncidentView.State.OPEN;
    long lastActivity;
    long updatedAt;
    long acknowledgedAt = IncidentView.NEVER;
    String acknowledgedBy;
    long resolvedAt = IncidentView.NEVER;
    String resolvedBy;
    String owner;
    String mergedInto;
    boolean held;
    boolean changed = true;
    final List<IncidentNote> notes = new ArrayList<>();
    private Severity severity = Severity.INFO;
    private double score;
    private long alertCount;
    private String origin;
    private final SortedMap<String, Long> sources = new TreeMap<>();
    private final Map<String, Member> alerts = new LinkedHashMap<>();
    private final Map<String, Member> patterns = new LinkedHashMap<>();
    private final Timeline timeline = new Timeline();
    private final SortedSet<String> apart = new TreeSet<>();
    private final Map<String, Long> correlation = new LinkedHashMap<>();

    Incident(String id, long now) {
        this.id = id;
        openedAt = now;
        lastActivity = now;
        updatedAt = now;
    }

    boolean isOpen() {
        return state.isOpen();
    }

    boolean involves(String source) {
        return sources.containsKey(source);
    }

    Member alert(String fingerprint) {
        return alerts.get(fingerprint);
    }

    Member pattern(String patternId) {
        return patterns.get(patternId);
    }

    Iterable<Member> alerts() {
        return alerts.values();
    }

    Iterable<String> sources() {
        return sources.keySet();
    }

    /** Returns whether people parted the two. */
    boolean isApartFrom(Incident other) {
        return apart.contains(other.id) || other.apart.contains(id);
    }

    void part(Incident from) {
        if (apart.size() < MOST_APART) {
            apart.add(from.id);
        }
    }

    void rejoin(Incident other) {
        apart.remove(other.id);
    }

    /** Returns when an alert came last that has this in common with others, or null. */
    Long correlated(String key) {
        return correlation.get(key);
    }

    void correlate(String key, long at) {
        Long before = correlation.remove(key);
        if (correlation.size() >= MOST_KEYS) {
            correlation.remove(correlation.keySet().iterator().next());
        }
        correlation.put(key, before == null ? at : Math.max(before, at));
    }

    /** Takes a new or changed alert. */
    void putAlert(Member alert, double itsScore, long now) {
        if (!alerts.containsKey(alert.ref())) {
            alertCount++;
            if (alerts.size() >= MOST_ALERTS) {
                alerts.values().stream()
                        .filter(each -> !each.open())
                        .findFirst()
                        .ifPresent(each -> alerts.remove(each.ref()));
            }
        }
        if (alerts.containsKey(alert.ref()) || alerts.size() < MOST_ALERTS) {
            alerts.put(alert.ref(), alert);
        }
        join(alert, itsScore, now);
        source(alert.source(), alert.since());
    }

    /** Takes a new or changed pattern; its sources are in the order in which trouble began. */
    void putPattern(Member pattern, Iterable<String> involved, double itsScore, long now) {
        if (patterns.containsKey(pattern.ref()) || patterns.size() < MOST_PATTERNS) {
            patterns.put(pattern.ref(), pattern);
        }
        join(pattern, itsScore, now);
        source(pattern.source(), pattern.since());
        for (String source : involved) {
            if (!sources.containsKey(source)) {
                source(source, pattern.since());
            }
        }
    }

    /** Takes over what another incident has. */
    void absorb(Incident other) {
        other.sources.forEach(this::source);
        other.alerts.values().forEach(alert -> putMissing(alerts, MOST_ALERTS, alert));
        other.patterns.values().forEach(pattern -> putMissing(patterns, MOST_PATTERNS, pattern));
        other.correlation.forEach(this::correlate);
        alertCount += other.alertCount;
        severity = severity.compareTo(other.severity) >= 0 ? severity : other.severity;
        score = Math.max(score, other.score);
        timeline.absorb(other.timeline);
        for (IncidentNote note : other.notes) {
            if (hasRoomFor(note.text())) {
                notes.add(note);
            }
        }
        notes.sort((a, b) -> Long.compare(a.at(), b.at()));
        lastActivity = Math.max(lastActivity, other.lastActivity);
        changed = true;
    }

    /** Moves members into another incident, with the sources at which nothing else of this one is. */
    void release(Predicate<String> wanted, Incident to, long now) {
        for (Iterator<Member> each = alerts.values().iterator(); each.hasNext(); ) {
            Member alert = each.next();
            if (wanted.test(alert.ref())) {
                each.remove();
                alertCount--;
                to.putAlert(alert, score, now);
            }
        }
        for (Iterator<Member> each = patterns.values().iterator(); each.hasNext(); ) {
            Member pattern = each.next();
            if (wanted.test(pattern.ref())) {
                each.remove();
                to.putPattern(pattern, List.of(), score, now);
            }
        }
        SortedSet<String> left = new TreeSet<>();
        alerts.values().forEach(alert -> left.add(alert.source()));
        patterns.values().forEach(pattern -> left.add(pattern.source()));
        if (patterns.isEmpty()) {
            // With a pattern, further sources are involved that have no alert of their own.
            sources.keySet().retainAll(left);
        } else {
            sources.keySet().removeIf(source -> to.involves(source) && !left.contains(source));
        }
        changed = true;
    }

    /** Returns whether the timeline tells of an order. */
    boolean knows(String order) {
        return timeline.entries().stream().anyMatch(entry -> order.equals(entry.order()));
    }

    /** Returns the number of members that are listed. */
    int members() {
        return alerts.size() + patterns.size();
    }

    boolean hasRoomFor(String note) {
        int noted = note.length();
        for (IncidentNote each : notes) {
            noted += each.text().length();
        }
        return notes.size() < MOST_NOTES && noted <= MOST_NOTED;
    }

    void tell(TimelineEntry entry) {
        timeline.add(entry);
        touch(entry.at());
    }

    void touch(long now) {
        changed = true;
        updatedAt = now;
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
        long onset = openedAt;
        for (long since : sources.values()) {
            onset = Math.min(onset, since);
        }
        long first = onset;
        return new IncidentView(
                id,
                tenant,
                environment,
                state,
                title(),
                severity,
                score,
                origin,
                order.stream()
                        .map(name -> new IncidentSource(name, sources.getOrDefault(name, first)))
                        .toList(),
                onset,
                openedAt,
                updatedAt,
                lastActivity,
                acknowledgedAt,
                acknowledgedBy,
                resolvedAt,
                resolvedBy,
                owner,
                mergedInto,
                held,
                List.copyOf(apart),
                List.copyOf(alerts.values()),
                List.copyOf(patterns.values()),
                alertCount,
                timeline.entries(),
                timeline.omitted(),
                notes,
                correlation);
    }

    /** Returns the incident that a view is of. */
    static Incident of(IncidentView view) {
        Incident incident = new Incident(view.id(), view.openedAt());
        incident.state = view.state();
        incident.lastActivity = view.lastActivity();
        incident.updatedAt = view.updatedAt();
        incident.acknowledgedAt = view.acknowledgedAt();
        incident.acknowledgedBy = view.acknowledgedBy();
        incident.resolvedAt = view.resolvedAt();
        incident.resolvedBy = view.resolvedBy();
        incident.owner = view.owner();
        incident.mergedInto = view.mergedInto();
        incident.held = view.held();
        incident.notes.addAll(view.notes());
        incident.severity = view.severity();
        incident.score = view.score();
        incident.alertCount = view.alertCount();
        incident.origin = view.origin();
        view.sources().forEach(source -> incident.sources.put(source.name(), source.since()));
        view.alerts().forEach(member -> incident.alerts.put(member.ref(), member));
        view.patterns().forEach(member -> incident.patterns.put(member.ref(), member));
        incident.timeline.restore(view.timeline(), view.omitted());
        incident.apart.addAll(view.apart());
        incident.correlation.putAll(view.correlation());
        incident.changed = false;
        return incident;
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

    private static void putMissing(Map<String, Member> members, int most, Member member) {
        if (members.size() < most) {
            members.putIfAbsent(member.ref(), member);
        }
    }
}
