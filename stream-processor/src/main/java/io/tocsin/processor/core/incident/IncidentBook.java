package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.pattern.PatternView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The incidents of one environment. An alert that fires and a pattern that starts join the open incident to which they are
 * related: by a source, by a call from one of its sources to another, by service or host. What turns out to join two
 * incidents makes them one. An incident is resolved when all of it has been over for some time, and opened again when the
 * same sources are in trouble soon after. Changes are told at {@link #step}, each incident at most once per step.
 *
 * <p>Bounded: {@value #MOST} incidents are remembered; beyond that the longest untouched one is resolved. Mutable, not
 * thread-safe; times are stream time in epoch milliseconds.
 */
public final class IncidentBook {

    private static final int MOST = 200;
    private static final int VERSION = 1;

    private final String tenant;
    private final String environment;
    private final IncidentSettings settings;
    private final List<Incident> incidents = new ArrayList<>();
    private long numbers;

    /** Makes one without incidents. */
    public IncidentBook(String tenant, String environment, IncidentSettings settings) {
        this.tenant = tenant;
        this.environment = environment;
        this.settings = settings;
    }

    /** Takes an alert as it stands now. */
    public void alert(AlertView alert, Links links, long now) {
        if (alert.test() || alert.phase() == AlertPhase.PENDING) {
            return;
        }
        boolean open = alert.phase().isActive();
        Incident incident = withAlert(alert.fingerprint());
        if (incident == null && !open) {
            return;
        }
        if (incident == null || open && !incident.isOpen()) {
            incident = home(List.of(alert.source()), links, now);
        }
        Member member =
                new Member(alert.fingerprint(), alert.rule(), alert.source(), alert.severity(), alert.startsAt(), open);
        incident.alert(
                member,
                score(alert.severity()),
                alert.title() + " at " + alert.source() + ": "
                        + alert.phase().name().toLowerCase(Locale.ROOT),
                now);
        incident.findOrigin(links);
    }

    /** Takes a step of a pattern. */
    public void pattern(PatternChange change, Links links, long now) {
        PatternView pattern = change.pattern();
        Incident incident = withPattern(pattern.id());
        if (incident == null && !pattern.active()) {
            return;
        }
        if (incident == null || change.step() == PatternChange.Step.CHANGED) {
            incident = home(pattern.sources(), new Links(), now);
        }
        Member member = new Member(
                pattern.id(),
                pattern.kind().id(),
                pattern.origin(),
                pattern.kind().severity(),
                pattern.onset(),
                pattern.active());
        String verb = change.step().name().toLowerCase(Locale.ROOT);
        incident.pattern(
                member,
                pattern.sources(),
                pattern.confidence(),
                pattern.kind().title() + ", likely from " + pattern.origin() + ": " + verb,
                now);
        incident.findOrigin(links);
    }

    /** Resolves what has been over for long enough, and tells what changed since the last step. */
    public void step(long now, Consumer<IncidentView> out) {
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            if (incident.isOpen() && incident.isQuiet() && now - incident.lastActivity >= settings.quietMs()) {
                resolve(incident, "all of it is over", now);
            }
        }
        for (Incident incident : incidents) {
            if (incident.changed) {
                incident.changed = false;
                out.accept(incident.view(tenant, environment));
            }
        }
        incidents.removeIf(incident -> !incident.isOpen() && now - incident.updatedAt > settings.joinMs());
    }

    /** Returns whether any incident goes on. */
    public boolean isBusy() {
        for (Incident incident : incidents) {
            if (incident.isOpen() || incident.changed) {
                return true;
            }
        }
        return false;
    }

    /** Returns the incident that something about some sources belongs to; a new one if need be. */
    private Incident home(List<String> sources, Links links, long now) {
        Incident home = null;
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            if (incident.state != IncidentView.State.MERGED && isRelated(incident, sources, links, now)) {
                if (home == null) {
                    home = incident;
                } else if (incident.isOpen()) {
                    merge(home, incident, now);
                }
            }
        }
        if (home == null) {
            return open(now);
        }
        if (!home.isOpen()) {
            home.state = IncidentView.State.OPEN;
            home.resolvedAt = IncidentView.NEVER;
            home.tell(new TimelineEntry(now, "incident", idOf(home), null, "opened again"));
        }
        return home;
    }

    private boolean isRelated(Incident incident, List<String> sources, Links links, long now) {
        boolean recent = now - incident.lastActivity <= settings.joinMs();
        for (String source : sources) {
            if (incident.involves(source) && (recent || incident.isOpen())) {
                return true;
            }
            if (recent && incident.isOpen()) {
                for (String other : incident.sources()) {
                    if (links.areRelated(source, other)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void merge(Incident into, Incident from, long now) {
        into.absorb(from, idOf(from), now);
        from.state = IncidentView.State.MERGED;
        from.mergedInto = into.number;
        from.resolvedAt = now;
        from.tell(new TimelineEntry(now, "incident", idOf(into), null, "became part of incident " + idOf(into)));
    }

    private Incident open(long now) {
        if (incidents.size() >= MOST) {
            Incident oldest = incidents.get(0);
            for (Incident incident : incidents) {
                oldest = incident.lastActivity < oldest.lastActivity ? incident : oldest;
            }
            incidents.remove(oldest);
        }
        Incident incident = new Incident(++numbers, now);
        incidents.add(incident);
        return incident;
    }

    private void resolve(Incident incident, String why, long now) {
        incident.state = IncidentView.State.RESOLVED;
        incident.resolvedAt = now;
        incident.tell(new TimelineEntry(now, "incident", idOf(incident), null, "resolved: " + why));
    }

    private String idOf(Incident incident) {
        return Incident.id(tenant, environment, incident.number);
    }

    private Incident withAlert(String fingerprint) {
        for (Incident incident : incidents) {
            if (incident.state != IncidentView.State.MERGED && incident.hasAlert(fingerprint)) {
                return incident;
            }
        }
        return null;
    }

    private Incident withPattern(String id) {
        for (Incident incident : incidents) {
            if (incident.state != IncidentView.State.MERGED && incident.hasPattern(id)) {
                return incident;
            }
        }
        return null;
    }

    private static double score(Severity severity) {
        return switch (severity) {
            case EMERGENCY -> 1;
            case CRITICAL -> 0.9;
            case WARNING -> 0.7;
            default -> 0.3;
        };
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(numbers);
        writer.writeUnsigned(incidents.size());
        incidents.forEach(incident -> {
            incident.writeTo(writer);
            writer.writeBoolean(incident.changed);
        });
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static IncidentBook readFrom(
            ByteReader reader, String tenant, String environment, IncidentSettings settings) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("incidents of version " + version);
        }
        IncidentBook book = new IncidentBook(tenant, environment, settings);
        book.numbers = reader.readCount();
        int count = reader.readLength(MOST, 12);
        for (int i = 0; i < count; i++) {
            Incident incident = Incident.readFrom(reader);
            incident.changed = reader.readBoolean();
            book.incidents.add(incident);
        }
        return book;
    }
}
