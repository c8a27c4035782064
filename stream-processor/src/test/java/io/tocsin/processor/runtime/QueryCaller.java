package io.tocsin.processor.runtime;

import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.KeyPartitioner;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SingleObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the query endpoint of one processor. */
final class QueryCaller {

    private static final SingleObject<QueryRequest> REQUESTS = SingleObject.of(QueryRequest.class);
    private static final SingleObject<QueryResponse> RESPONSES = SingleObject.of(QueryResponse.class);
    private static final SingleObject<SourceView> VIEWS = SingleObject.of(SourceView.class);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final int partitions;

    QueryCaller(String address, int partitions) {
        this.address = address;
        this.partitions = partitions;
    }

    Inventory inventory() throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/iq/v1/inventory"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return SingleObject.of(Inventory.class).decode(response.body());
    }

    QueryResponse ask(QueryRequest request) throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/iq/v1/query"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(REQUESTS.encode(request)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + new String(response.body()));
        }
        return RESPONSES.decode(response.body());
    }

    int partitionOf(String environment, String name) {
        return KeyPartitioner.partition(new SourceKey("default", environment, name).bytes(), partitions);
    }

    /** Returns what is known of a source, once the answer includes a position; fails when the instance does not answer. */
    Optional<SourceView> source(String environment, String name, Map<String, Long> position) throws Exception {
        SourceKey key = new SourceKey("default", environment, name);
        QueryResponse response = ask(QueryRequest.newBuilder()
                .setStore(Stores.VIEW_SOURCES)
                .setKind(QueryKind.KEYS)
                .setPartitions(List.of(KeyPartitioner.partition(key.bytes(), partitions)))
                .setKeys(List.of(key.text()))
                .setDetail(List.of("windows"))
                .setMinPosition(position)
                .setDeadlineMs(20_000)
                .build());
        if (response.getPartitions().get(0).getError() != null) {
            throw new AssertionError(response.getPartitions().get(0));
        }
        return response.getRows().stream()
                .map(row -> VIEWS.decode(row.getValue().array()))
                .findFirst();
    }
}
