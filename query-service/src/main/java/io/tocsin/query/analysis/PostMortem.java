package io.tocsin.query.analysis;

import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.schemas.IncidentNote;
import io.tocsin.schemas.IncidentSource;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.IncidentTimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What there is to say of an incident, as Markdown (CommonMark with tables). Whatever sources and people said is escaped, so
 * that it is shown and not obeyed. Stateless.
 */
public final class PostMortem {

    private static final String SPECIAL = "\\`*_{}[]()<>#+-.!|~&";

    private PostMortem() {}

    /**
     * Returns the document.
     *
     * @param now until when what still goes on is counted
     */
    public static String of(Incident incident, Instant now) {
        StringBuilder text = new StringBuilder(4_096);
        text.append("# Post-mortem: ").append(line(incident.getTitle())).append("\n\n");
        summary(text, incident);
        durations(text, incident, now);
        sources(text, incident);
        members(text, "Alerts", "Alert", incident.getAlerts(), now);
        if (incident.getAlertCount() > incident.getAlerts().size()) {
            text.append(incident.getAlertCount() - incident.getAlerts().size())
                    .append(" further alerts are not listed.\n\n");
        }
        members(text, "Failure patterns", "Pattern", incident.getPatterns(), now);
        timeline(text, incident);
        notes(text, incident);
        return text.toString();
    }

    private static void summary(StringBuilder text, Incident incident) {
        text.append("## Summary\n\n");
        row(text, "Incident", "State");
        text.append("|---|---|\n");
        row(text, "Id", line(incident.getId()));
        row(text, "Environment", line(incident.getEnvironment()));
        row(text, "State", incident.getState().name().toLowerCase(Locale.ROOT));
        row(text, "Severity", incident.getSeverity().name().toLowerCase(Locale.ROOT));
        row(text, "Likely origin", line(incident.getOrigin()));
        row(text, "Sources", "" + incident.getSources().size());
        row(text, "Alerts", "" + incident.getAlertCount());
        row(text, "Owner", incident.getOwner() == null ? "nobody" : line(incident.getOwner()));
        if (incident.getMergedInto() != null) {
            row(text, "Part of", line(incident.getMergedInto()));
        }
        text.append('\n')
                .append("Trouble began at ")
                .append(time(incident.getOnset()))
                .append(", likely at ")
                .append(line(incident.getOrigin()));
        int others = incident.getSources().size() - 1;
        if (others > 0) {
            text.append(", and reached ").append(others).append(others == 1 ? " other source" : " other sources");
        }
        if (incident.getState() == IncidentState.RESOLVED) {
            text.append("; it was over at ").append(time(incident.getResolvedAt()));
            text.append(
                    incident.getResolvedBy() == null
                            ? " by itself"
                            : ", as " + line(incident.getResolvedBy()) + " declared");
        } else if (incident.getState() != IncidentState.MERGED) {
            text.append("; it still goes on");
        }
        text.append(".\n\n");
    }

    private static void durations(StringBuilder text, Incident incident, Instant now) {
        text.append("## Durations\n\n");
        row(text, "From the onset until", "Time");
        text.append("|---|---|\n");
        row(text, "detected (opened)", span(incident.getOnset(), incident.getOpenedAt()));
        row(
                text,
                "acknowledged",
                incident.getAcknowledgedAt() == null
                        ? "never"
                        : span(incident.getOnset(), incident.getAcknowledgedAt()) + " by "
                                + line(incident.getAcknowledgedBy()));
        row(
                text,
                incident.getResolvedAt() == null ? "now, going on" : "resolved",
                span(incident.getOnset(), end(incident.getResolvedAt(), now)));
        text.append('\n');
    }

    private static void sources(StringBuilder text, Incident incident) {
        text.append("## Sources\n\n");
        row(text, "Source", "Trouble since");
        text.append("|---|---|\n");
        for (IncidentSource source : incident.getSources()) {
            boolean origin = source.getName().equals(incident.getOrigin());
            row(text, line(source.getName()) + (origin ? " (likely origin)" : ""), time(source.getSince()));
        }
        text.append('\n');
    }

    private static void members(
            StringBuilder text, String heading, String column, List<IncidentMember> members, Instant now) {
        if (members.isEmpty()) {
            return;
        }
        text.append("## ").append(heading).append("\n\n");
        row(text, column, "Source", "Severity", "State", "Since", "Duration");
        text.append("|---|---|---|---|---|---|\n");
        for (IncidentMember member : members) {
            row(
                    text,
                    line(member.getName()),
                    line(member.getSource()),
                    member.getSeverity().name().toLowerCase(Locale.ROOT),
                    line(member.getState()),
                    time(member.getSince()),
                    span(member.getSince(), end(member.getUntil(), now)));
        }
        text.append('\n');
    }

    private static void timeline(StringBuilder text, Incident incident) {
        text.append("## Timeline\n\n");
        if (incident.getOmitted() > 0) {
            text.append(incident.getOmitted()).append(" entries of the middle are left out.\n\n");
        }
        row(text, "Time", "What happened", "Who");
        text.append("|---|---|---|\n");
        for (IncidentTimelineEntry entry : incident.getTimeline()) {
            row(
                    text,
                    time(entry.getAt()),
                    line(entry.getText()),
                    entry.getActor() == null ? "" : line(entry.getActor()));
        }
        text.append('\n');
    }

    private static void notes(StringBuilder text, Incident incident) {
        text.append("## Notes\n\n");
        if (incident.getNotes().isEmpty()) {
            text.append("None.\n");
        }
        for (IncidentNote note : incident.getNotes()) {
            text.append("**")
                    .append(line(note.getAuthor()))
                    .append("**, ")
                    .append(time(note.getAt()))
                    .append(":\n\n");
            note.getText()
                    .lines()
                    .forEach(each -> text.append("> ").append(line(each)).append("  \n"));
            text.append('\n');
        }
    }

    private static void row(StringBuilder text, String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }

    private static long end(Long until, Instant now) {
        return until == null ? now.toEpochMilli() : until;
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    /** Returns a span such as {@code 1 h 02 min 03 s}; what ended before it began took no time. */
    private static String span(long from, long to) {
        long seconds = Math.max(0, to - from) / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min %02d s", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** Returns a text as one line in which nothing is mark-up. */
    private static String line(String raw) {
        StringBuilder text = new StringBuilder(raw.length() + 8);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                text.append(' ');
            } else {
                if (SPECIAL.indexOf(c) >= 0) {
                    text.append('\\');
                }
                text.append(c);
            }
        }
        return text.toString();
    }
}
