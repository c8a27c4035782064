package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.incident.IncidentNote;
import io.tocsin.processor.core.incident.IncidentOrder;
import io.tocsin.processor.core.incident.IncidentSource;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.incident.Member;
import io.tocsin.processor.core.incident.TimelineEntry;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.IncidentTimelineEntry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what the core says of incidents into records and back, and commands into orders. Stateless. */
public final class IncidentRecords {

    private IncidentRecords() {}

    /** Returns the record of an incident. */
    public static Incident incident(IncidentView view) {
        return Incident.newBuilder()
                .setId(view.id())
                .setTenant(view.tenant())
                .setEnvironment(view.environment())
                .setState(IncidentState.valueOf(view.state().name()))
                .setTitle(view.title())
                .setSeverity(Enums.severity(view.severity()))
                .setScore(view.score())
                .setOrigin(view.origin())
                .setSources(view.sources().stream()
                        .map(source -> new io.tocsin.schemas.IncidentSource(source.name(), source.since()))
                        .toList())
                .setOnset(view.onset())
                .setOpenedAt(view.openedAt())
                .setUpdatedAt(view.updatedAt())
                .setLastActivity(view.lastActivity())
                .setAcknowledgedAt(Numbers.timeOrNull(view.acknowledgedAt()))
                .setAcknowledgedBy(view.acknowledgedBy())
                .setResolvedAt(Numbers.timeOrNull(view.resolvedAt()))
                .setResolvedBy(view.resolvedBy())
                .setOwner(view.owner())
                .setMergedInto(view.mergedInto())
                .setHeld(view.held())
                .setApart(view.apart())
                .setAlerts(view.alerts().stream().map(IncidentRecords::member).toList())
                .setPatterns(
                        view.patterns().stream().map(IncidentRecords::member).toList())
                .setAlertCount(view.alertCount())
                .setTimeline(
                        view.timeline().stream().map(IncidentRecords::entry).toList())
                .setOmitted(view.omitted())
                .setNotes(view.notes().stream()
                        .map(note -> new io.tocsin.schemas.IncidentNote(note.at(), note.author(), note.text()))
                        .toList())
                .setCorrelation(view.correlation())
                .build();
    }

    /** Returns what a record tells of an incident. */
    public static IncidentView view(Incident incident) {
        return new IncidentView(
                incident.getId(),
                incident.getTenant(),
                incident.getEnvironment(),
                IncidentView.State.valueOf(incident.getState().name()),
                incident.getTitle(),
                Enums.severity(incident.getSeverity()),
                incident.getScore(),
                incident.getOrigin(),
                incident.getSources().stream()
                        .map(source -> new IncidentSource(source.getName(), source.getSince()))
                        .toList(),
                incident.getOnset(),
                incident.getOpenedAt(),
                incident.getUpdatedAt(),
                incident.getLastActivity(),
                time(incident.getAcknowledgedAt()),
                incident.getAcknowledgedBy(),
                time(incident.getResolvedAt()),
                incident.getResolvedBy(),
                incident.getOwner(),
                incident.getMergedInto(),
                incident.getHeld(),
                incident.getApart(),
                incident.getAlerts().stream().map(IncidentRecords::member).toList(),
                incident.getPatterns().stream().map(IncidentRecords::member).toList(),
                incident.getAlertCount(),
                incident.getTimeline().stream().map(IncidentRecords::entry).toList(),
                incident.getOmitted(),
                incident.getNotes().stream()
                        .map(note -> new IncidentNote(note.getAt(), note.getAuthor(), note.getText()))
                        .toList(),
                latestLast(incident.getCorrelation()));
    }

    /** Returns the order that a command gives. */
    public static IncidentOrder order(IncidentCommand command) {
        return new IncidentOrder(
                command.getId(),
                command.getIncident(),
                IncidentOrder.Kind.valueOf(command.getAction().name()),
                command.getActor(),
                command.getText(),
                command.getOwner(),
                command.getOther(),
                command.getMembers());
    }

    private static IncidentMember member(Member member) {
        return new IncidentMember(
                member.ref(),
                member.name(),
                member.source(),
                Enums.severity(member.severity()),
                member.state(),
                member.since(),
                Numbers.timeOrNull(member.until()));
    }

    private static Member member(IncidentMember member) {
        return new Member(
                member.getRef(),
                member.getName(),
                member.getSource(),
                Enums.severity(member.getSeverity()),
                member.getState(),
                member.getSince(),
                time(member.getUntil()));
    }

    private static IncidentTimelineEntry entry(TimelineEntry entry) {
        return new IncidentTimelineEntry(
                entry.at(), entry.kind(), entry.ref(), entry.source(), entry.text(), entry.actor(), entry.order());
    }

    private static TimelineEntry entry(IncidentTimelineEntry entry) {
        return new TimelineEntry(
                entry.getAt(),
                entry.getKind(),
                entry.getRef(),
                entry.getSource(),
                entry.getText(),
                entry.getActor(),
                entry.getOrder());
    }

    private static long time(Long time) {
        return time == null ? IncidentView.NEVER : time;
    }

    /** A map of a record has no order; which is forgotten first depends on one. */
    private static Map<String, Long> latestLast(Map<String, Long> correlation) {
        List<Map.Entry<String, Long>> entries = correlation.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey))
                .toList();
        Map<String, Long> ordered = new LinkedHashMap<>();
        entries.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }
}
