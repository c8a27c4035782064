package io.tocsin.processor.iq;

import io.tocsin.processor.topology.state.TaskProgress;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Results of maintenance commands, by the id of the command. */
final class MaintenanceView implements StoreView {

    @Override
    public String name() {
        return Stores.VIEW_MAINTENANCE;
    }

    @Override
    public List<String> stores(QueryRequest request) {
        return List.of(Stores.TASK_PROGRESS);
    }

    @Override
    public Set<String> filters() {
        return Set.of();
    }

    @Override
    public void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows) {
        if (request.getKind() != QueryKind.KEYS) {
            throw new IllegalArgumentException("results of maintenance are asked for by the id of their command");
        }
        ReadOnlyKeyValueStore<Bytes, byte[]> progress = stores.store(Stores.TASK_PROGRESS, partition);
        for (String id : request.getKeys()) {
            byte[] result = progress.get(TaskProgress.resultKey(id));
            if (result != null) {
                rows.add(id, result);
            }
        }
    }
}
