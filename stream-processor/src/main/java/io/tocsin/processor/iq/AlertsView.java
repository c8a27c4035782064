package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
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
        String after = request.getAfter();
        if (after != null) {
            rows.startsBehindCursor();
        }
        String from = after != null && after.compareTo(prefix) > 0 ? after : prefix;
        try (KeyValueIterator<Bytes, byte[]> found =
                alerts.range(Bytes.wrap(from.getBytes(StandardCharsets.UTF_8)), null)) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> entry = found.next();
                rows.look();
                String key = new String(entry.key.get(), StandardCharsets.UTF_8);
                if (Progress.isKey(entry.key.get()) || key.equals(after)) {
                    continue;
                }
                if (!key.startsWith(prefix)) {
                    return;
                }
                if (meets(format.decode(entry.value), request)) {
                    if (rows.wantsRow()) {
                        rows.add(key, entry.value);
                    } else if (!rows.count()) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean meets(Alert alert, QueryRequest request) {
        Set<String> states = Conditions.anyOf(request, Conditions.STATE);
        Set<String> severities = Conditions.anyOf(request, Conditions.SEVERITY);
        String source = Conditions.text(request, Conditions.SOURCE);
        String environment = Conditions.text(request, Conditions.ENVIRONMENT);
        return (states.isEmpty() || states.contains(alert.getState().name()))
                && (severities.isEmpty()
                        || severities.contains(alert.getSeverity().name()))
                && (source == null || source.equals(alert.getSource()))
                && (environment == null || environment.equals(alert.getEnvironment()))
                && alert.getStartsAt() >= Conditions.time(request, Conditions.FROM, Long.MIN_VALUE)
                && alert.getStartsAt() <= Conditions.time(request, Conditions.TO, Long.MAX_VALUE);
    }
}
