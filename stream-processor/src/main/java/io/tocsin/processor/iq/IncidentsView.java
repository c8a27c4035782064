package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.IncidentKey;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.SingleObject;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
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
        long newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        String start = IncidentKey.firstNotNewerThan(Math.max(0, newest));
        KeyScan.scan(incidents, start, request.getAfter(), rows, new Wanted(request, format));
    }

    /** The conditions of a question, read once. Immutable. */
    private static final class Wanted implements KeyScan.Look {

        private final SingleObject<Incident> format;
        private final Set<String> states;
        private final Set<String> severities;
        private final String source;
        private final String environment;
        private final String owner;
        private final long oldest;
        private final boolean whole;

        Wanted(QueryRequest request, SingleObject<Incident> format) {
            this.format = format;
            states = Conditions.anyOf(request, Conditions.STATE);
            severities = Conditions.anyOf(request, Conditions.SEVERITY);
            source = Conditions.text(request, Conditions.SOURCE);
            environment = Conditions.text(request, Conditions.ENVIRONMENT);
            owner = Conditions.text(request, Conditions.OWNER);
            oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
            whole = request.getDetail().contains(TIMELINE);
        }

        @Override
        public KeyScan.Verdict at(String key, byte[] value) {
            if (IncidentKey.parse(key).openedAt() < oldest) {
                return KeyScan.Verdict.ENDS;
            }
            return isMetBy(format.decode(value)) ? KeyScan.Verdict.MEETS : KeyScan.Verdict.PASSES;
        }

        @Override
        public byte[] shown(byte[] value) {
            if (whole) {
                return value;
            }
            Incident incident = format.decode(value);
            incident.put("timeline", List.of());
            return format.encode(incident);
        }

        private boolean isMetBy(Incident incident) {
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
}
