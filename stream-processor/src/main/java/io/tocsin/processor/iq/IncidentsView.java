package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.IncidentKey;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Incidents, latest opened first. A list leaves out their timelines, unless the detail {@code timeline} is asked for. */
final class IncidentsView implements StoreView {

    private static final String TIMELINE = "timeline";

    private final SingleObject<Incident> format = SingleObject.of(Incident.class);

    @Override
    public String name() {
        return Stores.VIEW_INCIDENTS;
    }

    @Override
    public boolean ofScopes() {
        return true;
    }

    @Override
    public Set<String> positions() {
        return Set.of(Topics.INCIDENT_COMMANDS);
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.INCIDENTS);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.STATE,
                Conditions.SEVERITY,
                Conditions.SOURCE,
                Conditions.ENVIRONMENT,
                Conditions.OWNER,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        ReadOnlyKeyValueStore<Bytes, byte[]> incidents = stores.store(Stores.INCIDENTS, partition);
        if (request.getKind() == QueryKind.KEYS) {
            for (String id : request.getKeys()) {
                IncidentKey key = IncidentKey.of(id);
                byte[] value = key == null ? null : incidents.get(key.bytes());
                if (value != null) {
                    rows.add(key.text(), value);
                }
            }
            return;
        }
        if (request.getKind() != QueryKind.ALL) {
            throw new IllegalArgumentException("incidents are asked for by id or by conditions");
        }
        long oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        long newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        String start = IncidentKey.firstNotNewerThan(Math.max(0, newest));
        String after = request.getAfter();
        if (after != null) {
            rows.startsBehindCursor();
            start = after.compareTo(start) > 0 ? after : start;
        }
        boolean whole = request.getDetail().contains(TIMELINE);
        try (KeyValueIterator<Bytes, byte[]> latestFirst =
                incidents.range(Bytes.wrap(start.getBytes(StandardCharsets.UTF_8)), null)) {
            while (latestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = latestFirst.next();
                rows.look();
                String text = new String(entry.key.get(), StandardCharsets.UTF_8);
                if (Progress.isKey(entry.key.get()) || text.equals(after)) {
                    continue;
                }
                if (IncidentKey.parse(text).openedAt() < oldest) {
                    return;
                }
                Incident incident = format.decode(entry.value);
                if (meets(incident, request)) {
                    if (rows.wantsRow()) {
                        rows.add(text, whole ? entry.value : withoutTimeline(incident));
                    } else if (!rows.count()) {
                        return;
                    }
                }
            }
        }
    }

    private byte[] withoutTimeline(Incident incident) {
        incident.put("timeline", List.of());
        return format.encode(incident);
    }

    private static boolean meets(Incident incident, QueryRequest request) {
        Set<String> states = Conditions.anyOf(request, Conditions.STATE);
        Set<String> severities = Conditions.anyOf(request, Conditions.SEVERITY);
        String source = Conditions.text(request, Conditions.SOURCE);
        String environment = Conditions.text(request, Conditions.ENVIRONMENT);
        String owner = Conditions.text(request, Conditions.OWNER);
        return (states.isEmpty() || states.contains(incident.getState().name()))
                && (severities.isEmpty()
                        || severities.contains(incident.getSeverity().name()))
                && (environment == null || environment.equals(incident.getEnvironment()))
                && (owner == null || owner.equals(incident.getOwner()))
                && (source == null
                        || incident.getSources().stream()
                                .anyMatch(each -> each.getName().equals(source)));
    }
}
