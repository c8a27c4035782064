package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A store whose keys are scopes: the health of environments and tenants, or the failure patterns of environments. */
final class ScopesView implements StoreView {

    private final String name;
    private final String store;

    /**
     * Makes a view.
     *
     * @param name name of the view
     * @param store store that it reads
     */
    ScopesView(String name, String store) {
        this.name = name;
        this.store = store;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ofScopes() {
        return true;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(store);
    }

    @Override
    public Set<String> filters() {
        return Set.of();
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        ReadOnlyKeyValueStore<Bytes, byte[]> healths = stores.store(store, partition);
        if (request.getKind() == QueryKind.KEYS) {
            for (String key : request.getKeys()) {
                byte[] value = healths.get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
                if (value != null) {
                    rows.add(key, value);
                }
            }
            return;
        }
        String prefix =
                request.getKind() == QueryKind.PREFIX ? request.getKeys().get(0) : "";
        if (request.getAfter() != null) {
            rows.startsBehindCursor();
        }
        try (KeyValueIterator<Bytes, byte[]> found = healths.all()) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> entry = found.next();
                rows.look();
                String key = new String(entry.key.get(), StandardCharsets.UTF_8);
                if (Progress.isKey(entry.key.get())
                        || !key.startsWith(prefix)
                        || request.getAfter() != null && key.compareTo(request.getAfter()) <= 0) {
                    continue;
                }
                if (rows.wantsRow()) {
                    rows.add(key, entry.value);
                } else if (!rows.count()) {
                    return;
                }
            }
        }
    }
}
