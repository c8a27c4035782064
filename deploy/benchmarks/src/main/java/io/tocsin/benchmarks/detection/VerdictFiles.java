package io.tocsin.benchmarks.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.incident.IncidentSource;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.incident.Member;
import io.tocsin.processor.core.incident.TimelineEntry;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.pattern.PatternView;
import io.tocsin.processor.core.run.WholeCoreOutput;
import io.tocsin.processor.core.scope.ScopeSummary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what the core concludes, a line of JSON each. Every record has {@code id, at, environment, source} (or
 * {@code origin} and {@code sources}), {@code state} and {@code score}. Not thread-safe.
 */
final class VerdictFiles implements WholeCoreOutput, AutoCloseable {

    private static final List<String> NAMES = List.of("findings", "patterns", "health", "alerts", "incidents");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, BufferedWriter> files = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    VerdictFiles(Path folder) throws IOException {
        for (String name : NAMES) {
            files.put(name, Files.newBufferedWriter(folder.resolve(name + ".ndjson")));
            counts.put(name, 0L);
        }
    }

    /** Returns how many records there are, for a person. */
    String summary() {
        StringBuilder text = new StringBuilder();
        counts.forEach((name, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(count)
                .append(' ')
                .append(name));
        return text.toString();
    }

    @Override
    public void finding(Finding finding) {
        Evidence evidence = finding.evidence();
        ObjectNode record = record(finding.id(), finding.at(), finding.source().environment());
        record.put("source", finding.source().name());
        record.put("kind", finding.kind());
        record.put("detector", finding.detector());
        record.put("subject", finding.subject());
        record.put("state", finding.state().name().toLowerCase(Locale.ROOT));
        record.put("score", evidence.score());
        record.put("since", time(finding.since()));
        number(record, "seen", evidence.seen());
        number(record, "expected", evidence.expected());
        number(record, "lower", evidence.lower());
        number(record, "upper", evidence.upper());
        record.put("samples", evidence.samples());
        record.put("confidence", evidence.confidence());
        record.put("evidence", evidence.text());
        write("findings", record);
    }

    @Override
    public void patternChange(PatternChange change) {
        if (change.step() == PatternChange.Step.CHANGED) {
            return;
        }
        PatternView pattern = change.pattern();
        ObjectNode record = record(pattern.id(), change.at(), pattern.environment());
        record.put("pattern", pattern.kind().id());
        record.put("state", change.step().name().toLowerCase(Locale.ROOT));
        record.put("score", pattern.confidence());
        record.put("confidence", pattern.confidence());
        record.put("onset", time(pattern.onset()));
        record.put("origin", pattern.origin());
        texts(record, "sources", pattern.sources());
        record.put("event_count", pattern.eventCount());
        record.put("last_seen", time(pattern.lastSeen()));
        texts(record, "evidence", pattern.evidence());
        write("patterns", record);
    }

    @Override
    public void alertChange(AlertChange change) {
        AlertView alert = change.alert();
        ObjectNode record = record(change.id(), change.at(), alert.environment());
        record.put("fingerprint", alert.fingerprint());
        record.put("source", alert.source());
        record.put("alert", alert.rule());
        record.put("state", change.to().name().toLowerCase(Locale.ROOT));
        record.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        record.put("score", score(alert.severity().ordinal()));
        record.put("title", alert.title());
        record.put("description", alert.description());
        record.put("starts_at", time(alert.startsAt()));
        record.put("actor", change.actor());
        write("alerts", record);
    }

    @Override
    public void incident(IncidentView incident) {
        ObjectNode record = record(incident.id(), incident.updatedAt(), incident.environment());
        record.put("state", incident.state().name().toLowerCase(Locale.ROOT));
        record.put("severity", incident.severity().name().toLowerCase(Locale.ROOT));
        record.put("score", incident.score());
        record.put("title", incident.title());
        record.put("origin", incident.origin());
        texts(
                record,
                "sources",
                incident.sources().stream().map(IncidentSource::name).toList());
        record.put("onset", time(incident.onset()));
        record.put("opened_at", time(incident.openedAt()));
        if (incident.resolvedAt() != IncidentView.NEVER) {
            record.put("resolved_at", time(incident.resolvedAt()));
        }
        if (incident.mergedInto() != null) {
            record.put("merged_into", incident.mergedInto());
        }
        members(record.putArray("alerts"), incident.alerts());
        members(record.putArray("patterns"), incident.patterns());
        ArrayNode timeline = record.putArray("timeline");
        for (TimelineEntry entry : incident.timeline()) {
            ObjectNode one = timeline.addObject();
            one.put("at", time(entry.at()));
            one.put("kind", entry.kind());
            one.put("ref", entry.ref());
            one.put("source", entry.source());
            one.put("text", entry.text());
        }
        write("incidents", record);
    }

    @Override
    public void sourceHealth(SourceStanding standing, long at) {
        SourceId id = standing.id();
        ObjectNode record = record(id.environment() + "/" + id.name(), at, id.environment());
        record.put("scope", "source");
        record.put("source", id.name());
        health(
                record,
                standing.status().name(),
                standing.severityScore(),
                standing.reasons().stream().map(reason -> reason.text()).toList());
    }

    @Override
    public void environmentHealth(ScopeSummary summary) {
        ObjectNode record = record(summary.environment(), summary.at(), summary.environment());
        record.put("scope", "environment");
        texts(
                record,
                "sources",
                summary.worst().stream().map(worst -> worst.id().name()).toList());
        record.put(
                "origin",
                summary.worst().isEmpty() ? null : summary.worst().get(0).id().name());
        health(record, summary.status().name(), summary.severityScore(), summary.reasons());
    }

    private void health(ObjectNode record, String status, double score, List<String> reasons) {
        String word = status.toLowerCase(Locale.ROOT);
        record.put("state", word);
        record.put("status", word);
        record.put("score", score);
        record.put("severity_score", score);
        texts(record, "reasons", reasons);
        write("health", record);
    }

    private ObjectNode record(String id, long at, String environment) {
        ObjectNode record = json.createObjectNode();
        record.put("id", id);
        record.put("at", time(at));
        record.put("environment", environment);
        return record;
    }

    private void write(String name, ObjectNode record) {
        try {
            BufferedWriter file = files.get(name);
            file.write(json.writeValueAsString(record));
            file.write('\n');
            counts.merge(name, 1L, Long::sum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void members(ArrayNode array, List<Member> members) {
        for (Member member : members) {
            ObjectNode one = array.addObject();
            one.put("ref", member.ref());
            one.put("name", member.name());
            one.put("source", member.source());
            one.put("severity", member.severity().name().toLowerCase(Locale.ROOT));
            one.put("since", time(member.since()));
            one.put("open", member.open());
        }
    }

    private static void texts(ObjectNode record, String name, List<String> texts) {
        ArrayNode array = record.putArray(name);
        texts.forEach(array::add);
    }

    private static void number(ObjectNode record, String name, double value) {
        if (Double.isFinite(value)) {
            record.put(name, value);
        }
    }

    private static double score(int severity) {
        return new double[] {0.3, 0.7, 0.9, 1}[severity];
    }

    private static String time(long at) {
        return Instant.ofEpochMilli(at).toString();
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter file : files.values()) {
            file.close();
        }
    }
}
