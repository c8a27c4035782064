package io.tocsin.processor.iq;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Alerts as they stand, in the order of their fingerprints. */
final class AlertsView implements StoreView {

    private final SingleObject<Alert> format = SingleObject.of(Alert.class);

    @Override
    public String name() {
        return Stores.VIEW_ALERTS;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.ALERTS);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.STATE,
                Conditions.SEVERITY,
                Conditions.SOURCE,
                Conditions.ENVIRONMENT,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        ReadOnlyKeyValueStore<Bytes, byte[]> alerts = stores.store(Stores.ALERTS, partition);
        if (request.getKind() == QueryKind.KEYS) {
            for (String key : request.getKeys()) {
                byte[] value = alerts.get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
                if (value != null) {
                    rows.add(key, value);
                }
            }
            return;
        }
        String prefix =
                request.getKind() == QueryKind.PREFIX ? request.getKeys().get(0) : "";
        Wanted wanted = new Wanted(request);
        KeyScan.scan(alerts, prefix, request.getAfter(), rows, (key, value) -> {
            if (!key.startsWith(prefix)) {
                return KeyScan.Verdict.ENDS;
            }
            return wanted.isMetBy(format.decode(value)) ? KeyScan.Verdict.MEETS : KeyScan.Verdict.PASSES;
        });
    }

    /** The conditions of a question, read once. Immutable. */
    private static final class Wanted {

        private final Set<String> states;
        private final Set<String> severities;
        private final String source;
        private final String environment;
        private final long oldest;
        private final long newest;

        Wanted(QueryRequest request) {
            states = Conditions.anyOf(request, Conditions.STATE);
            severities = Conditions.anyOf(request, Conditions.SEVERITY);
            source = Conditions.text(request, Conditions.SOURCE);
            environment = Conditions.text(request, Conditions.ENVIRONMENT);
            oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
            newest = Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
        }

        boolean isMetBy(Alert alert) {
            return (states.isEmpty() || states.contains(alert.getState().name()))
                    && (severities.isEmpty()
                            || severities.contains(alert.getSeverity().name()))
                    && (source == null || source.equals(alert.getSource()))
                    && (environment == null || environment.equals(alert.getEnvironment()))
                    && alert.getStartsAt() >= oldest
                    && alert.getStartsAt() <= newest;
        }
    }
}
