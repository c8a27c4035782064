package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.alert.RecentIds;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.pattern.PatternView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The incidents of one environment. An alert that fires and a pattern that starts join the open incident to which they are
 * related: by a source, by a call from one of its sources to another, by service or host, or by labels that agree. What
 * turns out to join two incidents makes them one, unless people parted them. An incident is resolved when all of it has
 * been over for some time, and opened again when the same sources are in trouble soon after; one that a person resolved
 * stays so. Changes are told at {@link #step}, each incident at most once per step.
 *
 * <p>Bounded: {@value #MOST} incidents are gone on with; beyond that the longest untouched one is resolved. What is over
 * leaves the book for the archive after a while, and comes back when a person has something to say of it. Mutable, not
 * thread-safe; times are stream time in epoch milliseconds.
 */
public final class IncidentBook {

    private static final int MOST = 200;
    private static final int VERSION = 3;

    private final String tenant;
    private final String environment;
    private final IncidentSettings settings;
    private final IncidentArchive archive;
    private final List<Incident> incidents = new ArrayList<>();
    private final RecentIds orders = new RecentIds();
    /** Which alerts changed their incident and have not been told yet; empty between two calls from outside. */
    private final List<AlertJoin> joins = new ArrayList<>();

    private final Relations relations;
    private long numbers;

    /** Makes one without incidents. */
    public IncidentBook(String tenant, String environment, IncidentSettings settings, IncidentArchive archive) {
        this.tenant = tenant;
        this.environment = environment;
        this.settings = settings;
        this.archive = archive;
        relations = new Relations(settings.joinMs(), settings.correlation());
    }

    /** Goes by other correlation rules from now on; alerts that came before have only in common what was looked at then. */
    public void use(List<CorrelationRule> rules) {
        relations.use(rules);
    }

    /** Takes an alert as it stands now; the same again changes nothing. */
    public void alert(AlertBrief alert, Links links, long now) {
        if (alert.phase() == AlertPhase.PENDING) {
            return;
        }
        boolean open = alert.phase().isActive();
        Incident incident = withAlert(alert.fingerprint());
        Member known = incident == null ? null : incident.alert(alert.fingerprint());
        boolean newEpisode = known == null || known.since() != alert.startsAt();
        if (newEpisode) {
            if (alert.firedAt() == AlertView.NEVER || now - alert.firedAt() > settings.joinMs()) {
                return;
            }
            incident = incident != null && incident.isOpen()
                    ? incident
                    : home(List.of(alert.source()), alert.labels(), links, now);
        }
        String word = word(alert.phase(), newEpisode ? null : known);
        if (!newEpisode && word.equals(known.state())) {
            return;
        }
        incident.putAlert(
                new Member(
                        alert.fingerprint(),
                        alert.rule(),
                        alert.source(),
                        alert.severity(),
                        word,
                        alert.startsAt(),
                        open ? IncidentView.NEVER : alert.at()),
                score(alert.severity()),
                now);
        if (newEpisode) {
            relations.note(incident, alert);
            joins.add(new AlertJoin(alert.source(), alert.fingerprint(), alert.startsAt(), incident.id));
        }
        incident.tell(new TimelineEntry(
                now,
                TimelineEntry.ALERT,
                alert.fingerprint(),
                alert.source(),
                alert.title() + " at " + alert.source() + ": " + word,
                alert.isByPerson() ? alert.actor() : null,
                null));
        incident.findOrigin(links);
    }

    /** Takes a step of a pattern. */
    public void pattern(PatternChange change, Links links, long now) {
        PatternView pattern = change.pattern();
        Incident incident = withPattern(pattern.id());
        if (incident == null && !pattern.active()) {
            return;
        }
        if (incident == null || incident.isOpen() && change.step() == PatternChange.Step.CHANGED) {
            Incident home = home(pattern.sources(), Map.of(), new Links(), now);
            // It stays where it is, unless that has just become a part of another one.
            incident = incident == null || incident.state == IncidentView.State.MERGED ? home : incident;
        }
        incident.putPattern(
                new Member(
                        pattern.id(),
                        pattern.kind().id(),
                        pattern.origin(),
                        pattern.kind().severity(),
                        pattern.active() ? "active" : "ended",
                        pattern.onset(),
                        pattern.active() ? IncidentView.NEVER : change.at()),
                pattern.sources(),
                pattern.confidence(),
                now);
        String verb = change.step().name().toLowerCase(Locale.ROOT);
        incident.tell(new TimelineEntry(
                now,
                TimelineEntry.PATTERN,
                pattern.id(),
                pattern.origin(),
                pattern.kind().title() + ", likely from " + pattern.origin() + ": " + verb,
                null,
                null));
        incident.findOrigin(links);
    }

    /**
     * Carries out what a person asks of an incident.
     *
     * @return whether it did something; not when its id is known, there is no such incident, or its state does not allow it
     */
    public boolean order(IncidentOrder order, Links links, long now) {
        return order.kind() != IncidentOrder.Kind.NONE
                && orders.add(order.id(), now)
                && new OrderDesk(this, links, now).carryOut(order);
    }

    /** Resolves what has been over for long enough, and tells what changed since the last step. */
    public void step(long now, Consumer<IncidentView> out) {
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            if (incident.isOpen()
                    && !incident.held
                    && incident.isQuiet()
                    && now - incident.lastActivity >= settings.quietMs()) {
                resolve(incident, "all of it is over", now);
            }
        }
        unsaved(out);
        for (Incident incident : incidents) {
            incident.changed = false;
        }
        incidents.removeIf(incident -> !incident.isOpen() && now - incident.updatedAt > settings.joinMs());
        for (int i = 0; i < incidents.size() && incidents.size() > MOST; i++) {
            if (!incidents.get(i).isOpen()) {
                incidents.remove(i--);
            }
        }
    }

    /** Hands out what changed since the last step without telling it, so that the archive has it before a commit. */
    public void unsaved(Consumer<IncidentView> out) {
        for (Incident incident : incidents) {
            if (incident.changed) {
                out.accept(incident.view(tenant, environment));
            }
        }
    }

    /**
     * Hands out which alerts belong to which incident since the last call. It is not kept: whoever changes the book asks
     * before anything is written.
     */
    public void joins(Consumer<AlertJoin> out) {
        joins.forEach(out);
        joins.clear();
    }

    /** Says that the alerts of an incident that go on belong to it, or to the one that it became part of. */
    void rejoined(Incident incident, Incident to) {
        for (Member alert : incident.alerts()) {
            if (alert.open()) {
                joins.add(new AlertJoin(alert.source(), alert.ref(), alert.since(), to.id));
            }
        }
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

    /** Returns an incident, from the archive if need be, or null. */
    Incident find(String id) {
        for (Incident incident : incidents) {
            if (incident.id.equals(id)) {
                return incident;
            }
        }
        IncidentView archived = archive.find(id);
        if (archived == null
                || !archived.tenant().equals(tenant)
                || !archived.environment().equals(environment)) {
            return null;
        }
        Incident incident = Incident.of(archived);
        incidents.add(incident);
        return incident;
    }

    Incident open(long now) {
        long open = incidents.stream().filter(Incident::isOpen).count();
        if (open >= MOST) {
            Incident oldest = null;
            for (Incident incident : incidents) {
                if (incident.isOpen() && (oldest == null || incident.lastActivity < oldest.lastActivity)) {
                    oldest = incident;
                }
            }
            resolve(oldest, "too many go on at once", now);
        }
        Incident incident = new Incident(IncidentId.of(tenant, environment, now, ++numbers), now);
        incidents.add(incident);
        return incident;
    }

    void merge(Incident into, Incident from, long now) {
        into.absorb(from);
        rejoined(from, into);
        from.state = IncidentView.State.MERGED;
        from.mergedInto = into.id;
        from.resolvedAt = now;
    }

    private void mergeByItself(Incident into, Incident from, long now) {
        merge(into, from, now);
        into.tell(TimelineEntry.ofIncident(now, from.id, "incident " + from.id + " is part of this one"));
        from.tell(TimelineEntry.ofIncident(now, into.id, "became part of incident " + into.id));
    }

    /** Returns the incident that something about some sources belongs to; a new one if need be. */
    private Incident home(List<String> sources, Map<String, String> labels, Links links, long now) {
        Incident home = null;
        List<String> keys = relations.keys(labels);
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            if (incident.state != IncidentView.State.MERGED
                    && incident.resolvedBy == null
                    && (relations.areRelated(incident, sources, links, now)
                            || relations.areCorrelated(incident, keys, now))) {
                if (home == null) {
                    home = incident;
                } else if (incident.isOpen() && !home.isApartFrom(incident)) {
                    mergeByItself(home, incident, now);
                }
            }
        }
        if (home == null) {
            return open(now);
        }
        if (!home.isOpen()) {
            home.state = IncidentView.State.OPEN;
            home.resolvedAt = IncidentView.NEVER;
            home.tell(TimelineEntry.ofIncident(now, home.id, "opened again"));
        }
        return home;
    }

    private void resolve(Incident incident, String why, long now) {
        incident.state = IncidentView.State.RESOLVED;
        incident.resolvedAt = now;
        incident.tell(TimelineEntry.ofIncident(now, incident.id, "resolved: " + why));
    }

    private Incident withAlert(String fingerprint) {
        for (Incident incident : incidents) {
            if (incident.state != IncidentView.State.MERGED && incident.alert(fingerprint) != null) {
                return incident;
            }
        }
        return null;
    }

    private Incident withPattern(String id) {
        for (Incident incident : incidents) {
            if (incident.state != IncidentView.State.MERGED && incident.pattern(id) != null) {
                return incident;
            }
        }
        return null;
    }

    /** Returns where an alert stands in a word; whether it may be recovering is not worth one. */
    private static String word(AlertPhase phase, Member known) {
        return switch (phase) {
            case ACKNOWLEDGED -> "acknowledged";
            case RESOLVED -> "resolved";
            case RECOVERING -> known == null || !known.open() ? "firing" : known.state();
            default -> "firing";
        };
    }

    private static double score(Severity severity) {
        return switch (severity) {
            case EMERGENCY -> 1;
            case CRITICAL -> 0.9;
            case WARNING -> 0.7;
            default -> 0.3;
        };
    }

    /** Writes which incidents are in the book; what they are is in the archive, once {@link #unsaved} was asked. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeUnsigned(numbers);
        orders.writeTo(writer);
        writer.writeUnsigned(incidents.size());
        incidents.forEach(incident -> {
            writer.writeString(incident.id);
            writer.writeBoolean(incident.changed);
        });
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static IncidentBook readFrom(
            ByteReader reader, String tenant, String environment, IncidentSettings settings, IncidentArchive archive) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("incidents of version " + version);
        }
        IncidentBook book = new IncidentBook(tenant, environment, settings, Objects.requireNonNull(archive, "archive"));
        book.numbers = reader.readCount();
        book.orders.readFrom(reader);
        int count = reader.readLength(100 * MOST, 2);
        for (int i = 0; i < count; i++) {
            Incident incident = book.find(reader.readString());
            boolean changed = reader.readBoolean();
            if (incident != null) {
                incident.changed = changed;
            }
        }
        return book;
    }
}
