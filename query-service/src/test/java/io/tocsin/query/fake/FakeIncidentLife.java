package io.tocsin.query.fake;

import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.IncidentNote;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.IncidentTimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a processor does with commands about incidents, as far as these tests need it. */
final class FakeIncidentLife {

    private static final String PART = "inc-18bcfe56801-0000000f";

    private FakeIncidentLife() {}

    static void apply(FakeCluster cluster, IncidentCommand order) {
        Incident before = cluster.incident(order.getIncident());
        Incident.Builder after = Incident.newBuilder(before);
        String ref = before.getId();
        switch (order.getAction()) {
            case ACKNOWLEDGE ->
                after.setState(IncidentState.ACKNOWLEDGED)
                        .setAcknowledgedAt(Samples.T0 + 1_000)
                        .setAcknowledgedBy(order.getActor());
            case RESOLVE ->
                after.setState(IncidentState.RESOLVED)
                        .setResolvedAt(Samples.T0 + 2_000)
                        .setResolvedBy(order.getActor());
            case REOPEN ->
                after.setState(IncidentState.OPEN).setResolvedAt(null).setResolvedBy(null);
            case ASSIGN -> after.setOwner(order.getOwner());
            case NOTE -> {
                List<IncidentNote> notes = new ArrayList<>(before.getNotes());
                notes.add(new IncidentNote(Samples.T0, order.getActor(), order.getText()));
                after.setNotes(notes);
            }
            case MERGE -> {
                ref = order.getOther();
                cluster.put(Incident.newBuilder(cluster.incident(ref))
                        .setState(IncidentState.MERGED)
                        .setMergedInto(before.getId())
                        .build());
            }
            case SPLIT -> {
                ref = PART;
                after.setApart(List.of(PART));
                cluster.put(Samples.incident(PART, Samples.T0 + 1)
                        .setApart(List.of(before.getId()))
                        .build());
            }
            default -> throw new IllegalStateException("no such order here: " + order);
        }
        List<IncidentTimelineEntry> timeline = new ArrayList<>(before.getTimeline());
        timeline.add(new IncidentTimelineEntry(
                Samples.T0,
                "incident",
                ref,
                null,
                order.getAction().name().toLowerCase(Locale.ROOT),
                order.getActor(),
                order.getId()));
        cluster.put(after.setTimeline(timeline).build());
    }
}
