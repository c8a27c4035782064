package io.tocsin.processor.core.incident;

import java.util.HashSet;
import java.util.Set;

/** Carries out what people ask of incidents, at one moment. Whatever is done is in the timeline, with who did it. */
final class OrderDesk {

    private final IncidentBook book;
    private final Links links;
    private final long now;

    OrderDesk(IncidentBook book, Links links, long now) {
        this.book = book;
        this.links = links;
        this.now = now;
    }

    /** Returns whether the order did something. */
    boolean carryOut(IncidentOrder order) {
        Incident incident = book.find(order.incident());
        if (incident == null || incident.knows(order.id())) {
            return false;
        }
        return switch (order.kind()) {
            case NONE -> false;
            case ACKNOWLEDGE -> acknowledge(incident, order);
            case UNACKNOWLEDGE -> unacknowledge(incident, order);
            case RESOLVE -> resolve(incident, order);
            case REOPEN -> reopen(incident, order);
            case ASSIGN -> assign(incident, order);
            case NOTE -> note(incident, order);
            case MERGE -> merge(incident, order);
            case SPLIT -> split(incident, order);
        };
    }

    private boolean acknowledge(Incident incident, IncidentOrder order) {
        if (incident.state != IncidentView.State.OPEN) {
            return false;
        }
        incident.state = IncidentView.State.ACKNOWLEDGED;
        if (incident.acknowledgedAt == IncidentView.NEVER) {
            incident.acknowledgedAt = now;
            incident.acknowledgedBy = order.actor();
        }
        return tell(incident, incident.id, "acknowledged", order);
    }

    private boolean unacknowledge(Incident incident, IncidentOrder order) {
        if (incident.state != IncidentView.State.ACKNOWLEDGED) {
            return false;
        }
        incident.state = IncidentView.State.OPEN;
        incident.acknowledgedAt = IncidentView.NEVER;
        incident.acknowledgedBy = null;
        return tell(incident, incident.id, "acknowledgement taken back", order);
    }

    private boolean resolve(Incident incident, IncidentOrder order) {
        if (!incident.isOpen()) {
            return false;
        }
        incident.state = IncidentView.State.RESOLVED;
        incident.resolvedAt = now;
        incident.resolvedBy = order.actor();
        incident.held = false;
        return tell(incident, incident.id, "resolved", order);
    }

    private boolean reopen(Incident incident, IncidentOrder order) {
        if (incident.state != IncidentView.State.RESOLVED) {
            return false;
        }
        incident.state = incident.acknowledgedAt == IncidentView.NEVER
                ? IncidentView.State.OPEN
                : IncidentView.State.ACKNOWLEDGED;
        incident.resolvedAt = IncidentView.NEVER;
        incident.resolvedBy = null;
        incident.held = true;
        return tell(incident, incident.id, "reopened", order);
    }

    private boolean assign(Incident incident, IncidentOrder order) {
        if (incident.state == IncidentView.State.MERGED) {
            return false;
        }
        incident.owner = order.owner();
        return tell(
                incident,
                incident.id,
                order.owner() == null ? "has no owner any more" : "given to " + order.owner(),
                order);
    }

    private boolean note(Incident incident, IncidentOrder order) {
        if (order.text() == null || !incident.hasRoomFor(order.text())) {
            return false;
        }
        incident.notes.add(new IncidentNote(now, order.actor(), order.text()));
        return tell(incident, incident.id, "note", order);
    }

    private boolean merge(Incident incident, IncidentOrder order) {
        Incident other = order.other() == null ? null : book.find(order.other());
        if (other == null
                || other == incident
                || other.state == IncidentView.State.MERGED
                || incident.state == IncidentView.State.MERGED) {
            return false;
        }
        boolean goesOn = other.isOpen();
        incident.rejoin(other);
        book.merge(incident, other, now);
        if (goesOn && !incident.isOpen()) {
            incident.state = IncidentView.State.OPEN;
            incident.resolvedAt = IncidentView.NEVER;
            incident.resolvedBy = null;
        }
        incident.findOrigin(links);
        tell(other, incident.id, "made a part of incident " + incident.id, order);
        return tell(incident, other.id, "incident " + other.id + " made a part of this one", order);
    }

    private boolean split(Incident incident, IncidentOrder order) {
        Set<String> wanted = new HashSet<>(order.members());
        for (String member : wanted) {
            if (incident.alert(member) == null && incident.pattern(member) == null) {
                return false;
            }
        }
        if (incident.state == IncidentView.State.MERGED || wanted.isEmpty() || wanted.size() >= incident.members()) {
            return false;
        }
        Incident part = book.open(now);
        incident.release(wanted::contains, part, now);
        book.rejoined(part, part);
        part.state = incident.state;
        part.resolvedAt = incident.resolvedAt;
        part.resolvedBy = incident.resolvedBy;
        part.owner = incident.owner;
        part.part(incident);
        incident.part(part);
        part.findOrigin(links);
        incident.findOrigin(links);
        tell(part, incident.id, "split off from incident " + incident.id, order);
        return tell(incident, part.id, "incident " + part.id + " split off from this one", order);
    }

    private boolean tell(Incident incident, String ref, String what, IncidentOrder order) {
        String text = order.text() == null ? what : what + ": " + order.text();
        incident.tell(TimelineEntry.ofOrder(now, ref, text, order));
        return true;
    }
}
