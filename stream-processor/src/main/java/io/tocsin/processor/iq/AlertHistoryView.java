package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.AlertHistoryKey;
import io.tocsin.schemas.AlertHistoryEntry;
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

/** Steps in the lives of alerts, latest first: of one alert, or of all. */
final class AlertHistoryView implements StoreView {

    private static final int FINGERPRINT = 16;

    private final SingleObject<AlertHistoryEntry> format = SingleObject.of(AlertHistoryEntry.class);

    @Override
    public String name() {
        return Stores.VIEW_ALERT_HISTORY;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.ALERT_HISTORY);
    }

    @Override
    public Set<String> filters() {
        return Set.of(
                Conditions.ALERT,
                Conditions.SOURCE,
                Conditions.ENVIRONMENT,
                Conditions.KIND,
                Conditions.ACTOR,
                Conditions.FROM,
                Conditions.TO);
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        if (request.getKind() != QueryKind.ALL) {
            throw new IllegalArgumentException("the history of alerts is asked for by conditions only");
        }
        String alert = Conditions.text(request, Conditions.ALERT);
        if (alert != null && alert.length() != FINGERPRINT) {
            return;
        }
        ReadOnlyKeyValueStore<Bytes, byte[]> history = stores.store(Stores.ALERT_HISTORY, partition);
        Wanted wanted = new Wanted(request, format);
        long newest = Math.max(0, Conditions.time(request, Conditions.TO, Long.MAX_VALUE));
        long oldest = Conditions.time(request, Conditions.FROM, Long.MIN_VALUE);
        String after = request.getAfter();
        String start = AlertHistoryKey.firstNotNewerThan(newest);
        if (after != null) {
            rows.startsBehindCursor();
            start = after.compareTo(start) > 0 ? after : start;
        }
        String prefix = alert == null ? AlertHistoryKey.BY_TIME : AlertHistoryKey.BY_ALERT + alert;
        if (alert != null && start.length() > FINGERPRINT) {
            // A cursor names the alert behind the time; keys by alert do not repeat it.
            start = start.substring(0, FINGERPRINT) + start.substring(2 * FINGERPRINT);
        }
        try (KeyValueIterator<Bytes, byte[]> latestFirst = history.range(bytes(prefix + start), bytes(prefix + "g"))) {
            while (latestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = latestFirst.next();
                rows.look();
                AlertHistoryKey key = AlertHistoryKey.parse(entry.key.get());
                String text = key.text();
                if (key.at() < oldest) {
                    return;
                }
                byte[] value = alert == null ? entry.value : history.get(key.byTime());
                if (value == null || text.equals(after) || !wanted.meets(value)) {
                    continue;
                }
                if (rows.wantsRow()) {
                    rows.add(text, value);
                } else if (!rows.count()) {
                    return;
                }
            }
        }
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What an entry must meet beyond its alert and time. Immutable. */
    private static final class Wanted {

        private final SingleObject<AlertHistoryEntry> format;
        private final Set<String> kinds;
        private final Set<String> actors;
        private final String source;
        private final String environment;

        Wanted(QueryRequest request, SingleObject<AlertHistoryEntry> format) {
            this.format = format;
            kinds = Conditions.anyOf(request, Conditions.KIND);
            String named = Conditions.text(request, Conditions.ACTOR);
            actors = named == null ? Set.of() : Set.of(named.split("\n"));
            source = Conditions.text(request, Conditions.SOURCE);
            environment = Conditions.text(request, Conditions.ENVIRONMENT);
        }

        boolean meets(byte[] value) {
            if (kinds.isEmpty() && actors.isEmpty() && source == null && environment == null) {
                return true;
            }
            AlertHistoryEntry entry = format.decode(value);
            return (kinds.isEmpty() || kinds.contains(entry.getKind().name()))
                    && (actors.isEmpty() || actors.contains(entry.getActor()))
                    && (source == null || source.equals(entry.getSource()))
                    && (environment == null || environment.equals(entry.getEnvironment()));
        }
    }
}
