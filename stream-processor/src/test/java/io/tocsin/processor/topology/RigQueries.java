package io.tocsin.processor.topology;

import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.iq.LocalStores;
import io.tocsin.processor.iq.Placement;
import io.tocsin.processor.iq.QueryEngine;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Asks the stores of a rig as the query endpoint does. */
final class RigQueries {

    private static final SingleObject<SourceView> VIEWS = SingleObject.of(SourceView.class);

    private final QueryEngine engine;

    RigQueries(ProcessorRig rig) {
        LocalStores stores = (name, partition) -> rig.store(name);
        engine = new QueryEngine(
                "rig",
                1_000,
                SourceFoldSettings.defaults(),
                () -> rig.rules,
                stores,
                () -> new Placement(
                        "RUNNING", Map.of(0, PartitionRole.ACTIVE), Map.of(0, PartitionRole.ACTIVE), Map.of()),
                Clock.systemUTC());
    }

    QueryEngine engine() {
        return engine;
    }

    static QueryRequest.Builder question(String view, QueryKind kind) {
        return QueryRequest.newBuilder()
                .setStore(view)
                .setKind(kind)
                .setPartitions(List.of(0))
                .setDeadlineMs(5_000);
    }

    /** Returns the rows of an answer that has no error. */
    <T extends SpecificRecord> List<T> rows(QueryRequest request, Class<T> type) {
        QueryResponse response = engine.query(request);
        PartitionAnswer answer = response.getPartitions().get(0);
        if (answer.getError() != null) {
            throw new AssertionError(answer);
        }
        SingleObject<T> format = SingleObject.of(type);
        return response.getRows().stream()
                .map(row -> format.decode(row.getValue().array()))
                .toList();
    }

    SourceView source(String name, String... detail) {
        return rows(
                        question(Stores.VIEW_SOURCES, QueryKind.KEYS)
                                .setKeys(List.of(new SourceKey("default", "production", name).text()))
                                .setDetail(List.of(detail))
                                .build(),
                        SourceView.class)
                .get(0);
    }

    /** Returns all sources, page by page, following the cursors. */
    List<SourceView> allSources(QueryKind kind, int limit) {
        List<SourceView> all = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            QueryResponse response = engine.query(question(Stores.VIEW_SOURCES, kind)
                    .setLimit(limit)
                    .setAfter(after)
                    .build());
            for (QueryRow row : response.getRows()) {
                all.add(VIEWS.decode(row.getValue().array()));
                after = row.getKey();
            }
            more = response.getPartitions().get(0).getMore();
        }
        return all;
    }
}
