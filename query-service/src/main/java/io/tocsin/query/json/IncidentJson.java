package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.schemas.IncidentNote;
import io.tocsin.schemas.IncidentSource;
import io.tocsin.schemas.IncidentTimelineEntry;
import java.util.List;

/** Incidents. Stateless. */
public final class IncidentJson {

    private IncidentJson() {}

    /** Returns an incident without its timeline, as lists show it. */
    public static ObjectNode summary(Incident incident) {
        ObjectNode json = Json.object();
        json.put("id", incident.getId());
        json.put("environment", incident.getEnvironment());
        json.put("state", incident.getState().name());
        json.put("title", incident.getTitle());
        json.put("severity", incident.getSeverity().name());
        json.put("score", incident.getScore());
        json.put("origin", incident.getOrigin());
        Json.texts(
                json,
                "sources",
                incident.getSources().stream().map(IncidentSource::getName).toList());
        ObjectNode onsets = json.putObject("source_onsets");
        incident.getSources().forEach(source -> onsets.put(source.getName(), Json.time(source.getSince())));
        json.put("started_at", Json.time(incident.getOnset()));
        json.put("opened_at", Json.time(incident.getOpenedAt()));
        json.put("updated_at", Json.time(incident.getUpdatedAt()));
        json.put("acknowledged_at", Json.time(incident.getAcknowledgedAt()));
        json.put("acknowledged_by", incident.getAcknowledgedBy());
        json.put("resolved_at", Json.time(incident.getResolvedAt()));
        json.put("resolved_by", incident.getResolvedBy());
        json.put("duration_seconds", seconds(incident.getOnset(), incident.getResolvedAt()));
        json.put("owner", incident.getOwner());
        json.put("merged_into", incident.getMergedInto());
        json.put("kept_open", incident.getHeld());
        Json.texts(json, "kept_apart_from", incident.getApart());
        json.put("alert_count", incident.getAlertCount());
        members(json.putArray("alerts"), "fingerprint", "alert", incident.getAlerts());
        members(json.putArray("patterns"), "id", "pattern", incident.getPatterns());
        ArrayNode notes = json.putArray("notes");
        for (IncidentNote note : incident.getNotes()) {
            ObjectNode one = notes.addObject();
            one.put("at", Json.time(note.getAt()));
            one.put("author", note.getAuthor());
            one.put("text", note.getText());
        }
        return json;
    }

    /** Returns all of an incident. */
    public static ObjectNode of(Incident incident) {
        ObjectNode json = summary(incident);
        ArrayNode timeline = json.putArray("timeline");
        for (IncidentTimelineEntry entry : incident.getTimeline()) {
            ObjectNode one = timeline.addObject();
            one.put("at", Json.time(entry.getAt()));
            one.put("kind", entry.getKind());
            one.put("ref", entry.getRef());
            one.put("source", entry.getSource());
            one.put("text", entry.getText());
            one.put("actor", entry.getActor());
        }
        json.put("timeline_omitted", incident.getOmitted());
        return json;
    }

    private static void members(ArrayNode to, String refName, String nameName, List<IncidentMember> members) {
        for (IncidentMember member : members) {
            ObjectNode one = to.addObject();
            one.put(refName, member.getRef());
            one.put(nameName, member.getName());
            one.put("source", member.getSource());
            one.put("severity", member.getSeverity().name());
            one.put("state", member.getState());
            one.put("since", Json.time(member.getSince()));
            one.put("until", Json.time(member.getUntil()));
        }
    }

    private static Double seconds(long from, Long to) {
        return to == null ? null : Double.valueOf((to - from) / 1_000.0);
    }
}
